#include <charconv>

#include "base/page.hpp"
#include "maintenance/work/orders.hpp"
#include "maintenance/work/queries.hpp"
#include "maintenance/work/read.hpp"

namespace hatang::maintenance {
namespace {

std::optional<std::int64_t> assignee_of(const WorkQuery& query, const http::Call& call) {
    if (!query.assignee) return {};
    if (*query.assignee == "me") return call.who.user_id;
    std::int64_t id = 0;
    const char* const end = query.assignee->data() + query.assignee->size();
    const auto [stop, error] = std::from_chars(query.assignee->data(), end, id);
    if (error != std::errc() || stop != end)
        throw Error(Code::invalid_parameter, "assignee", {query.assignee->substr(0, 40), "account id, me"});
    return id;
}

}  // namespace

task<WorkPage> Orders::page(const WorkQuery& query, const http::Call& call) {
    const std::int64_t limit = page_limit(query.limit);
    const std::optional<std::int64_t> before = page_cursor(query.cursor), assignee = assignee_of(query, call);
    std::optional<std::string> state;
    if (query.state) state = json::to_text(*query.state);
    db::Where where;
    if (query.open)
        where.add(*query.open ? "w.state not in ('accepted', 'cancelled')"
                              : "w.state in ('accepted', 'cancelled')");
    if (before) where.add("w.id < ?", {*before});
    if (state) where.add("w.state = ?", {*state});
    if (assignee) where.add("w.assignee_id = ?", {*assignee});
    if (query.asset) where.add("w.asset_id = ?", {*query.asset});
    if (query.alarm) where.add("w.alarm_id = ?", {*query.alarm});
    const security::Scope& scope = security::scope(call.who, "work.read");
    if (!scope.unlimited()) {
        const std::string reach = scope.condition(where, "o");
        where.add("(" + reach + " or w.assignee_id = ?)", {call.who.user_id});
    }
    const std::string text =
        std::string(sql::work_head) + where.text() + " order by w.id desc limit " + std::to_string(limit + 1);
    const db::Query statement{"maintenance.work_page", text};
    const db::Rows rows = co_await platform_.db.run_params(statement, where.params());
    WorkPage page;
    for (const db::Row row : rows) page.items.push_back(work_of(row));
    if (rows.size() > limit) {
        page.items.pop_back();
        page.next = std::to_string(page.items.back().id);
    }
    const std::vector<std::int64_t> read = security::restricted_ids(rows, page.items.size());
    co_await security_.audit_read(call, "work_order", read);
    co_return page;
}

// The work order with its notes and transitions as two more members.
task<std::string> Orders::detail_json(const http::Call& call, std::int64_t id, std::int64_t& version) {
    const db::Rows rows = co_await platform_.db.run(sql::work_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, {}, {"work order " + std::to_string(id)});
    const WorkOrder work = work_of(rows.front());
    co_await require(call.who, "work.read", work);
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await security_.audit_read(call, "work_order", read);
    version = work.version;
    const db::Rows note_rows = co_await platform_.db.run(sql::notes, id);
    std::vector<WorkNote> notes;
    for (const db::Row row : note_rows)
        notes.push_back({row.integer("id"), row.instant("at"), std::string(row.text("user_name")),
                         std::string(row.text("text")), row.maybe_text("photo")});
    const db::Rows transition_rows = co_await platform_.db.run(sql::transitions, id);
    std::vector<WorkTransition> transitions;
    for (const db::Row row : transition_rows)
        transitions.push_back({row.instant("at"), row.maybe_text("from_state"),
                               std::string(row.text("to_state")), std::string(row.text("user_name")),
                               row.maybe_text("reason")});
    std::string json = json::to_json(work);
    json.pop_back();
    json.append(",\"notes\":").append(json::to_json(notes));
    json.append(",\"transitions\":").append(json::to_json(transitions)).append("}");
    co_return json;
}

void Orders::add_routes(http::Router& router) {
    router.get<WorkQuery, WorkPage>(
        "/api/v1/work-orders",
        {"maintenance.work.list", http::may_within("work.read"), "Lists work orders, newest first"},
        [this](http::Call& call, const WorkQuery& query) -> task<WorkPage> {
            co_return co_await page(query, call);
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/work-orders/{id}",
        {"maintenance.work.get", http::may_within("work.read"),
         "One work order with its notes and transitions"},
        [this](http::Call& call, const http::Nothing&) -> task<http::Response> {
            std::int64_t version = 0;
            std::string json = co_await detail_json(call, call.path_id("id"), version);
            call.etag(version);
            co_return http::Response::json(std::move(json));
        });
    router.post<WorkCreate, WorkOrder>(
        "/api/v1/work-orders",
        {"maintenance.work.create", http::may_within("work.write"),
         "Makes a work order, from an alarm or by hand"},
        [this](http::Call& call, const WorkCreate& in) -> task<WorkOrder> {
            const bool visible = co_await registry_.may(call.who, "work.read", in.asset_id);
            if (!visible) throw Error(Code::unknown_asset, "/asset_id", {std::to_string(in.asset_id)});
            const bool writable = co_await registry_.may(call.who, "work.write", in.asset_id);
            if (!writable) throw Error(Code::forbidden, {}, {"work.write"});
            const WorkOrder work = co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<WorkOrder> { co_return co_await create(tx, in, call); });
            call.etag(work.version);
            call.header("Location", "/api/v1/work-orders/" + std::to_string(work.id));
            co_return work;
        });
    router.patch<WorkPatch, WorkOrder>(
        "/api/v1/work-orders/{id}",
        {"maintenance.work.change", http::may_within("work.write"), "Changes what is to be done"},
        [this](http::Call& call, const WorkPatch& patch) -> task<WorkOrder> {
            call.require_if_match();
            const std::int64_t id = call.path_id("id");
            co_await require_by_id(call.who, "work.write", id);
            const WorkOrder work = co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<WorkOrder> { co_return co_await change(tx, id, patch, call); });
            call.etag(work.version);
            co_return work;
        });

