#include "maintenance/work/orders.hpp"

#include <cstdio>

#include "maintenance/limits.hpp"
#include "maintenance/work/queries.hpp"
#include "maintenance/work/read.hpp"

namespace hatang::maintenance {
namespace {

constexpr std::int64_t hanoi_offset_us = 7 * kHour;  // no summer time since 1975

std::string act_name(Act act) {
    static constexpr const char* names[] = {"assign", "start", "complete", "accept", "cancel"};
    return names[static_cast<int>(act)];
}

std::string quoted(std::string_view lead, const WorkOrder& work, std::string_view middle,
                   std::string_view tail) {
    return std::string(lead).append(" ").append(work.number).append(middle).append(tail);
}

}  // namespace

task<void> Orders::require(http::Principal who, std::string permission, WorkOrder work) {
    const bool theirs = work.assignee_id == who.user_id && who.may_within("work.do");
    const std::string what = "work order " + std::to_string(work.id);
    const bool readable = co_await registry_.may(who, "work.read", work.asset_id);
    if (!theirs && !readable) throw Error(Code::not_found, {}, {what});
    if (permission == "work.read" || (permission == "work.do" && theirs)) co_return;
    const bool writable = co_await registry_.may(who, "work.write", work.asset_id);
    if (!writable) throw Error(Code::forbidden, {}, {"work.write"});
}

task<void> Orders::require_by_id(http::Principal who, std::string permission, std::int64_t id) {
    const db::Rows rows = co_await platform_.db.run(sql::work_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"work order " + std::to_string(id)});
    const WorkOrder work = work_of(rows.front());
    co_await require(who, permission, work);
}

task<WorkOrder> Orders::get(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::work_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"work order " + std::to_string(id)});
    co_return work_of(rows.front());
}

task<WorkOrder> Orders::lock(db::Session& tx, std::int64_t id) {
    co_await tx.run(sql::lock_work, id);
    co_return co_await get(tx, id);
}

task<std::string> Orders::name_of(db::Session& tx, security::Actor actor) {
    if (!actor.user_id) co_return actor.name;
    co_return co_await security_.full_name(tx, *actor.user_id);
}

task<std::string> Orders::next_number(db::Session& tx) {
    const std::string today = to_rfc3339(platform_.clock.now() + hanoi_offset_us);
    const std::string year = today.substr(0, 4);
    const db::Rows rows = co_await tx.run(sql::next_number, std::int64_t{std::stoi(year)});
    char number[40];
    std::snprintf(number, sizeof number, "PCV-%s-%06lld", year.c_str(),
                  static_cast<long long>(rows.front().integer("last")));
    co_return std::string(number);
}

task<WorkOrder> Orders::create(db::Session& tx, const WorkCreate& in, const http::Call& call) {
    const auto asset = co_await registry_.find(in.asset_id);
    if (!asset) throw Error(Code::unknown_asset, "/asset_id", {std::to_string(in.asset_id)});
    if (in.alarm_id) {
        const auto alarm = co_await alarms_.find(tx, *in.alarm_id);
        // Alike for an alarm of another asset: the caller may not know that it exists.
        if (!alarm || alarm->asset_id != in.asset_id)
            throw Error(Code::not_found, "/alarm_id", {"alarm " + std::to_string(*in.alarm_id)});
        if (alarm->state == "closed")
            throw Error(Code::invalid_transition, "/alarm_id", {"create work", "closed"});
    }
    const security::Actor actor = security::actor_of(call);
    const std::string by = co_await name_of(tx, actor);
    const std::string number = co_await next_number(tx);
    const db::Rows made =
        co_await tx.run(sql::insert_work, number, in.asset_id, in.alarm_id, json::to_text(in.kind), in.title,
                        in.description, json::to_text(in.priority), in.due_at, by, platform_.clock.now());
    const std::int64_t id = made.front().integer("id");
    if (in.alarm_id) co_await alarms_.link_work_order(tx, *in.alarm_id, id, actor);
    Record created{"created",
                   {},
                   {},
                   "Lập phiếu công việc " + number + ": " + in.title,
                   "Work order " + number + " created: " + in.title};
    WorkOrder work = co_await record(tx, id, std::move(created), actor, by);
    if (in.assignee_id) work = co_await assign(tx, work, *in.assignee_id, actor, by);
    co_return work;
}

task<WorkOrder> Orders::change(db::Session& tx, std::int64_t id, const WorkPatch& patch,
                               const http::Call& call) {
    WorkOrder work = co_await lock(tx, id);
    call.check_version(work.version);
    if (is_final(work.state))
        throw Error(Code::invalid_transition, {}, {"change", std::string(json::to_text(work.state))});
    const std::string before = json::to_json(work);
    if (patch.kind) work.kind = *patch.kind;
    if (patch.title) work.title = *patch.title;
    if (patch.description.given) work.description = patch.description.value;
    if (patch.priority) work.priority = *patch.priority;
    if (patch.due_at.given) work.due_at = patch.due_at.value;
    co_await tx.run(sql::update_work, id, json::to_text(work.kind), work.title, work.description,
                    json::to_text(work.priority), work.due_at);
    const WorkOrder changed = co_await get(tx, id);
    const std::string now = json::to_json(changed);
    const security::Change entry{"work.change", "work_order", id, before, now, {}};
    co_await security_.audit(tx, security::actor_of(call), entry);
    co_await platform_.events.emit(tx, "work.changed", std::to_string(id), now);
    co_return changed;
}

