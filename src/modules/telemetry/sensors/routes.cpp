// /api/v1/sensors and /api/v1/datastreams
#include "base/page.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

template <class Item>
void cut_page(Page<Item>& page, std::int64_t limit) {
    if (static_cast<std::int64_t>(page.items.size()) <= limit) return;
    page.items.resize(static_cast<std::size_t>(limit));
    page.next = std::to_string(page.items.back().id);
}

[[noreturn]] void throw_not_found(std::string what) { throw Error(Code::not_found, {}, {std::move(what)}); }

// A page in the order of ids, of what `who` may see.
task<db::Rows> page_of(Telemetry::State& state, http::Principal who, db::Where where, std::string_view name,
                       std::string_view head, std::string_view id, std::int64_t limit) {
    security::scope(who, "telemetry.read").add_to(where, "a");
    const std::string text = std::string(head) + where.text() + " order by " + std::string(id) + " limit " +
                             std::to_string(limit + 1);
    const db::Query query{name, text};
    co_return co_await state.platform.db.run_params(query, where.params());
}

task<Page<SensorView>> list_sensors(Telemetry::State& state, http::Principal who, SensorListQuery in) {
    const std::int64_t limit = page_limit(in.limit), after = page_cursor(in.cursor).value_or(0);
    db::Where where;
    where.add("s.id > ?", {after});
    if (in.asset) where.add("s.asset_id = ?", {*in.asset});
    const db::Rows rows =
        co_await page_of(state, who, where, "telemetry.sensors_page", sql::sensors_head, "s.id", limit);
    Page<SensorView> out;
    for (const db::Row row : rows) out.items.push_back(sensor_of(row));
    cut_page(out, limit);
    co_return out;
}

task<SensorView> get_sensor(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await state.platform.db.run(sql::sensor_by_id, id);
    const std::string what = "sensor " + std::to_string(id);
    if (rows.empty()) throw_not_found(what);
    const SensorView view = sensor_of(rows.front());
    co_await state.registry.require(call.who, "telemetry.read", "telemetry.read", view.asset_id, what);
    call.etag(view.version);
    co_return view;
}

task<SensorView> post_sensor(Telemetry::State& state, http::Call& call, const SensorInput& in) {
    const security::Actor actor = security::actor_of(call);
    co_await state.require_writable_asset(call.who, in.asset_id, "/asset_id");
    const auto body = [&](db::Session& tx) -> task<SensorView> { return add_sensor(state, tx, in, actor); };
    const SensorView made = co_await state.platform.db.transaction(body);
    call.etag(made.version);
    call.header("Location", "/api/v1/sensors/" + std::to_string(made.id));
    co_return made;
}

// What a caller must be able to change before they change it: its asset, as it is now.
task<void> require_sensor(Telemetry::State& state, http::Principal who, std::int64_t id) {
    const std::string what = "sensor " + std::to_string(id);
    const db::Rows rows = co_await state.platform.db.run(sql::sensor_by_id, id);
    if (rows.empty()) throw_not_found(what);
    const std::optional<std::int64_t> asset_id = rows.front().maybe_integer("asset_id");
    co_await state.registry.require(who, "telemetry.read", "sensor.write", asset_id, what);
}

task<SensorView> patch_sensor(Telemetry::State& state, http::Call& call, const SensorPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    co_await require_sensor(state, call.who, id);
    if (in.asset_id.given) co_await state.require_writable_asset(call.who, in.asset_id.value, "/asset_id");
    const security::Actor actor = security::actor_of(call);
    const std::function<void(std::int64_t)> check = [&call](std::int64_t version) {
        call.check_version(version);
    };
    const auto body = [&](db::Session& tx) -> task<SensorView> {
        return change_sensor(state, tx, id, in, check, actor);
    };
    const SensorView changed = co_await state.platform.db.transaction(body);
    const std::vector<std::int64_t> none, sensors{id};
    co_await state.reload_now(none, sensors);
    call.etag(changed.version);
    co_return changed;
}

task<Page<DatastreamView>> list_datastreams(Telemetry::State& state, http::Principal who,
                                            DatastreamListQuery in) {
    const std::int64_t limit = page_limit(in.limit), after = page_cursor(in.cursor).value_or(0);
    db::Where where;
    where.add("d.id > ?", {after});
    if (in.asset) where.add("s.asset_id = ?", {*in.asset});
    if (in.sensor) where.add("d.sensor_id = ?", {*in.sensor});
    if (in.property) where.add("d.property = ?", {*in.property});
    const db::Rows rows = co_await page_of(state, who, where, "telemetry.datastreams_page",
                                           sql::datastreams_head, "d.id", limit);
    Page<DatastreamView> out;
    for (const db::Row row : rows) {
        out.items.push_back(datastream_of(row));
        add_last(state, out.items.back());
    }
    cut_page(out, limit);
    co_return out;
}

task<DatastreamView> get_datastream(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await state.platform.db.run(sql::datastream_by_id, id);
    const std::string what = "datastream " + std::to_string(id);
    if (rows.empty()) throw_not_found(what);
    DatastreamView view = datastream_of(rows.front());
    co_await state.registry.require(call.who, "telemetry.read", "telemetry.read", view.asset_id, what);
    add_last(state, view);
    call.etag(view.version);
    co_return view;
}

