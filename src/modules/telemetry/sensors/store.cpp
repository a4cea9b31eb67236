// Writing sensors and datastreams.
#include <algorithm>

#include "telemetry/limits.hpp"
#include "telemetry/record_change.hpp"
#include "telemetry/sensors/queries.hpp"

namespace hatang::telemetry {
namespace {

[[noreturn]] void throw_error(Code code, std::string where, std::string argument, std::string expected = {}) {
    std::vector<std::string> arguments{std::move(argument)};
    if (!expected.empty()) arguments.push_back(std::move(expected));
    throw Error(code, std::move(where), std::move(arguments));
}

// Both coordinates or none; the asset must exist.
task<void> check_sensor(db::Session& tx, std::optional<std::int64_t> asset_id, bool has_lon, bool has_lat) {
    if (has_lon != has_lat)
        throw_error(Code::missing_field, has_lon ? "/lat" : "/lon", has_lon ? "lat" : "lon");
    if (!asset_id) co_return;
    const db::Rows rows = co_await tx.run(sql::asset_exists, *asset_id);
    if (rows.empty()) throw_error(Code::unknown_asset, "/asset_id", std::to_string(*asset_id));
}

task<void> check_property(db::Session& tx, std::string property) {
    const db::Rows rows = co_await tx.run(sql::observed_property_keys, property);
    if (rows.front().maybe_boolean("known").value_or(false)) co_return;
    std::string all;
    for (const std::string& key : rows.front().texts("keys")) all.append(all.empty() ? "" : ", ").append(key);
    throw_error(Code::invalid_value, "/property", property, all);
}

void check_plausible_range(const std::optional<double>& least, const std::optional<double>& most) {
    if (least && most && !(*least < *most))
        throw_error(Code::out_of_range, "/most", std::to_string(*most), "> " + std::to_string(*least));
}

task<db::Rows> write_sensor(db::Session& tx, db::Query query, std::vector<db::Param> params,
                            std::string serial) {
    try {
        co_return co_await tx.run(query, std::move(params));
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("sensor_serial_unique")) throw;
    }
    throw_error(Code::duplicate_serial, "/serial", serial);
}

template <class T>
void apply(const json::Patch<T>& patch, std::optional<T>& to) {
    if (patch.given) to = patch.value;
}
template <class T>
void apply(const std::optional<T>& patch, T& to) {
    if (patch) to = *patch;
}

}  // namespace

SensorView sensor_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .version = row.integer("version"),
            .asset_id = row.maybe_integer("asset_id"),
            .serial = std::string(row.text("serial")),
            .name = std::string(row.text("name")),
            .model = row.maybe_text("model"),
            .description = row.maybe_text("description"),
            .lon = row.maybe_number("lon"),
            .lat = row.maybe_number("lat")};
}

DatastreamView datastream_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .version = row.integer("version"),
            .sensor_id = row.integer("sensor_id"),
            .asset_id = row.maybe_integer("asset_id"),
            .name = std::string(row.text("name")),
            .property = std::string(row.text("property")),
            .unit = std::string(row.text("unit")),
            .interval_s = row.maybe_number("interval_s"),
            .least = row.maybe_number("least"),
            .most = row.maybe_number("most"),
            .decimals = row.integer("decimals"),
            .last = {},
            .age_s = {},
            .stale = false};
}

bool is_stale(const Stream& s, Instant now) {
    if (!s.last) return true;
    if (!s.about.interval_s) return false;
    const double limit_s = std::max(limits::stale_least_s, limits::stale_intervals * *s.about.interval_s);
    return static_cast<double>(now.us - s.last->t_us) > limit_s * kSecond;
}

void add_last(const Telemetry::State& state, DatastreamView& view) {
    const Stream* s = state.storage.streams.find(view.id);
    const Instant now = state.platform.clock.now();
    view.stale = !s || is_stale(*s, now);
    if (!s || !s->last) return;
    view.last = LastView{{s->last->t_us}, s->last->value, s->last->quality};
    view.age_s = static_cast<double>(now.us - s->last->t_us) / kSecond;
}

