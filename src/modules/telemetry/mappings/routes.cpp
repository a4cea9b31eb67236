// /api/v1/ingest/mappings and /api/v1/ingest/waiting
#include <cmath>

#include "base/page.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/line_protocol/lines.hpp"
#include "telemetry/mappings/queries.hpp"
#include "telemetry/record_change.hpp"

namespace hatang::telemetry {
namespace {

Error no_mapping(std::int64_t id) { return Error(Code::not_found, {}, {"mapping " + std::to_string(id)}); }

// The name as the source writes it; that of line protocol in its one order.
std::string checked_series(const MappingInput& in) {
    if (in.source != Source::line_protocol) return in.series;
    Result<std::string> name = series_name(in.series);
    if (name) return *std::move(name);
    Error refused = name.error();
    refused.where = "/series";
    throw refused;
}

void check_target(const Telemetry::State& state, const std::optional<std::int64_t>& datastream_id,
                  double scale, double shift) {
    const Stream* fed = datastream_id ? state.storage.streams.find(*datastream_id) : nullptr;
    if (datastream_id && (!fed || !fed->plain()))
        throw Error(Code::unknown_datastream, "/datastream_id", {std::to_string(*datastream_id)});
    if (scale == 0 || !std::isfinite(scale)) throw Error(Code::out_of_range, "/scale", {"0", "≠ 0"});
    if (!std::isfinite(shift)) throw Error(Code::not_a_number, "/shift", {"∞"});
}

task<db::Rows> insert_mapping(db::Session& tx, const MappingInput& in, const std::string& series,
                              double scale, double shift) {
    const std::string source(json::to_text(in.source));
    try {
        co_return co_await tx.run(sql::insert_mapping, source, series, in.datastream_id, scale, shift);
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("mapping_series_unique")) throw;
    }
    throw Error(Code::duplicate_mapping, "/series", {series});
}

task<MappingView> post_mapping(Telemetry::State& state, http::Call& call, const MappingInput& in) {
    const std::string series = checked_series(in);
    const double scale = in.scale.value_or(1), shift = in.shift.value_or(0);
    check_target(state, in.datastream_id, scale, shift);
    if (state.mappings.book.size() >= limits::mappings_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(limits::mappings_max + 1), std::to_string(limits::mappings_max)});
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<MappingView> {
        const db::Rows rows = co_await insert_mapping(tx, in, series, scale, shift);
        const MappingView made = mapping_of(rows.front());
        co_await record_change<MappingView>(state, tx, "mapping.create", "mapping", nullptr, &made, actor);
        co_return made;
    };
    const MappingView made = co_await state.platform.db.transaction(body);
    state.mappings.changed(made);
    call.etag(made.version);
    call.header("Location", "/api/v1/ingest/mappings/" + std::to_string(made.id));
    co_return made;
}

task<MappingView> get_mapping(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await state.platform.db.run(sql::mapping_by_id, id);
    if (rows.empty()) throw no_mapping(id);
    const MappingView view = mapping_of(rows.front());
    call.etag(view.version);
    co_return view;
}

task<MappingView> patch_mapping(Telemetry::State& state, http::Call& call, const MappingPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<MappingView> {
        const db::Rows found = co_await tx.run(sql::mapping_for_update, id);
        if (found.empty()) throw no_mapping(id);
        const MappingView before = mapping_of(found.front());
        call.check_version(before.version);
        MappingView after = before;
        if (in.datastream_id.given) after.datastream_id = in.datastream_id.value;
        if (in.scale) after.scale = *in.scale;
        if (in.shift) after.shift = *in.shift;
        check_target(state, after.datastream_id, after.scale, after.shift);
        const db::Rows rows =
            co_await tx.run(sql::update_mapping, id, after.datastream_id, after.scale, after.shift);
        after = mapping_of(rows.front());
        co_await record_change<MappingView>(state, tx, "mapping.change", "mapping", &before, &after, actor);
        co_return after;
    };
    const MappingView changed = co_await state.platform.db.transaction(body);
    state.mappings.changed(changed);
    call.etag(changed.version);
    co_return changed;
}