task<DatastreamView> post_datastream(Telemetry::State& state, http::Call& call, const DatastreamCreate& in) {
    const security::Actor actor = security::actor_of(call);
    const DatastreamInput input{.sensor_id = in.sensor_id,
                                .name = in.name,
                                .property = in.property,
                                .unit = in.unit,
                                .interval_s = in.interval_s,
                                .least = in.least,
                                .most = in.most,
                                .decimals = static_cast<int>(in.decimals.value_or(2))};
    const db::Rows sensor = co_await state.platform.db.run(sql::sensor_by_id, in.sensor_id);
    const Error unknown(Code::unknown_sensor, "/sensor_id", {std::to_string(in.sensor_id)});
    if (sensor.empty()) throw unknown;
    const std::optional<std::int64_t> asset_id = sensor.front().maybe_integer("asset_id");
    const bool visible = co_await state.registry.may(call.who, "telemetry.read", asset_id);
    if (!visible) throw unknown;
    co_await state.require_writable_asset(call.who, asset_id, "/sensor_id");
    const auto body = [&](db::Session& tx) -> task<DatastreamView> {
        return add_datastream(state, tx, input, actor);
    };
    DatastreamView made = co_await state.platform.db.transaction(body);
    const std::vector<std::int64_t> ids{made.id}, none;
    co_await state.reload_now(ids, none);
    add_last(state, made);
    call.etag(made.version);
    call.header("Location", "/api/v1/datastreams/" + std::to_string(made.id));
    co_return made;
}

task<DatastreamView> patch_datastream(Telemetry::State& state, http::Call& call, const DatastreamPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const db::Rows known = co_await state.platform.db.run(sql::datastream_by_id, id);
    const std::string what = "datastream " + std::to_string(id);
    if (known.empty()) throw_not_found(what);
    const std::optional<std::int64_t> asset_id = known.front().maybe_integer("asset_id");
    co_await state.registry.require(call.who, "telemetry.read", "sensor.write", asset_id, what);
    const security::Actor actor = security::actor_of(call);
    const std::function<void(std::int64_t)> check = [&call](std::int64_t version) {
        call.check_version(version);
    };
    const auto body = [&](db::Session& tx) -> task<DatastreamView> {
        return change_datastream(state, tx, id, in, check, actor);
    };
    DatastreamView changed = co_await state.platform.db.transaction(body);
    const std::vector<std::int64_t> ids{id}, none;
    co_await state.reload_now(ids, none);
    add_last(state, changed);
    call.etag(changed.version);
    co_return changed;
}

}  // namespace

void add_sensor_routes(http::Router& router, Telemetry::State& state) {
    router.get<SensorListQuery, Page<SensorView>>(
        "/api/v1/sensors", {"telemetry.sensors.list", http::may_within("telemetry.read"), "Lists sensors"},
        [&state](http::Call& call, const SensorListQuery& in) { return list_sensors(state, call.who, in); });
    router.get<http::Nothing, SensorView>(
        "/api/v1/sensors/{id}", {"telemetry.sensors.get", http::may_within("telemetry.read"), "One sensor"},
        [&state](http::Call& call, const http::Nothing&) { return get_sensor(state, call); });
    router.post<SensorInput, SensorView>(
        "/api/v1/sensors", {"telemetry.sensors.create", http::may_within("sensor.write"), "Adds a sensor"},
        [&state](http::Call& call, const SensorInput& in) { return post_sensor(state, call, in); });
    router.patch<SensorPatch, SensorView>(
        "/api/v1/sensors/{id}",
        {"telemetry.sensors.change", http::may_within("sensor.write"), "Changes a sensor"},
        [&state](http::Call& call, const SensorPatch& in) { return patch_sensor(state, call, in); });
}

void add_datastream_routes(http::Router& router, Telemetry::State& state) {
    router.get<DatastreamListQuery, Page<DatastreamView>>(
        "/api/v1/datastreams",
        {"telemetry.datastreams.list", http::may_within("telemetry.read"), "Lists datastreams"},
        [&state](http::Call& call, const DatastreamListQuery& in) {
            return list_datastreams(state, call.who, in);
        });
    router.get<http::Nothing, DatastreamView>(
        "/api/v1/datastreams/{id}",
        {"telemetry.datastreams.get", http::may_within("telemetry.read"), "One datastream"},
        [&state](http::Call& call, const http::Nothing&) { return get_datastream(state, call); });
    router.post<DatastreamCreate, DatastreamView>(
        "/api/v1/datastreams",
        {"telemetry.datastreams.create", http::may_within("sensor.write"), "Adds a datastream"},
        [&state](http::Call& call, const DatastreamCreate& in) { return post_datastream(state, call, in); });
    router.patch<DatastreamPatch, DatastreamView>(
        "/api/v1/datastreams/{id}",
        {"telemetry.datastreams.change", http::may_within("sensor.write"), "Changes a datastream"},
        [&state](http::Call& call, const DatastreamPatch& in) { return patch_datastream(state, call, in); });
}

}  // namespace hatang::telemetry
