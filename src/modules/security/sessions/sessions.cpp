#include "security/sessions/sessions.hpp"

#include "security/access/rights.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/limits.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/token.hpp"

namespace hatang::security {
namespace {

struct Account {
    std::int64_t id = 0;
    std::string password_hash;
    bool enabled = false;
};

task<std::optional<Account>> find_account(Context& context, const std::string& name) {
    const db::Rows rows = co_await context.platform.db.run(sql::sign_in_account, name);
    if (rows.empty()) co_return std::nullopt;
    const db::Row row = rows.front();
    co_return Account{row.integer("id"), std::string(row.text("password_hash")), row.boolean("enabled")};
}

// Names are stored in lower case. One that cannot be an account's is looked up all the same and not found.
std::string lowered(std::string name) {
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

std::string_view user_agent_of(const http::Request& request) {
    const std::string_view text = request.header("User-Agent");
    return is_utf8(text) ? text.substr(0, limits::key_length_max) : std::string_view();
}

task<void> store(Context& context, db::Session& tx, const NewSession& made, const std::string& user,
                 const http::Call& call) {
    const Instant now = context.platform.clock.now();
    const db::Rows session =
        co_await tx.run(sql::insert_session, sha256_hex(made.token), made.user_id, now, made.expires_at,
                        call.request.remote_address, user_agent_of(call.request));
    co_await tx.run(sql::end_oldest_sessions, made.user_id, limits::sessions_per_user_max);
    co_await tx.run(sql::signed_in, made.user_id, now);
    Actor actor{made.user_id, user, call.request.remote_address, call.id};
    Change change;
    change.action = "session.create";
    change.entity = "session";
    change.entity_id = session.front().integer("id");
    co_await context.security.audit(tx, actor, change);
}

void count_refusal(Context& context, const http::Call& call, const std::string& user, std::string_view code) {
    context.platform.metrics.count("hatang_sign_in_refused_total", "code=\"" + std::string(code) + "\"");
    log::warn("security.sign_in_refused",
              {{"code", code}, {"user", user}, {"address", call.request.remote_address}});
}

}  // namespace

task<NewSession> sign_in(Context& context, http::Call& call, std::string typed, std::string password) {
    const std::string user = lowered(std::move(typed)), address = call.request.remote_address;
    context.throttle.begin(user, address, context.platform.clock.now());

    const std::optional<Account> account = co_await find_account(context, user);
    bool right = false;
    if (account)
        right = co_await context.hasher.matches(account->password_hash, password);
    else
        right = co_await context.hasher.matches_nobody(password);
    if (!right) {
        // People type their password into the wrong field: an unknown name stays out of the log.
        count_refusal(context, call, account ? user : "", "wrong_credentials");
        throw Error(Code::wrong_credentials);
    }
    context.throttle.succeeded(user, address);
    if (!account->enabled) {
        count_refusal(context, call, user, "account_disabled");
        throw Error(Code::account_disabled);
    }

    NewSession made{random_hex(limits::token_bytes), account->id,
                    context.platform.clock.now() + limits::session_life_us};
    const auto body = [&](db::Session& tx) -> task<void> { co_await store(context, tx, made, user, call); };
    co_await context.platform.db.transaction(body);
    co_return made;
}

task<http::Principal> principal_of(Context& context, const http::Request& request) {
    const std::string_view token = token_of(request);
    if (token.empty()) co_return http::Principal{};
    if (!is_token(token)) throw Error(Code::unauthenticated);
    const std::string hash = sha256_hex(token);
    const Instant now = context.platform.clock.now();
    if (auto known = context.cache.find(hash, now)) co_return *std::move(known);

    const db::Rows rows = co_await context.platform.db.run(sql::session_by_token, hash, now);
    if (rows.empty()) throw Error(Code::unauthenticated);
    const db::Row row = rows.front();
    http::Principal who;
    who.session_id = row.integer("id");
    who.user_id = row.integer("account_id");
    who.name = row.text("name");
    who.organisation_id = row.maybe_integer("organisation_id");
    who.rights = std::make_shared<const GrantedRights>(context.roles, row.text("grants"));
    if (now - row.instant("last_seen_at") >= limits::session_touch_us)
        co_await context.platform.db.run(sql::touch_session, who.session_id, now,
                                         now + limits::session_life_us);
    context.cache.put(hash, who, now);
    co_return who;
}

task<void> sign_out(Context& context, const http::Call& call) {
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.run(sql::delete_session, call.who.session_id);
        Change change;
        change.action = "session.end";
        change.entity = "session";
        change.entity_id = call.who.session_id;
        co_await context.security.audit(tx, actor_of(call), change);
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_session(call.who.session_id);
}

}  // namespace hatang::security
