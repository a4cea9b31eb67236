#include "security/approvals/approvals.hpp"

#include "base/text.hpp"
#include "http/target.hpp"
#include "security/approvals/queries.hpp"

namespace hatang::security {
namespace {

// The request as it will be performed: what a handler reads of it.
std::string request_json(const http::Request& r) {
    json::Writer w;
    w.begin_object().field("method", http::to_text(r.method)).field("target", r.target).field("body", r.body);
    w.field("address", r.remote_address).key("headers").begin_object();
    for (const std::string_view name : {"Content-Type", "If-Match", "Host"})
        if (!r.header(name).empty()) w.field(name, r.header(name));
    return w.end_object().end_object().take();
}

// "Approval-Reason" is percent-encoded UTF-8: header fields are ASCII.
std::optional<std::string> reason_of(const http::Request& r) {
    const std::string_view header = r.header("Approval-Reason");
    if (header.empty()) return std::nullopt;
    const std::optional<std::string> text = http::percent_decode(header, false);
    if (!text || !is_utf8(*text)) throw Error(Code::invalid_parameter, "Approval-Reason", {"", "UTF-8"});
    json::check_text(*text, {.length_max = limits::reason_length_max}, "Approval-Reason");
    return to_nfc(*text);
}

http::Response waiting(std::int64_t id) {
    json::Writer w;
    w.begin_object().field("approval_id", id).field("state", "waiting").end_object();
    http::Response response = http::Response::json(w.take(), 202);
    response.header("Location", "/api/v1/approvals/" + std::to_string(id));
    return response;
}

}  // namespace

task<std::optional<http::Response>> hold_for_approval(Context& context, const http::Call& call,
                                                      std::string route_id) {
    const GuardedAct* act = context.four_eyes.find(route_id);
    const http::Request& request = call.request;
    if (!act || !FourEyes::applies(*act, request.body) || !is_utf8(request.body)) co_return std::nullopt;
    const std::vector<std::string> roles = context.roles.holding("approval.decide");
    const Instant now = context.platform.clock.now();
    const std::optional<std::int64_t> anybody;
    const db::Rows deciders =
        co_await context.platform.db.run(sql::other_deciders, call.who.user_id, roles, now, anybody);
    // The first administrator of a city is alone; the watch page says so.
    if (deciders.front().integer("n") == 0) co_return std::nullopt;
    if (request.body.size() > limits::approval_body_bytes_max)
        throw Error(Code::body_too_large, {}, {std::to_string(limits::approval_body_bytes_max)});
    const db::Rows mine = co_await context.platform.db.run(sql::approvals_waiting, call.who.user_id);
    if (mine.front().integer("n") >= limits::approvals_waiting_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(limits::approvals_waiting_max + 1),
                     std::to_string(limits::approvals_waiting_max)});

    const std::optional<std::string> reason = reason_of(request);
    const std::string target = std::string(http::to_text(request.method)) + " " + request.target;
    const std::string body = preview_of(request.body), shown = body.empty() ? "null" : body;
    const std::string sealed = context.platform.secrets.seal("approval", request_json(request));
    const Instant expires = now + limits::approval_life_us;
    std::int64_t id = 0;
    const auto write = [&](db::Session& tx) -> task<void> {
        const db::Rows made = co_await tx.run(sql::insert_approval, route_id, target, shown, sealed,
                                              call.who.user_id, now, expires, reason);
        id = made.front().integer("id");
        json::Writer after;
        after.begin_object()
            .field("route", route_id)
            .field("target", target)
            .raw_field("body", shown)
            .end_object();
        const std::string json = after.take();
        const Change change{"approval.request", "approval", id, {}, json, reason.value_or("")};
        co_await context.security.audit(tx, actor_of(call), change);
        const std::string key = std::to_string(id), payload = "{\"id\":" + key + "}";
        co_await context.platform.events.emit(tx, "approval.requested", key, payload);
    };
    co_await context.platform.db.transaction(write);
    co_return waiting(id);
}

}  // namespace hatang::security
