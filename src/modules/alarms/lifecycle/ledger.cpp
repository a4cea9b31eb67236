#include "alarms/lifecycle/ledger.hpp"

#include "alarms/lifecycle/queries.hpp"
#include "alarms/lifecycle/read.hpp"

namespace hatang::alarms {
namespace {

struct ActWords {
    std::string_view topic, action, history, vi, en;
};
ActWords words_of(Act act) {
    switch (act) {
        case Act::raise:
            return {"alarm.raised", "alarm.raise", "alarm_raised", "Cảnh báo: ", "Alarm: "};
        case Act::acknowledge:
            return {"alarm.acknowledged", "alarm.acknowledge", "alarm_acknowledged",
                    "Đã xác nhận cảnh báo: ", "Alarm acknowledged: "};
        case Act::clear:
            return {"alarm.cleared", "alarm.clear", "alarm_cleared", "Cảnh báo đã hết: ", "Alarm cleared: "};
        case Act::close:
            break;
    }
    return {"alarm.closed", "alarm.close", "alarm_closed", "Đã đóng cảnh báo: ", "Alarm closed: "};
}

std::string life_json(const std::optional<Life>& life) {
    if (!life) return {};
    json::Writer w;
    w.begin_object()
        .field("state", json::to_text(life->state))
        .field("acknowledged", life->acknowledged)
        .end_object();
    return w.take();
}

Life life_of(const db::Row& row) {
    return {json::from_text<AlarmState>(row.text("state")).value(), row.boolean("acknowledged")};
}

Life possible(const Life& life, Act act, std::string_view act_name) {
    if (const auto next = after(life, act)) return *next;
    throw Error(Code::invalid_transition, {}, {std::string(act_name), to_words(life)});
}

}  // namespace

task<std::optional<Alarm>> Ledger::raise(db::Session& tx, const Finding& f) {
    const Instant now = platform_.clock.now();
    const security::Actor actor = security::system_actor("alarms");
    const db::Rows open = co_await tx.run(sql::lock_open_subject, f.subject);
    if (!open.empty()) {
        const Life before = life_of(open.front());
        if (!after(before, Act::raise)) co_return std::nullopt;
        const std::int64_t id = open.front().integer("id");
        co_await tx.run(sql::raise_again, id, json::to_text(f.priority), f.datastream_id, f.unit, f.limit,
                        f.value, f.observed_at, now, f.message.vi, f.message.en, f.advice);
        co_return co_await record(tx, id, before, Act::raise, actor, std::nullopt);
    }
    const db::Rows made = co_await tx.run(
        sql::insert_alarm, f.subject, f.rule_id, json::to_text(f.kind), json::to_text(f.priority), f.asset_id,
        f.datastream_id, f.unit, f.limit, f.value, f.observed_at, now, f.message.vi, f.message.en, f.advice);
    co_return co_await record(tx, made.front().integer("id"), std::nullopt, Act::raise, actor, std::nullopt);
}

task<std::optional<Alarm>> Ledger::clear(db::Session& tx, std::string subject, std::optional<double> extreme,
                                         std::string reason) {
    const db::Rows open = co_await tx.run(sql::lock_open_subject, subject);
    if (open.empty()) co_return std::nullopt;
    const Life before = life_of(open.front());
    if (!after(before, Act::clear)) co_return std::nullopt;
    const std::int64_t id = open.front().integer("id");
    const security::Actor actor = security::system_actor("alarms");
    co_await tx.run(sql::set_cleared, id, platform_.clock.now(), extreme);
    co_return co_await record(tx, id, before, Act::clear, actor, std::move(reason));
}

task<Ledger::Locked> Ledger::lock(db::Session& tx, std::int64_t id, const http::Call* call) {
    const db::Rows rows = co_await tx.run(sql::lock_alarm, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"alarm " + std::to_string(id)});
    if (call && call->if_match()) call->check_version(rows.front().integer("version"));
    Locked locked{id, life_of(rows.front())};
    co_return locked;
}

task<Alarm> Ledger::acknowledge(db::Session& tx, std::int64_t id, std::optional<std::string> note,
                                security::Actor actor, const http::Call* call) {
    const Locked locked = co_await lock(tx, id, call);
    const Life next = possible(locked.life, Act::acknowledge, "acknowledge");
    std::string by = actor.name;
    if (actor.user_id) by = co_await security_.full_name(tx, *actor.user_id);
    co_await tx.run(sql::set_acknowledged, id, json::to_text(next.state), platform_.clock.now(), by);
    co_return co_await record(tx, id, locked.life, Act::acknowledge, actor, std::move(note));
}

