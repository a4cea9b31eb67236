// /api/v1/approvals
#include "http/target.hpp"
#include "security/access/rights.hpp"
#include "security/approvals/approvals.hpp"
#include "security/approvals/queries.hpp"
#include "security/grants/queries.hpp"
#include "security/paging.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view decide_permission = "approval.decide";

ApprovalView approval_of(const Context& context, const db::Row& row) {
    ApprovalView a;
    a.id = row.integer("id");
    a.route = row.text("route");
    if (const GuardedAct* act = context.four_eyes.find(a.route)) {
        a.title_vi = act->title_vi;
        a.title_en = act->title_en;
    }
    a.target = row.text("target");
    a.body.json = row.text("preview");
    a.requested_by = row.integer("requested_by");
    a.requested_by_name = row.text("requested_by_name");
    a.requested_at = row.instant("requested_at");
    a.expires_at = row.instant("expires_at");
    a.reason = row.maybe_text("reason");
    a.state = json::from_text<ApprovalState>(row.text("state")).value();
    a.decided_by_name = row.maybe_text("decided_by_name");
    a.decided_at = row.maybe_instant("decided_at");
    a.decision_reason = row.maybe_text("decision_reason");
    a.result_status = row.maybe_integer("result_status");
    a.result_code = row.maybe_text("result_code");
    return a;
}

Error no_approval(std::int64_t id) {
    return Error(Code::not_found, "id", {"approval " + std::to_string(id)});
}

task<ApprovalPage> list_approvals(Context& context, http::Principal who, ApprovalQuery in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    std::optional<std::int64_t> requester;
    if (in.mine.value_or(false) || !who.may(decide_permission)) requester = who.user_id;
    std::optional<std::string> state;
    if (in.state) state = json::to_text(*in.state);
    const db::Rows rows =
        co_await context.platform.db.run(sql::approvals_page, page.after, state, requester, page.limit + 1);
    ApprovalPage out;
    for (const db::Row row : rows) out.items.push_back(approval_of(context, row));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<ApprovalView> get_approval(Context& context, http::Principal who, std::int64_t id) {
    const db::Rows rows = co_await context.platform.db.run(sql::approval_by_id, id);
    if (rows.empty()) throw no_approval(id);
    const ApprovalView approval = approval_of(context, rows.front());
    if (approval.requested_by != who.user_id && !who.may(decide_permission)) throw no_approval(id);
    co_return approval;
}

// Nobody decides on their own request, nor with a right that the requester lent them.
task<void> check_decider(Context& context, db::Session& tx, http::Principal who, ApprovalView approval) {
    if (who.user_id == approval.requested_by) throw Error(Code::own_approval);
    const std::vector<std::string> roles = context.roles.holding(decide_permission);
    const std::optional<std::int64_t> decider = who.user_id;
    const Instant now = context.platform.clock.now();
    const db::Rows own = co_await tx.run(sql::other_deciders, approval.requested_by, roles, now, decider);
    if (own.front().integer("n") == 0) throw Error(Code::own_approval);
}

struct Decided {
    ApprovalView approval;
    std::string sealed_request;
};

task<Decided> decide(Context& context, http::Call& call, ApprovalState state,
                     std::optional<std::string> reason) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<Decided> {
        const db::Rows found = co_await tx.run(sql::approval_for_change, id);
        if (found.empty()) throw no_approval(id);
        Decided out{approval_of(context, found.front()),
                    found.front().maybe_text("sealed_request").value_or("")};
        const Instant now = context.platform.clock.now();
        if (out.approval.state != ApprovalState::waiting || out.approval.expires_at <= now)
            throw Error(Code::invalid_transition, {},
                        {std::string(json::to_text(state)), std::string(json::to_text(out.approval.state))});
        if (state == ApprovalState::withdrawn) {
            if (out.approval.requested_by != call.who.user_id) throw no_approval(id);
        } else {
            co_await check_decider(context, tx, call.who, out.approval);
        }
        co_await tx.run(sql::decide_approval, id, json::to_text(state), call.who.user_id, now, reason);
        const std::string action = "approval." + std::string(json::to_text(state));
        const std::string before = json::to_json(out.approval);
        const Change change{action, "approval", id, before, {}, reason.value_or("")};
        co_await context.security.audit(tx, actor_of(call), change);
        const std::string key = std::to_string(id), payload = "{\"id\":" + key + "}";
        co_await context.platform.events.emit(tx, "approval.decided", key, payload);
        out.approval.state = state;
        co_return out;
    };
    co_return co_await context.platform.db.transaction(body);
}