    // A route of an act: reads In, and turns it into the act's input.
    const auto act = [this](auto to_input) {
        return [this, to_input](http::Call& call, const auto& in) -> task<WorkOrder> {
            const std::int64_t id = call.path_id("id");
            const ActInput input = to_input(in);
            const bool by_crew = input.act == Act::start || input.act == Act::complete;
            co_await require_by_id(call.who, by_crew ? "work.do" : "work.write", id);
            const WorkOrder work = co_await platform_.db.transaction(
                [&](db::Session& tx) -> task<WorkOrder> { co_return co_await perform(tx, id, input, call); });
            call.etag(work.version);
            co_return work;
        };
    };
    router.post<Assignment, WorkOrder>(
        "/api/v1/work-orders/{id}/assign",
        {"maintenance.work.assign", http::may_within("work.write"), "Gives the work to somebody", {}, false},
        act([](const Assignment& in) {
            return ActInput{Act::assign, in.assignee_id, {}, {}};
        }));
    // Those who may write work orders and the crew it is assigned to: require() decides.
    router.post<Nothing, WorkOrder>(
        "/api/v1/work-orders/{id}/start",
        {"maintenance.work.start", http::may_within("work.read"), "The crew begins", {}, false},
        act([](const Nothing&) {
            return ActInput{Act::start, {}, {}, {}};
        }));
    router.post<Completion, WorkOrder>(
        "/api/v1/work-orders/{id}/complete",
        {"maintenance.work.complete", http::may_within("work.read"), "The crew is done", {}, false},
        act([](const Completion& in) {
            return ActInput{Act::complete, {}, in.result, {}};
        }));
    router.post<Acceptance, WorkOrder>("/api/v1/work-orders/{id}/accept",
                                       {"maintenance.work.accept",
                                        http::may_within("work.write"),
                                        "Accepts the result; a cleared alarm is closed",
                                        {},
                                        false},
                                       act([](const Acceptance& in) {
                                           return ActInput{Act::accept, {}, {}, in.note};
                                       }));
    router.post<Cancellation, WorkOrder>("/api/v1/work-orders/{id}/cancel",
                                         {"maintenance.work.cancel",
                                          http::may_within("work.write"),
                                          "Ends work that will not be done",
                                          {},
                                          false},
                                         act([](const Cancellation& in) {
                                             return ActInput{Act::cancel, {}, {}, in.reason};
                                         }));

    router.post<NoteInput, WorkNote>(
        "/api/v1/work-orders/{id}/notes",
        {"maintenance.work.note", http::may_within("work.read"), "Writes down what was seen", {}, false},
        [this](http::Call& call, const NoteInput& in) -> task<WorkNote> {
            const std::int64_t order = call.path_id("id");
            co_await require_by_id(call.who, "work.do", order);
            const std::int64_t id =
                co_await platform_.db.transaction([&](db::Session& tx) -> task<std::int64_t> {
                    co_return co_await add_note(tx, order, in.text, std::nullopt, call);
                });
            WorkNote note{id, platform_.clock.now(), call.who.name, in.text, {}};
            co_return note;
        });
}

}  // namespace hatang::maintenance