task<http::Nothing> delete_mapping(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<MappingView> {
        const db::Rows found = co_await tx.run(sql::mapping_for_update, id);
        if (found.empty()) throw no_mapping(id);
        const MappingView before = mapping_of(found.front());
        call.check_version(before.version);
        co_await tx.run(sql::delete_mapping, id);
        co_await record_change<MappingView>(state, tx, "mapping.delete", "mapping", &before, nullptr, actor);
        co_return before;
    };
    const MappingView gone = co_await state.platform.db.transaction(body);
    state.mappings.deleted(gone);
    co_return http::Nothing{};
}

task<Page<MappingView>> list_mappings(Telemetry::State& state, MappingListQuery in) {
    const std::int64_t limit = page_limit(in.limit), after = page_cursor(in.cursor).value_or(0);
    db::Where where;
    where.add("id > ?", {after});
    if (in.source) where.add("source = ?", {json::to_text(*in.source)});
    if (in.datastream) where.add("datastream_id = ?", {*in.datastream});
    const std::string text =
        std::string(sql::mappings_head) + where.text() + " order by id limit " + std::to_string(limit + 1);
    const db::Query query{"telemetry.mappings_page", text};
    const db::Rows rows = co_await state.platform.db.run_params(query, where.params());
    Page<MappingView> out;
    for (const db::Row row : rows) out.items.push_back(mapping_of(row));
    if (static_cast<std::int64_t>(out.items.size()) > limit) {
        out.items.pop_back();
        out.next = std::to_string(out.items.back().id);
    }
    co_return out;
}

task<WaitingList> list_waiting(const Telemetry::State& state, WaitingQuery in) {
    const std::int64_t limit = page_limit(in.limit);
    WaitingList out;
    out.most = static_cast<std::int64_t>(limits::waiting_series_max);
    for (const WaitingSeries* w : state.mappings.book.waiting(in.source)) {
        if (in.q && w->series.find(*in.q) == std::string::npos) continue;
        if (++out.total > limit) continue;
        WaitingView view{w->source, w->series, w->kind, {}, w->first, w->last, w->count};
        if (w->kind != ValueKind::text) view.value = w->value;
        out.items.push_back(std::move(view));
    }
    co_return out;
}

}  // namespace

void add_mapping_routes(http::Router& router, Telemetry::State& state) {
    router.get<MappingListQuery, Page<MappingView>>(
        "/api/v1/ingest/mappings",
        {"telemetry.mappings.list", http::may("sensor.write"), "Which series feeds which datastream"},
        [&state](http::Call&, const MappingListQuery& in) { return list_mappings(state, in); });
    router.get<http::Nothing, MappingView>(
        "/api/v1/ingest/mappings/{id}", {"telemetry.mappings.get", http::may("sensor.write"), "One mapping"},
        [&state](http::Call& call, const http::Nothing&) { return get_mapping(state, call); });
    router.post<MappingInput, MappingView>(
        "/api/v1/ingest/mappings",
        {"telemetry.mappings.create", http::may("sensor.write"),
         "Maps a series to a datastream, or leaves it out"},
        [&state](http::Call& call, const MappingInput& in) { return post_mapping(state, call, in); });
    router.patch<MappingPatch, MappingView>(
        "/api/v1/ingest/mappings/{id}",
        {"telemetry.mappings.change", http::may("sensor.write"), "Changes a mapping"},
        [&state](http::Call& call, const MappingPatch& in) { return patch_mapping(state, call, in); });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/ingest/mappings/{id}",
        {"telemetry.mappings.delete", http::may("sensor.write"), "Ends a mapping: its series waits again"},
        [&state](http::Call& call, const http::Nothing&) { return delete_mapping(state, call); });
    router.get<WaitingQuery, WaitingList>(
        "/api/v1/ingest/waiting",
        {"telemetry.waiting.list", http::may("sensor.write"), "Series that nobody has mapped yet"},
        [&state](http::Call&, const WaitingQuery& in) { return list_waiting(state, in); });
    router.del<ForgetQuery, http::Nothing>(
        "/api/v1/ingest/waiting",
        {"telemetry.waiting.forget", http::may("sensor.write"),
         "Empties the list of those that wait; what still sends comes back"},
        [&state](http::Call&, const ForgetQuery& in) -> task<http::Nothing> {
            state.mappings.book.forget_waiting(in.source);
            co_return http::Nothing{};
        });
}

}  // namespace hatang::telemetry
