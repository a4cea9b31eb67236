#include "base/text.hpp"
#include "security/limits.hpp"
#include "security/sessions/device_name.hpp"
#include "security/sessions/queries.hpp"
#include "security/sessions/refusal_log.hpp"
#include "security/sessions/sessions.hpp"
#include "security/sessions/token.hpp"
#include "security/users/queries.hpp"

namespace hatang::security {
namespace {

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

std::string device_hash_of(const http::Request& request) {
    const std::string_view token = request.cookie(device_cookie);
    return is_token(token) ? sha256_hex(token) : std::string();
}

// Keeps the cookie of a browser that is known to any account: colleagues share machines. Another one may have
// been planted, so it is replaced.
task<std::string> device_token_of(db::Session& tx, const http::Request& request) {
    const std::string hash = device_hash_of(request);
    if (!hash.empty()) {
        const db::Rows known = co_await tx.run(sql::device_known, hash);
        if (!known.empty()) co_return std::string(request.cookie(device_cookie));
    }
    co_return random_hex(limits::token_bytes);
}

task<std::int64_t> remember_device(db::Session& tx, std::int64_t account_id, std::string token,
                                   const http::Request& request, Instant now) {
    const std::string hash = sha256_hex(token), name = device_name(request.header("User-Agent"));
    const db::Rows made =
        co_await tx.run(sql::remember_device, account_id, hash, name, request.remote_address, now);
    const std::int64_t id = made.front().integer("id");
    if (made.front().boolean("fresh"))
        co_await tx.run(sql::forget_oldest_devices, account_id, limits::devices_per_user_max, id);
    co_return id;
}

}  // namespace

task<std::optional<Entrant>> find_entrant(Context& context, const http::Request& request, std::string name) {
    const std::string device = device_hash_of(request);
    const db::Rows rows = co_await context.platform.db.run(sql::sign_in_account, name, device);
    if (rows.empty()) co_return std::nullopt;
    const db::Row row = rows.front();
    Entrant out;
    out.account_id = row.integer("id");
    out.name = row.text("name");
    out.password_hash = row.text("password_hash");
    out.device_id = row.maybe_integer("device_id");
    out.enabled = row.boolean("enabled");
    out.has_factor = row.boolean("has_factor");
    co_return out;
}

Guesser guesser_of(const Context& context, const http::Request& request, const std::string& name,
                   const std::optional<Entrant>& entrant) {
    Guesser who;
    who.address = request.remote_address;
    who.user = name;
    who.inside = context.policy.inside(request.remote_address);
    if (!entrant) return who;
    who.account_id = entrant->account_id;
    who.device_id = entrant->device_id;
    return who;
}

task<Entrant> check_credentials(Context& context, http::Call& call, std::string typed, std::string password) {
    const std::string user = lowered(std::move(typed)), address = call.request.remote_address;
    const std::optional<Entrant> entrant = co_await find_entrant(context, call.request, user);
    const Guesser who = guesser_of(context, call.request, user, entrant);
    const bool known = who.device_id.has_value();
    if (!known) context.throttle.begin(address, context.platform.clock.now());
    co_await count_attempt(context, who, GuessedAt::password);

    using For = PasswordHasher::For;
    const For place = known ? For::known : who.inside ? For::stranger : For::outsider;
    bool right = false;
    if (entrant)
        right = co_await context.hasher.matches(entrant->password_hash, password, place);
    else
        right = co_await context.hasher.matches_nobody(password, place);
    if (!right) {
        note_refusal(context, address, who.account_id, entrant ? user : "", "wrong_credentials");
        throw Error(Code::wrong_credentials);
    }
    if (!known) context.throttle.succeeded(address);
    co_await attempt_succeeded(context, who, GuessedAt::password);
    if (!entrant->enabled) {
        note_refusal(context, address, who.account_id, user, "account_disabled");
        throw Error(Code::account_disabled);
    }
    co_return *entrant;
}

task<NewSession> open_session(Context& context, http::Call& call, Entrant who, bool second_factor) {
    const Instant now = context.platform.clock.now();
    NewSession made;
    made.token = random_hex(limits::token_bytes);
    made.user_id = who.account_id;
    made.expires_at = now + limits::session_life_us;
    const auto body = [&](db::Session& tx) -> task<void> {
        made.device_token = co_await device_token_of(tx, call.request);
        const std::int64_t device =
            co_await remember_device(tx, who.account_id, made.device_token, call.request, now);
        const std::string hash = sha256_hex(made.token);
        const db::Rows session =
            co_await tx.run(sql::insert_session, hash, made.user_id, now, made.expires_at,
                            call.request.remote_address, user_agent_of(call.request), second_factor, device);
        co_await tx.run(sql::end_oldest_sessions, made.user_id, limits::sessions_per_user_max);
        co_await tx.run(sql::signed_in, made.user_id, now);
        const Actor actor{made.user_id, who.name, call.request.remote_address, call.id};
        Change change;
        change.action = "session.create";
        change.entity = "session";
        change.entity_id = session.front().integer("id");
        co_await context.security.audit(tx, actor, change);
    };
    co_await context.platform.db.transaction(body);
    co_return made;
}

}  // namespace hatang::security