task<Alarm> Ledger::close(db::Session& tx, std::int64_t id, std::optional<std::string> note,
                          security::Actor actor, const http::Call* call) {
    const Locked locked = co_await lock(tx, id, call);
    possible(locked.life, Act::close, "close");
    co_await tx.run(sql::set_closed, id, platform_.clock.now());
    co_return co_await record(tx, id, locked.life, Act::close, actor, std::move(note));
}

// Whoever accepts the work of an alarm has seen the alarm: that acknowledges it.
task<void> Ledger::close_if_cleared(db::Session& tx, std::int64_t id, std::string reason,
                                    security::Actor actor) {
    const Locked locked = co_await lock(tx, id, nullptr);
    if (locked.life.state != AlarmState::cleared) co_return;
    if (!locked.life.acknowledged) (void)co_await acknowledge(tx, id, reason, actor);
    (void)co_await close(tx, id, reason, actor);
}

task<void> Ledger::link_work_order(db::Session& tx, std::int64_t id, std::int64_t work_order_id,
                                   security::Actor actor) {
    const Locked locked = co_await lock(tx, id, nullptr);
    co_await tx.run(sql::add_work_order, id, work_order_id);
    json::Writer w;
    w.begin_object().field("work_order_id", work_order_id).end_object();
    const security::Change change{"alarm.link", "alarm", locked.id, {}, w.take(), {}};
    co_await security_.audit(tx, actor, change);
    const std::optional<Alarm> alarm = co_await find(tx, id);
    co_await platform_.events.emit(tx, "alarm.linked", std::to_string(id), json::to_json(alarm.value()));
}

task<Alarm> Ledger::record(db::Session& tx, std::int64_t id, std::optional<Life> before, Act act,
                           security::Actor actor, std::optional<std::string> reason) {
    const std::optional<Alarm> found = co_await find(tx, id);
    const Alarm& alarm = found.value();
    const ActWords words = words_of(act);
    const Instant now = platform_.clock.now();
    std::optional<std::string> from;
    if (before) from = json::to_text(before->state);
    co_await tx.run(sql::insert_transition, id, now, from, json::to_text(alarm.state), actor.user_id,
                    actor.name, reason);

    const security::Change change{words.action,       "alarm", id, life_json(before), life_json(alarm.life()),
                                  reason.value_or("")};
    co_await security_.audit(tx, actor, change);
    if (alarm.asset_id) {
        const registry::Registry::HistoryEntry entry{.asset_id = *alarm.asset_id,
                                                     .kind = std::string(words.history),
                                                     .title_vi = std::string(words.vi) + alarm.message_vi,
                                                     .title_en = std::string(words.en) + alarm.message_en,
                                                     .link_kind = "alarm",
                                                     .link_id = id,
                                                     .at = now};
        co_await registry_.add_history(tx, entry, actor);
    }
    co_await platform_.events.emit(tx, words.topic, std::to_string(id), json::to_json(alarm));
    co_return alarm;
}

void Ledger::count(Act act, Priority priority) {
    static constexpr const char* names[] = {"hatang_alarms_raised_total", "hatang_alarms_acknowledged_total",
                                            "hatang_alarms_cleared_total", "hatang_alarms_closed_total"};
    const std::string label = "priority=\"" + std::string(json::to_text(priority)) + "\"";
    platform_.metrics.count(names[static_cast<int>(act)], label);
}

task<std::optional<Alarm>> Ledger::find(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::alarm_by_id, id);
    std::optional<Alarm> alarm;
    if (!rows.empty()) alarm = alarm_of(rows.front());
    co_return alarm;
}

task<std::vector<Alarm>> Ledger::open(security::Scope scope, std::int64_t limit) {
    db::Where where;
    where.add("a.state <> 'closed'");
    const db::Rows rows = co_await list(std::move(scope), std::move(where), limit);
    std::vector<Alarm> alarms;
    for (const db::Row row : rows) alarms.push_back(alarm_of(row));
    co_return alarms;
}

}  // namespace hatang::alarms
