// /api/v1/account: one's own sessions and devices; /api/v1/users/{id}: those of others
#include "security/sessions/queries.hpp"
#include "security/sessions/sessions.hpp"
#include "security/sessions/views.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

task<AccountView> get_account(Context& context, http::Call& call) {
    const SignedIn session = co_await session_of(context, call);
    const db::Rows rows = co_await context.platform.db.run(sql::user_by_id, call.who.user_id);
    if (rows.empty()) throw Error(Code::unauthenticated);
    const std::string& address = call.request.remote_address;
    AccountView out;
    out.user = own(user_of(rows.front()));
    out.password_changed_at = out.user.password_changed_at;
    out.password_change_due =
        standing_of(context.policy, session, address, context.platform.clock.now()).password_change_due;
    out.second_factor_required = second_factor_required(context.policy, session.administrator, address);
    co_return out;
}

task<SessionList> list_sessions(Context& context, std::int64_t account_id, std::int64_t current) {
    const db::Rows rows =
        co_await context.platform.db.run(sql::sessions_of, account_id, context.platform.clock.now());
    SessionList out;
    for (const db::Row row : rows) {
        SessionItem item;
        item.id = row.integer("id");
        item.current = item.id == current;
        item.created_at = row.instant("created_at");
        item.last_seen_at = row.instant("last_seen_at");
        item.address = row.text("address");
        item.user_agent = row.text("user_agent");
        item.second_factor = row.boolean("second_factor");
        out.items.push_back(std::move(item));
    }
    co_return out;
}

task<http::Nothing> delete_session_of(Context& context, http::Call& call, std::int64_t account_id,
                                      std::int64_t session_id) {
    const auto body = [&](db::Session& tx) -> task<bool> {
        return end_session(context, tx, account_id, session_id, actor_of(call));
    };
    const bool ended = co_await context.platform.db.transaction(body);
    if (!ended) throw Error(Code::not_found, "id", {std::to_string(session_id)});
    context.cache.forget_session(session_id);
    co_return http::Nothing{};
}

task<http::Nothing> delete_other_sessions(Context& context, http::Call& call) {
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows ended =
            co_await tx.run(sql::delete_other_sessions, call.who.user_id, call.who.session_id);
        Change change;
        change.action = "session.end_others";
        change.entity = "user";
        change.entity_id = call.who.user_id;
        json::Writer after;
        after.begin_object().field("ended", ended.size()).end_object();
        change.after = after.take();
        co_await context.security.audit(tx, actor_of(call), change);
        co_await announce_user(context, tx, call.who.user_id);
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_user(call.who.user_id);
    co_return http::Nothing{};
}

task<DeviceList> list_devices(Context& context, http::Call& call) {
    const db::Rows rows =
        co_await context.platform.db.run(sql::devices_of, call.who.user_id, call.who.session_id);
    DeviceList out;
    for (const db::Row row : rows)
        out.items.push_back({row.integer("id"), std::string(row.text("name")),
                             std::string(row.text("address")), row.instant("first_seen_at"),
                             row.instant("last_seen_at"), row.boolean("current")});
    co_return out;
}

task<http::Nothing> delete_device(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows gone = co_await tx.run(sql::forget_device, call.who.user_id, id);
        if (gone.affected() == 0) throw Error(Code::not_found, "id", {std::to_string(id)});
        Change change;
        change.action = "device.forget";
        change.entity = "device";
        change.entity_id = id;
        co_await context.security.audit(tx, actor_of(call), change);
    };
    co_await context.platform.db.transaction(body);
    co_return http::Nothing{};
}

task<SessionList> list_sessions_of_user(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows there = co_await context.platform.db.run(sql::full_name, id);
    if (there.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    co_return co_await list_sessions(context, id, call.who.session_id);
}

task<UserView> unlock_user(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<UserView> {
        const UserView before = co_await read_user(tx, id);
        co_await tx.run(sql::forget_failures_of, id);
        const UserView after = co_await read_user(tx, id);
        Change change;
        change.action = "user.unlock";
        change.entity = "user";
        change.entity_id = id;
        change.before = json::to_json(before);
        change.after = json::to_json(after);
        co_await context.security.audit(tx, actor_of(call), change);
        co_return after;
    };
    const UserView user = co_await context.platform.db.transaction(body);
    call.etag(user.version);
    co_return user;
}

}  // namespace

void add_account_routes(http::Router& router, Context& context) {
    router.get<http::Nothing, AccountView>(
        "/api/v1/account", {"security.account.read", http::signed_in(), "The own account"},
        [&context](http::Call& call, const http::Nothing&) -> task<AccountView> {
            return get_account(context, call);
        });
    router.get<http::Nothing, SessionList>(
        "/api/v1/account/sessions", {"security.account.sessions", http::signed_in(), "The own open sessions"},
        [&context](http::Call& call, const http::Nothing&) -> task<SessionList> {
            return list_sessions(context, call.who.user_id, call.who.session_id);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/account/sessions",
        {"security.account.sessions.end_others", http::signed_in(), "Ends the own sessions but this one"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_other_sessions(context, call);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/account/sessions/{id}",
        {"security.account.sessions.end", http::signed_in(), "Ends one of the own sessions"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_session_of(context, call, call.who.user_id, call.path_id("id"));
        });
    router.get<http::Nothing, DeviceList>(
        "/api/v1/account/devices",
        {"security.account.devices", http::signed_in(), "Browsers that signed in to the own account"},
        [&context](http::Call& call, const http::Nothing&) -> task<DeviceList> {
            return list_devices(context, call);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/account/devices/{id}",
        {"security.account.devices.forget", http::signed_in(), "Forgets a browser: it is a stranger again"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_device(context, call);
        });
}

void add_user_session_routes(http::Router& router, Context& context) {
    router.get<http::Nothing, SessionList>(
        "/api/v1/users/{id}/sessions",
        {"security.users.sessions", http::may("user.read"), "Open sessions of an account"},
        [&context](http::Call& call, const http::Nothing&) -> task<SessionList> {
            return list_sessions_of_user(context, call);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/users/{id}/sessions/{session}",
        {"security.users.sessions.end", http::may("user.write"), "Ends a session of an account"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_session_of(context, call, call.path_id("id"), call.path_id("session"));
        });
    http::RouteMeta unlock{"security.users.unlock", http::may("user.write"),
                           "Forgets the failed sign-ins of an account"};
    unlock.creates = false;
    router.post<http::Nothing, UserView>(
        "/api/v1/users/{id}/unlock", unlock,
        [&context](http::Call& call, const http::Nothing&) -> task<UserView> {
            return unlock_user(context, call);
        });
}

}  // namespace hatang::security
