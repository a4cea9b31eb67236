// /api/v1/ingest/json-topics
#include "telemetry/limits.hpp"
#include "telemetry/plain_json/queries.hpp"
#include "telemetry/plain_json/views.hpp"
#include "telemetry/record_change.hpp"

namespace hatang::telemetry {
namespace {

JsonTopicView topic_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .filter = std::string(row.text("filter")),
            .time_pointer = row.maybe_text("time_pointer"),
            .time_form = json::from_text<TimeForm>(row.text("time_form")).value_or(TimeForm::arrival),
            .created_at = row.instant("created_at")};
}

task<JsonTopicList> list_topics(Telemetry::State& state) {
    const db::Rows rows = co_await state.platform.db.run(sql::json_topics);
    JsonTopicList out;
    for (const db::Row row : rows) out.items.push_back(topic_of(row));
    co_return out;
}

void check_topic(const Telemetry::State& state, const JsonTopicInput& in) {
    check_topic_filter(in.filter, "/filter");
    if ((in.time_form == TimeForm::arrival) == in.time_pointer.has_value())
        throw Error(Code::invalid_value, "/time_pointer",
                    {in.time_pointer.value_or("null"), "arrival: null; rfc3339, unix_s, unix_ms: /a/b"});
    if (in.time_pointer) check_pointer(*in.time_pointer, "/time_pointer");
    if (state.json_reader.topics.size() >= limits::json_topics_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(limits::json_topics_max + 1), std::to_string(limits::json_topics_max)});
}

task<db::Rows> insert_topic(db::Session& tx, const JsonTopicInput& in) {
    const std::string form(json::to_text(in.time_form));
    try {
        co_return co_await tx.run(sql::insert_json_topic, in.filter, in.time_pointer, form);
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("json_topic_filter_unique")) throw;
    }
    throw Error(Code::duplicate_mapping, "/filter", {in.filter});
}

task<JsonTopicView> post_topic(Telemetry::State& state, http::Call& call, const JsonTopicInput& in) {
    check_topic(state, in);
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<JsonTopicView> {
        const db::Rows rows = co_await insert_topic(tx, in);
        const JsonTopicView made = topic_of(rows.front());
        co_await record_change<JsonTopicView>(state, tx, "json_topic.create", "json_topic", nullptr, &made,
                                              actor);
        co_return made;
    };
    const JsonTopicView made = co_await state.platform.db.transaction(body);
    co_await state.load_json_topics();
    co_return made;
}

task<http::Nothing> delete_topic(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows rows = co_await tx.run(sql::delete_json_topic, id);
        if (rows.empty()) throw Error(Code::not_found, {}, {"JSON topic " + std::to_string(id)});
        const JsonTopicView gone = topic_of(rows.front());
        co_await record_change<JsonTopicView>(state, tx, "json_topic.delete", "json_topic", &gone, nullptr,
                                              actor);
    };
    co_await state.platform.db.transaction(body);
    co_await state.load_json_topics();
    co_return http::Nothing{};
}

}  // namespace

// A topic that is new is listened to at once; one that is gone is ignored until the next start ends its
// subscription.
task<void> Telemetry::State::load_json_topics() {
    const db::Rows rows = co_await platform.db.run(sql::json_topics);
    std::vector<JsonTopic> topics;
    for (const db::Row row : rows) {
        JsonTopicView view = topic_of(row);
        topics.push_back({view.id, std::move(view.filter), std::move(view.time_pointer), view.time_form});
    }
    json_reader.topics = std::move(topics);
    if (!broker.attached() && !devices.server()) co_return;  // attach() listens to all
    for (const JsonTopic& topic : json_reader.topics) {
        if (!listened_filters.insert(topic.filter).second) continue;
        broker.listen(json_reader, topic.filter);
        devices.listen(json_reader, topic.filter);
    }
}

void add_json_topic_routes(http::Router& router, Telemetry::State& state) {
    router.get<http::Nothing, JsonTopicList>(
        "/api/v1/ingest/json-topics",
        {"telemetry.json_topics.list", http::may("sensor.write"),
         "Topics of plain JSON that are listened to"},
        [&state](http::Call&, const http::Nothing&) { return list_topics(state); });
    router.post<JsonTopicInput, JsonTopicView>(
        "/api/v1/ingest/json-topics",
        {"telemetry.json_topics.create", http::may("sensor.write"), "Listens to a topic of plain JSON"},
        [&state](http::Call& call, const JsonTopicInput& in) { return post_topic(state, call, in); });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/ingest/json-topics/{id}",
        {"telemetry.json_topics.delete", http::may("sensor.write"), "Listens no longer"},
        [&state](http::Call& call, const http::Nothing&) { return delete_topic(state, call); });
}

}  // namespace hatang::telemetry