task<SensorView> add_sensor(Telemetry::State& state, db::Session& tx, const SensorInput& in,
                            const security::Actor& actor) {
    co_await check_sensor(tx, in.asset_id, in.lon.has_value(), in.lat.has_value());
    std::vector<db::Param> params;
    params.emplace_back(in.asset_id);
    params.emplace_back(in.serial);
    params.emplace_back(in.name);
    params.emplace_back(in.model);
    params.emplace_back(in.description);
    params.emplace_back(in.lon);
    params.emplace_back(in.lat);
    const db::Rows rows = co_await write_sensor(tx, sql::insert_sensor, std::move(params), in.serial);
    const SensorView made = sensor_of(rows.front());
    co_await record_change<SensorView>(state, tx, "sensor.create", "sensor", nullptr, &made, actor);
    co_return made;
}

task<SensorView> change_sensor(Telemetry::State& state, db::Session& tx, std::int64_t id,
                               const SensorPatch& in, const std::function<void(std::int64_t)>& check_version,
                               const security::Actor& actor) {
    const db::Rows found = co_await tx.run(sql::sensor_for_update, id);
    if (found.empty()) throw_error(Code::not_found, {}, "sensor " + std::to_string(id));
    const SensorView before = sensor_of(found.front());
    check_version(before.version);
    SensorView after = before;
    apply(in.asset_id, after.asset_id);
    apply(in.serial, after.serial);
    apply(in.name, after.name);
    apply(in.model, after.model);
    apply(in.description, after.description);
    apply(in.lon, after.lon);
    apply(in.lat, after.lat);
    co_await check_sensor(tx, after.asset_id, after.lon.has_value(), after.lat.has_value());
    std::vector<db::Param> params;
    params.emplace_back(id);
    params.emplace_back(after.asset_id);
    params.emplace_back(after.serial);
    params.emplace_back(after.name);
    params.emplace_back(after.model);
    params.emplace_back(after.description);
    params.emplace_back(after.lon);
    params.emplace_back(after.lat);
    const db::Rows rows = co_await write_sensor(tx, sql::update_sensor, std::move(params), after.serial);
    after = sensor_of(rows.front());
    co_await record_change(state, tx, "sensor.change", "sensor", &before, &after, actor);
    co_return after;
}

task<DatastreamView> add_datastream(Telemetry::State& state, db::Session& tx, const DatastreamInput& in,
                                    const security::Actor& actor) {
    co_await check_property(tx, in.property);
    check_plausible_range(in.least, in.most);
    const db::Rows sensor = co_await tx.run(sql::sensor_by_id, in.sensor_id);
    if (sensor.empty()) throw_error(Code::unknown_sensor, "/sensor_id", std::to_string(in.sensor_id));
    const std::int64_t decimals = in.decimals, rollup = rollup_from_s(in.interval_s);
    const db::Rows made = co_await tx.run(sql::insert_datastream, in.sensor_id, in.name, in.property, in.unit,
                                          in.interval_s, in.least, in.most, decimals, rollup);
    const std::int64_t id = made.front().integer("id");
    const db::Rows rows = co_await tx.run(sql::datastream_by_id, id);
    const DatastreamView view = datastream_of(rows.front());
    co_await record_change<DatastreamView>(state, tx, "datastream.create", "datastream", nullptr, &view,
                                           actor);
    co_return view;
}

task<DatastreamView> change_datastream(Telemetry::State& state, db::Session& tx, std::int64_t id,
                                       const DatastreamPatch& in,
                                       const std::function<void(std::int64_t)>& check_version,
                                       const security::Actor& actor) {
    const db::Rows found = co_await tx.run(sql::datastream_for_update, id);
    if (found.empty()) throw_error(Code::not_found, {}, "datastream " + std::to_string(id));
    const DatastreamView before = datastream_of(found.front());
    check_version(before.version);
    DatastreamView after = before;
    apply(in.name, after.name);
    apply(in.unit, after.unit);
    apply(in.interval_s, after.interval_s);
    apply(in.least, after.least);
    apply(in.most, after.most);
    apply(in.decimals, after.decimals);
    check_plausible_range(after.least, after.most);
    co_await tx.run(sql::update_datastream, id, after.name, after.unit, after.interval_s, after.least,
                    after.most, after.decimals);
    ++after.version;
    co_await record_change(state, tx, "datastream.change", "datastream", &before, &after, actor);
    co_return after;
}

}  // namespace hatang::telemetry
