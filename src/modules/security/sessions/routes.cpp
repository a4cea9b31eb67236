// /api/v1/sessions
#include "security/access/rights.hpp"
#include "security/factors/tickets.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/started.hpp"
#include "security/sessions/token.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {

struct SignIn {
    std::string user, password;
};
struct SessionView {
    UserView user;
    std::vector<std::string> permissions;
    Instant expires_at;
    std::int64_t auto_lock_s = 0;
    bool locked = false, second_factor = false, enrolment_required = false, password_change_due = false;
};
struct PasswordProof {
    std::string password;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::SignIn> {
    using T = security::SignIn;
    static constexpr std::string_view name = "SignIn";
    static constexpr auto fields =
        std::tuple{field("user", &T::user, "Name of the account",
                         Limits{.length_max = security::limits::user_name_length_max}),
                   field("password", &T::password, "Password",
                         Limits{.length_max = security::limits::password_length_max})};
};
template <>
struct Describe<security::SessionView> {
    using T = security::SessionView;
    static constexpr std::string_view name = "Session";
    static constexpr auto fields =
        std::tuple{field("user", &T::user, "Who is signed in"),
                   field("permissions", &T::permissions, "What they may do, in the city or in a part of it"),
                   field("expires_at", &T::expires_at, "Moves on with every request"),
                   field("auto_lock_s", &T::auto_lock_s, "Seconds without activity until it locks"),
                   field("locked", &T::locked, "Waits for the password: POST …/unlock"),
                   field("second_factor", &T::second_factor, "Began with a second factor"),
                   field("enrolment_required", &T::enrolment_required, "Must enrol a second factor first"),
                   field("password_change_due", &T::password_change_due, "Must change the password first")};
};
template <>
struct Describe<security::PasswordProof> {
    static constexpr std::string_view name = "PasswordProof";
    static constexpr auto fields =
        std::tuple{field("password", &security::PasswordProof::password, "The password in force",
                         Limits{.length_max = security::limits::password_length_max})};
};

}  // namespace hatang::json

namespace hatang::security {
namespace {

task<UserView> user_by_id(Context& context, std::int64_t id) {
    const db::Rows rows = co_await context.platform.db.run(sql::user_by_id, id);
    if (rows.empty()) throw Error(Code::unauthenticated);
    co_return own(user_of(rows.front()));
}

// 201 SessionStarted, or 202 with a ticket when a second factor is due.
task<http::Response> post_session(Context& context, http::Call& call, const SignIn& in) {
    const Entrant who = co_await check_credentials(context, call, in.user, in.password);
    if (who.has_factor) {
        const Ticket ticket = co_await make_ticket(context, call, who.account_id);
        co_return http::Response::json(ticket_json(ticket), 202);
    }
    const NewSession made = co_await open_session(context, call, who, false);
    const SessionStarted started = co_await session_started(context, call, made);
    co_return http::Response::json(json::to_json(started), 201);
}

task<SessionView> get_session(Context& context, http::Call& call) {
    const db::Rows end = co_await context.platform.db.run(sql::session_end, call.who.session_id);
    if (end.empty()) throw Error(Code::unauthenticated);
    const SignedIn session = co_await session_of(context, call);
    const Standing standing =
        standing_of(context.policy, session, call.request.remote_address, context.platform.clock.now());
    SessionView out;
    out.user = co_await user_by_id(context, call.who.user_id);
    for (const auto& [permission, scope] : scopes(call.who)) out.permissions.push_back(permission);
    out.expires_at = end.front().instant("expires_at");
    out.auto_lock_s = auto_lock_s(context.policy, session.administrator);
    out.locked = standing.locked;
    out.second_factor = session.second_factor;
    out.enrolment_required = standing.enrolment_required;
    out.password_change_due = standing.password_change_due;
    co_return out;
}

// Being here is all: the request itself was noted as activity.
task<http::Nothing> post_activity() { co_return http::Nothing{}; }

task<http::Nothing> unlock(Context& context, http::Call& call, const PasswordProof& in) {
    co_await confirm_password(context, call, in.password);
    co_await context.platform.db.run(sql::session_moved, call.who.session_id, context.platform.clock.now());
    context.cache.forget_session(call.who.session_id);
    co_return http::Nothing{};
}

task<http::Nothing> delete_session(Context& context, http::Call& call) {
    co_await sign_out(context, call);
    call.header("Set-Cookie", expired_cookie(over_https(call.request)));
    co_return http::Nothing{};
}

}  // namespace

task<SessionStarted> session_started(Context& context, http::Call& call, NewSession made) {
    SessionStarted out;
    out.token = made.token;
    out.expires_at = made.expires_at;
    out.user = co_await user_by_id(context, made.user_id);
    call.status(201);
    const bool secure = over_https(call.request);
    call.header("Set-Cookie", cookie_for(made.token, secure));
    call.header("Set-Cookie", device_cookie_for(made.device_token, secure));
    co_return out;
}

void add_session_routes(http::Router& router, Context& context) {
    http::RouteMeta start{"security.sessions.create", http::everybody(),
                          "Signs in: 201 with a token and cookies, or 202 with a ticket for a second factor"};
    start.creates = false;
    router.post<SignIn, http::Response>(
        "/api/v1/sessions", start, [&context](http::Call& call, const SignIn& in) -> task<http::Response> {
            return post_session(context, call, in);
        });
    router.get<http::Nothing, SessionView>(
        "/api/v1/sessions/current",
        {"security.sessions.read", http::signed_in(), "Who is signed in, and what they may do"},
        [&context](http::Call& call, const http::Nothing&) -> task<SessionView> {
            return get_session(context, call);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/sessions/current", {"security.sessions.end", http::signed_in(), "Signs out"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_session(context, call);
        });
    http::RouteMeta activity{"security.sessions.activity", http::signed_in(),
                             "A person moved: the session stays open"};
    activity.creates = false;
    router.post<http::Nothing, http::Nothing>(
        "/api/v1/sessions/current/activity", activity,
        [](http::Call&, const http::Nothing&) -> task<http::Nothing> { return post_activity(); });
    http::RouteMeta open{"security.sessions.unlock", http::signed_in(),
                         "Unlocks a session that locked itself"};
    open.creates = false;
    router.post<PasswordProof, http::Nothing>(
        "/api/v1/sessions/current/unlock", open,
        [&context](http::Call& call, const PasswordProof& in) -> task<http::Nothing> {
            return unlock(context, call, in);
        });
}

}  // namespace hatang::security