task<WorkOrder> Orders::assign(db::Session& tx, const WorkOrder& work, std::int64_t assignee_id,
                               security::Actor actor, std::string by) {
    const db::Rows person = co_await tx.run(sql::person, assignee_id);
    if (person.empty()) throw Error(Code::unknown_user, "/assignee_id", {std::to_string(assignee_id)});
    const std::string name(person.front().text("full_name"));
    const std::optional<Instant> no_time;
    co_await tx.run(sql::set_state, work.id, "assigned", std::optional(assignee_id), no_time, no_time,
                    no_time, std::optional<std::string>{});
    Record assigned{"assigned", work.state, name, quoted("Giao phiếu", work, " cho ", name),
                    quoted("Work order", work, " assigned to ", name)};
    co_return co_await record(tx, work.id, std::move(assigned), actor, by);
}

task<WorkOrder> Orders::perform(db::Session& tx, std::int64_t id, ActInput in, const http::Call& call) {
    const WorkOrder work = co_await lock(tx, id);
    if (call.if_match()) call.check_version(work.version);
    const auto next = after(work.state, in.act);
    if (!next)
        throw Error(Code::invalid_transition, {}, {act_name(in.act), std::string(json::to_text(work.state))});
    const security::Actor actor = security::actor_of(call);
    const std::string by = co_await name_of(tx, actor);
    if (in.act == Act::assign) co_return co_await assign(tx, work, *in.assignee_id, actor, by);

    const Instant now = platform_.clock.now();
    std::optional<Instant> started, completed, accepted;
    Record entry{{}, work.state, in.reason, {}, {}};
    switch (in.act) {
        case Act::start:
            started = now;
            entry.topic = "started";
            entry.title_vi = quoted("Bắt đầu phiếu", work, ": ", work.title);
            entry.title_en = quoted("Work order", work, " started: ", work.title);
            break;
        case Act::complete:
            completed = now;
            entry.topic = "completed";
            entry.reason = in.result;
            entry.title_vi = quoted("Hoàn thành phiếu", work, ": ", *in.result);
            entry.title_en = quoted("Work order", work, " completed: ", *in.result);
            break;
        case Act::accept:
            accepted = now;
            entry.topic = "accepted";
            entry.title_vi = quoted("Nghiệm thu phiếu", work, ": ", work.title);
            entry.title_en = quoted("Work order", work, " accepted: ", work.title);
            break;
        default:
            entry.topic = "cancelled";
            entry.title_vi = quoted("Hủy phiếu", work, ": ", in.reason.value_or(""));
            entry.title_en = quoted("Work order", work, " cancelled: ", in.reason.value_or(""));
            break;
    }
    const std::optional<std::int64_t> same_assignee;
    co_await tx.run(sql::set_state, id, json::to_text(*next), same_assignee, started, completed, accepted,
                    in.result);
    const WorkOrder done = co_await record(tx, id, std::move(entry), actor, by);
    if (in.act == Act::accept && work.alarm_id)
        co_await alarms_.close_if_cleared(tx, *work.alarm_id, "work order " + work.number + " accepted",
                                          actor);
    co_return done;
}

task<std::int64_t> Orders::add_note(db::Session& tx, std::int64_t id, std::string text,
                                    std::optional<std::string> photo, const http::Call& call) {
    const WorkOrder work = co_await lock(tx, id);
    if (is_final(work.state))
        throw Error(Code::invalid_transition, {}, {"note", std::string(json::to_text(work.state))});
    const db::Rows count = co_await tx.run(sql::note_count, id);
    if (count.front().integer("n") >= notes_max)
        throw Error(Code::too_many_items, {}, {std::to_string(notes_max + 1), std::to_string(notes_max)});
    const security::Actor actor = security::actor_of(call);
    const std::string by = co_await name_of(tx, actor);
    const db::Rows made =
        co_await tx.run(sql::insert_note, id, platform_.clock.now(), actor.user_id, by, text, photo);
    co_await tx.run(sql::touch_work, id);
    const WorkOrder now = co_await get(tx, id);
    json::Writer w;
    w.begin_object().field("text", text).field("photo", photo.value_or("")).end_object();
    const security::Change entry{"work.note", "work_order", id, {}, w.take(), {}};
    co_await security_.audit(tx, actor, entry);
    co_await platform_.events.emit(tx, "work.noted", std::to_string(id), json::to_json(now));
    co_return made.front().integer("id");
}

task<WorkOrder> Orders::record(db::Session& tx, std::int64_t id, Record entry, security::Actor actor,
                               std::string by) {
    const WorkOrder work = co_await get(tx, id);
    const Instant now = platform_.clock.now();
    std::optional<std::string> from;
    if (entry.before) from = json::to_text(*entry.before);
    co_await tx.run(sql::insert_transition, id, now, from, json::to_text(work.state), actor.user_id, by,
                    entry.reason);

    const std::string action = "work." + std::string(entry.topic), after = json::to_json(work);
    json::Writer before;
    if (from) before.begin_object().field("state", *from).end_object();
    const security::Change change{action, "work_order", id, before.take(), after, entry.reason.value_or("")};
    co_await security_.audit(tx, actor, change);
    const bool named = entry.topic != "cancelled";  // the history has no kind of its own for it
    const registry::Registry::HistoryEntry line{.asset_id = work.asset_id,
                                                .kind = named ? "work_" + std::string(entry.topic) : "note",
                                                .title_vi = entry.title_vi,
                                                .title_en = entry.title_en,
                                                .link_kind = "work_order",
                                                .link_id = id,
                                                .at = now};
    co_await registry_.add_history(tx, line, actor);
    co_await platform_.events.emit(tx, action, std::to_string(id), after);
    platform_.metrics.count("hatang_work_acts_total", "act=\"" + std::string(entry.topic) + "\"");
    co_return work;
}

}  // namespace hatang::maintenance
