#include "security/sessions/sessions.hpp"

#include <charconv>

#include "base/text.hpp"
#include "json/value.hpp"
#include "security/access/rights.hpp"
#include "security/credentials/credentials.hpp"
#include "security/limits.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/token.hpp"

namespace hatang::security {
namespace {

task<SignedIn> read_session(Context& context, std::string hash, Instant now) {
    const db::Rows rows = co_await context.platform.db.run(sql::session_by_token, hash, now,
                                                           context.policy.integer("admin_password_months"));
    if (rows.empty()) throw Error(Code::unauthenticated);
    const db::Row row = rows.front();
    SignedIn session;
    session.who.session_id = row.integer("id");
    session.who.user_id = row.integer("account_id");
    session.who.name = row.text("name");
    session.who.organisation_id = row.maybe_integer("organisation_id");
    session.who.rights = std::make_shared<const GrantedRights>(context.roles, row.text("grants"));
    session.active_at = row.instant("active_at");
    session.second_factor = row.boolean("second_factor");
    session.has_factor = row.boolean("has_factor");
    session.administrator = is_administrator(session.who);
    session.password_old = row.boolean("password_old");
    session.password_strong = row.boolean("password_strong");
    if (now - row.instant("last_seen_at") >= limits::session_touch_us)
        co_await context.platform.db.run(sql::touch_session, session.who.session_id, now,
                                         now + limits::session_life_us);
    co_return session;
}

// Checks what the session may do, and notes that a person is there.
task<http::Principal> admit(Context& context, SignedIn session, const http::Request& request,
                            std::string hash, Instant now) {
    const Standing standing = standing_of(context.policy, session, request.remote_address, now);
    check_standing(standing, request);
    if (!standing.locked && is_activity(request) && now - session.active_at >= limits::activity_touch_us) {
        co_await context.platform.db.run(sql::session_moved, session.who.session_id, now);
        session.active_at = now;
        if (SignedIn* known = context.cache.find(hash, now)) known->active_at = now;
    }
    co_return session.who;
}

std::int64_t id_of(std::string_view text) {
    std::int64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

}  // namespace

task<http::Principal> principal_of(Context& context, const http::Request& request) {
    const std::string_view token = token_of(request);
    if (token.empty()) co_return http::Principal{};
    if (is_credential(token)) co_return co_await program_of(context, request, token);
    if (!is_token(token)) throw Error(Code::unauthenticated);
    const std::string hash = sha256_hex(token);
    const Instant now = context.platform.clock.now();
    if (const SignedIn* known = context.cache.find(hash, now)) {
        const SignedIn copy = *known;
        co_return co_await admit(context, copy, request, hash, now);
    }
    const SignedIn session = co_await read_session(context, hash, now);
    context.cache.put(hash, session, now);
    co_return co_await admit(context, session, request, hash, now);
}

task<SignedIn> session_of(Context& context, http::Call& call) {
    const std::string hash = sha256_hex(token_of(call.request));
    co_return co_await read_session(context, hash, context.platform.clock.now());
}

task<void> confirm_password(Context& context, http::Call& call, std::string password) {
    Guesser who;
    who.address = call.request.remote_address;
    who.user = call.who.name;
    who.account_id = call.who.user_id;
    who.session_id = call.who.session_id;
    const db::Rows rows = co_await context.platform.db.run(sql::password_of, call.who.user_id);
    if (rows.empty()) throw Error(Code::unauthenticated);
    const std::string hash(rows.front().text("password_hash"));
    co_await count_attempt(context, who, GuessedAt::password);
    const bool right = co_await context.hasher.matches(hash, password);
    if (!right) throw Error(Code::wrong_password, "/password");
    co_await attempt_succeeded(context, who, GuessedAt::password);
}

task<bool> end_session(Context& context, db::Session& tx, std::int64_t account_id, std::int64_t session_id,
                       Actor actor) {
    const db::Rows ended = co_await tx.run(sql::delete_session_of, account_id, session_id);
    if (ended.affected() == 0) co_return false;
    Change change;
    change.action = "session.end";
    change.entity = "session";
    change.entity_id = session_id;
    co_await context.security.audit(tx, actor, change);
    json::Writer payload;
    payload.begin_object().field("user_id", account_id).field("session_id", session_id).end_object();
    const std::string key = std::to_string(session_id), text = payload.take();
    co_await context.platform.events.emit(tx, "session.ended", key, text);
    co_return true;
}

task<void> sign_out(Context& context, const http::Call& call) {
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await end_session(context, tx, call.who.user_id, call.who.session_id, actor_of(call));
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_session(call.who.session_id);
}

void forget_by_event(Context& context, const events::Event& event) {
    if (event.topic == "session.ended")
        context.cache.forget_session(id_of(event.key));
    else
        context.cache.forget_user(id_of(event.key));
}

}  // namespace hatang::security
