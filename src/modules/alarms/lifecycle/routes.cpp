#include "alarms/lifecycle/ledger.hpp"
#include "alarms/lifecycle/queries.hpp"
#include "alarms/lifecycle/read.hpp"
#include "base/page.hpp"

namespace hatang::alarms {
namespace {

std::optional<std::string> text_of(const auto& e) {
    if (!e) return {};
    return std::string(json::to_text(*e));
}

Error no_alarm(const http::Call& call) {
    return Error(Code::not_found, {}, {"alarm " + call.path_text("id")});
}

// The alarm with its transitions as one more member.
std::string detail_json(const Alarm& alarm, const db::Rows& rows) {
    std::vector<AlarmTransition> transitions;
    for (const db::Row row : rows)
        transitions.push_back({row.instant("at"), row.maybe_text("from_state"),
                               std::string(row.text("to_state")), std::string(row.text("user_name")),
                               row.maybe_text("reason")});
    std::string json = json::to_json(alarm);
    json.pop_back();
    json += ",\"transitions\":";
    json += json::to_json(transitions);
    json += '}';
    return json;
}

}  // namespace

task<db::Rows> Ledger::list(security::Scope scope, db::Where where, std::int64_t limit) {
    scope.add_to(where, "o");
    const std::string text =
        std::string(sql::alarms_head) + where.text() + " order by a.id desc limit " + std::to_string(limit);
    const db::Query statement{"alarms.page", text};
    co_return co_await platform_.db.run_params(statement, where.params());
}

task<AlarmPage> Ledger::page(http::Call& call, AlarmQuery query) {
    const std::int64_t limit = page_limit(query.limit);
    std::optional<std::string> state = text_of(query.state);
    if (query.open == false) {
        if (state.value_or("closed") != "closed") co_return AlarmPage{};
        state = "closed";
    }
    db::Where where;
    // Open alarms are a small set with an index of its own.
    if (query.open == true) where.add("a.state <> 'closed'");
    if (const auto before = page_cursor(query.cursor)) where.add("a.id < ?", {*before});
    if (state) where.add("a.state = ?", {*state});
    if (const auto priority = text_of(query.priority)) where.add("a.priority = ?", {*priority});
    if (query.asset) where.add("a.asset_id = ?", {*query.asset});
    if (query.datastream) where.add("a.datastream_id = ?", {*query.datastream});
    const db::Rows rows = co_await list(security::scope(call.who, "alarm.read"), where, limit + 1);
    AlarmPage page;
    for (const db::Row row : rows) page.items.push_back(alarm_of(row));
    if (rows.size() > limit) {
        page.items.pop_back();
        page.next = std::to_string(page.items.back().id);
    }
    const std::vector<std::int64_t> read = security::restricted_ids(rows, page.items.size());
    co_await security_.audit_read(call, "alarm", read);
    co_return page;
}

task<void> Ledger::require(http::Principal who, std::string permission, std::int64_t id) {
    const std::string what = "alarm " + std::to_string(id);
    const db::Rows rows = co_await platform_.db.run(sql::alarm_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {what});
    const std::optional<std::int64_t> asset_id = rows.front().maybe_integer("asset_id");
    co_await registry_.require(who, "alarm.read", permission, asset_id, what);
}

void Ledger::add_routes(http::Router& router) {
    router.get<AlarmQuery, AlarmPage>(
        "/api/v1/alarms", {"alarms.list", http::may_within("alarm.read"), "Lists alarms, newest first"},
        [this](http::Call& call, const AlarmQuery& query) { return page(call, query); });
    router.get<http::Nothing, http::Response>(
        "/api/v1/alarms/{id}",
        {"alarms.get", http::may_within("alarm.read"), "One alarm with its transitions"},
        [this](http::Call& call, const http::Nothing&) -> task<http::Response> {
            const std::int64_t id = call.path_id("id");
            const db::Rows rows = co_await platform_.db.run(sql::alarm_by_id, id);
            if (rows.empty()) throw no_alarm(call);
            const Alarm alarm = alarm_of(rows.front());
            co_await registry_.require(call.who, "alarm.read", "alarm.read", alarm.asset_id,
                                       "alarm " + call.path_text("id"));
            const std::vector<std::int64_t> read = security::restricted_ids(rows);
            co_await security_.audit_read(call, "alarm", read);
            const db::Rows transitions = co_await platform_.db.run(sql::transitions, id);
            call.etag(alarm.version);
            co_return http::Response::json(detail_json(alarm, transitions));
        });

    const auto act = [this](Act name, auto change) {
        return [this, name, change](http::Call& call, const AlarmNote& in) -> task<Alarm> {
            const std::int64_t id = call.path_id("id");
            const security::Actor actor = security::actor_of(call);
            co_await require(call.who, "alarm.act", id);
            const Alarm alarm = co_await platform_.db.transaction([&](db::Session& tx) -> task<Alarm> {
                co_return co_await (this->*change)(tx, id, in.note, actor, &call);
            });
            count(name, alarm.priority);
            call.etag(alarm.version);
            co_return alarm;
        };
    };
    router.post<AlarmNote, Alarm>(
        "/api/v1/alarms/{id}/acknowledge",
        {"alarms.acknowledge", http::may_within("alarm.act"), "Takes note of an alarm", {}, false},
        act(Act::acknowledge, &Ledger::acknowledge));
    router.post<AlarmNote, Alarm>(
        "/api/v1/alarms/{id}/close",
        {"alarms.close", http::may_within("alarm.act"), "Ends a cleared and acknowledged alarm", {}, false},
        act(Act::close, &Ledger::close));
}

}  // namespace hatang::alarms
