// /api/v1/retention
#include "telemetry/record_change.hpp"
#include "telemetry/retention/queries.hpp"
#include "telemetry/retention/views.hpp"

namespace hatang::telemetry {
namespace {

RetentionView retention_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .property = std::string(row.text("key")),
            .name = std::string(row.text("name")),
            .readings_days = row.maybe_integer("readings_days"),
            .rollup_days = row.maybe_integer("rollup_days"),
            .datastreams = row.integer("datastreams"),
            .changed_at = row.maybe_instant("changed_at"),
            .changed_by = row.maybe_text("changed_by")};
}

task<RetentionList> list_retention(Telemetry::State& state) {
    const db::Rows rows = co_await state.platform.db.run(sql::retentions);
    RetentionList out;
    for (const db::Row row : rows) out.items.push_back(retention_of(row));
    co_return out;
}

void check_retention(const RetentionInput& in) {
    if (!in.rollup_days) return;
    if (!in.readings_days)
        throw Error(Code::invalid_value, "/rollup_days", {std::to_string(*in.rollup_days), "readings_days"});
    if (*in.rollup_days <= *in.readings_days)
        throw Error(Code::invalid_value, "/rollup_days",
                    {std::to_string(*in.rollup_days), "> " + std::to_string(*in.readings_days)});
}

task<RetentionView> put_retention(Telemetry::State& state, http::Call& call, RetentionInput in) {
    check_retention(in);
    const std::int64_t id = call.path_id("id");
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<RetentionView> {
        const db::Rows keys = co_await tx.run(sql::lock_property, id);
        if (keys.empty()) throw Error(Code::not_found, {}, {"observed property " + std::to_string(id)});
        const std::string key(keys.front().text("key"));
        const db::Rows rows_before = co_await tx.run(sql::retention, id);
        const RetentionView before = retention_of(rows_before.front());
        if (in.readings_days)
            co_await tx.run(sql::set_retention, key, in.readings_days, in.rollup_days, actor.name);
        else
            co_await tx.run(sql::clear_retention, key);
        const db::Rows rows_after = co_await tx.run(sql::retention, id);
        const RetentionView after = retention_of(rows_after.front());
        co_await record_change(state, tx, "retention.change", "retention", &before, &after, actor);
        co_return after;
    };
    const RetentionView after = co_await state.platform.db.transaction(body);
    co_await state.storage.load_streams();
    co_return after;
}

}  // namespace

void add_retention_routes(http::Router& router, Telemetry::State& state) {
    router.get<http::Nothing, RetentionList>(
        "/api/v1/retention",
        {"telemetry.retention.list", http::may("sensor.write"),
         "How long readings are kept, by kind of measurement"},
        [&state](http::Call&, const http::Nothing&) { return list_retention(state); });
    router.put<RetentionInput, RetentionView>(
        "/api/v1/retention/{id}",
        {"telemetry.retention.change", http::may("policy.write"),
         "Sets how long readings and roll-ups of a kind of measurement are kept; nothing: for ever"},
        [&state](http::Call& call, const RetentionInput& in) { return put_retention(state, call, in); });
}

}  // namespace hatang::telemetry