http::Method method_of(std::string_view text) {
    for (const auto m : {http::Method::post, http::Method::put, http::Method::patch, http::Method::del})
        if (http::to_text(m) == text) return m;
    throw Error(Code::internal, "method");
}

http::Request request_of(std::string_view text) {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    http::Request r;
    r.method = method_of(root.find("method")->text());
    r.target = root.find("target")->text();
    http::Target target = http::parse_target(r.target).value();
    r.path = std::move(target.path);
    r.query = std::move(target.query);
    r.body = root.find("body")->text();
    r.remote_address = root.find("address")->text();
    for (const auto [name, value] : root.find("headers")->members())
        r.headers.emplace_back(name, value.text());
    return r;
}

std::optional<std::string> error_code_of(const http::Response& response) {
    if (response.status < 400) return std::nullopt;
    const json::Document document = json::parse(response.body);
    const auto code = document.root().find("code");
    return code ? std::string(code->text()) : std::string("internal");
}

// The decision is committed before the act: an act that fails, or a node that dies in it, leaves the decision
// with what became of it, and the request is asked anew.
task<ApprovalView> approve(Context& context, http::Call& call, std::optional<std::string> reason) {
    const Decided decided = co_await decide(context, call, ApprovalState::approved, std::move(reason));
    const std::int64_t id = decided.approval.id, asker = decided.approval.requested_by;
    Result<std::string> opened = context.platform.secrets.open("approval", decided.sealed_request);
    const std::string sealed_request = std::move(opened).value();
    http::Request request = request_of(sealed_request);
    const http::Principal who = co_await context.security.principal_of_user(asker);
    const http::Response response = co_await context.router->perform_as(std::move(request), who);
    const bool done = response.status < 400;
    const std::string state(json::to_text(done ? ApprovalState::approved : ApprovalState::failed));
    const std::int64_t status = response.status;
    const std::optional<std::string> code = error_code_of(response);
    co_await context.platform.db.run(sql::approval_result, id, state, status, code);
    co_return co_await get_approval(context, call.who, id);
}

task<ApprovalView> refuse(Context& context, http::Call& call, ApprovalState state,
                          std::optional<std::string> reason) {
    const Decided decided = co_await decide(context, call, state, std::move(reason));
    co_return co_await get_approval(context, call.who, decided.approval.id);
}

}  // namespace

void add_approval_routes(http::Router& router, Context& context) {
    context.router = &router;
    router.get<ApprovalQuery, ApprovalPage>(
        "/api/v1/approvals",
        {"security.approvals.list", http::signed_in(),
         "Lists acts that wait for a second person, and what became of them"},
        [&context](http::Call& call, const ApprovalQuery& in) {
            return list_approvals(context, call.who, in);
        });
    router.get<http::Nothing, ApprovalView>(
        "/api/v1/approvals/{id}", {"security.approvals.get", http::signed_in(), "One request for approval"},
        [&context](http::Call& call, const http::Nothing&) {
            return get_approval(context, call.who, call.path_id("id"));
        });
    router.post<Decision, ApprovalView>(
        "/api/v1/approvals/{id}/approve",
        {"security.approvals.approve",
         http::may(decide_permission),
         "Agrees: the act is done at once",
         {},
         false},
        [&context](http::Call& call, const Decision& in) { return approve(context, call, in.reason); });
    router.post<Rejection, ApprovalView>(
        "/api/v1/approvals/{id}/reject",
        {"security.approvals.reject", http::may(decide_permission), "Refuses: nothing happens", {}, false},
        [&context](http::Call& call, const Rejection& in) {
            return refuse(context, call, ApprovalState::rejected, in.reason);
        });
    router.post<http::Nothing, ApprovalView>("/api/v1/approvals/{id}/withdraw",
                                             {"security.approvals.withdraw",
                                              http::signed_in(),
                                              "Takes back what one asked for oneself",
                                              {},
                                              false},
                                             [&context](http::Call& call, const http::Nothing&) {
                                                 return refuse(context, call, ApprovalState::withdrawn,
                                                               std::nullopt);
                                             });
}

}  // namespace hatang::security
