// /api/v1/sessions/second-factor, /api/v1/account/factors, /api/v1/account/recovery-codes
#include <openssl/rand.h>

#include "security/factors/base32.hpp"
#include "security/factors/options.hpp"
#include "security/factors/queries.hpp"
#include "security/factors/tickets.hpp"
#include "security/factors/totp.hpp"
#include "security/factors/views.hpp"
#include "security/sessions/started.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

task<SessionStarted> post_second_factor(Context& context, http::Call& call, const SecondFactorInput& in) {
    Proof proof;
    proof.method = json::to_text(in.method);
    proof.code = in.code.value_or("");
    if (in.assertion) proof.assertion = in.assertion->json;
    const NewSession made = co_await use_ticket(context, call, in.ticket, proof);
    co_return co_await session_started(context, call, made);
}

task<FactorList> list_factors(Context& context, http::Call& call) {
    const db::Rows rows = co_await context.platform.db.run(sql::factors_of, call.who.user_id);
    const db::Rows left = co_await context.platform.db.run(sql::recovery_codes_left, call.who.user_id);
    FactorList out;
    for (const db::Row row : rows) {
        FactorView view;
        view.id = row.integer("id");
        view.kind = row.text("kind");
        view.label = row.text("label");
        view.created_at = row.instant("created_at");
        view.last_used_at = row.maybe_instant("last_used_at");
        view.confirmed = !row.is_null("confirmed_at");
        out.items.push_back(std::move(view));
    }
    out.recovery_codes_left = left.front().integer("n");
    co_return out;
}

// The audit row of a change to a factor, and the event that lets every node forget what it knew.
task<void> record(Context& context, db::Session& tx, const http::Call& call, std::string_view action,
                  std::int64_t factor_id, std::string_view kind, std::string_view label) {
    json::Writer after;
    after.begin_object().field("kind", kind).field("label", label).end_object();
    Change change;
    change.action = action;
    change.entity = "factor";
    change.entity_id = factor_id;
    change.after = after.take();
    co_await context.security.audit(tx, actor_of(call), change);
    co_await announce_user(context, tx, call.who.user_id);
}

task<void> check_count(db::Session& tx, std::int64_t account_id) {
    const db::Rows rows = co_await tx.run(sql::factors_of, account_id);
    if (rows.size() >= static_cast<int>(limits::factors_per_user_max))
        throw Error(Code::too_many_items, {},
                    {std::to_string(rows.size() + 1), std::to_string(limits::factors_per_user_max)});
}

std::string new_secret() {
    std::string bytes(limits::totp_secret_bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        throw Error(Code::unavailable, {}, {"random numbers"});
    return bytes;
}

task<NewTotp> post_totp(Context& context, http::Call& call, const LabelInput& in) {
    const std::string secret = new_secret();
    const std::string sealed = context.platform.secrets.seal(totp_secret_name, secret);
    const auto body = [&](db::Session& tx) -> task<std::int64_t> {
        // One that was begun and left is replaced.
        co_await tx.run(sql::delete_unconfirmed, call.who.user_id);
        co_await check_count(tx, call.who.user_id);
        const db::Rows made = co_await tx.run(sql::insert_totp, call.who.user_id, in.label,
                                              context.platform.clock.now(), sealed);
        const std::int64_t id = made.front().integer("id");
        co_await record(context, tx, call, "factor.begin", id, "totp", in.label);
        co_return id;
    };
    NewTotp out;
    out.id = co_await context.platform.db.transaction(body);
    out.secret = base32(secret);
    out.uri = totp_uri(secret, "Hạ Tầng", call.who.name);
    call.status(201);
    co_return out;
}

task<RecoveryCodes> confirm_totp(Context& context, http::Call& call, const CodeInput& in) {
    const std::int64_t id = call.path_id("id");
    Guesser who;
    who.address = call.request.remote_address;
    who.user = call.who.name;
    who.account_id = call.who.user_id;
    who.session_id = call.who.session_id;
    co_await count_attempt(context, who, GuessedAt::second_factor);
    const auto body = [&](db::Session& tx) -> task<RecoveryCodes> {
        const Instant now = context.platform.clock.now();
        const db::Rows found = co_await tx.run(sql::factor_for_change, call.who.user_id, id);
        if (found.empty() || found.front().text("kind") != "totp")
            throw Error(Code::not_found, "id", {std::to_string(id)});
        const db::Row row = found.front();
        if (!row.is_null("confirmed_at")) throw Error(Code::invalid_transition, {}, {"confirm", "confirmed"});
        const std::string secret =
            context.platform.secrets.open(totp_secret_name, row.text("sealed_secret")).value();
        const auto step = matching_step(secret, in.code, now, std::nullopt);
        if (!step) throw Error(Code::wrong_second_factor, "/code");
        co_await tx.run(sql::confirm_totp, id, now, *step);
        co_await tx.run(sql::session_proven, call.who.session_id);
        RecoveryCodes out;
        out.recovery_codes = co_await first_recovery_codes(context, tx, call.who.user_id);
        co_await record(context, tx, call, "factor.add", id, "totp", row.text("label"));
        co_return out;
    };
    const RecoveryCodes codes = co_await context.platform.db.transaction(body);
    co_await attempt_succeeded(context, who, GuessedAt::second_factor);
    context.cache.forget_user(call.who.user_id);
    co_return codes;
}

task<http::Response> post_key_options(Context& context, http::Call& call) {
    const std::string challenge = new_challenge();
    const db::Rows account = co_await context.platform.db.run(sql::account_name, call.who.user_id);
    const db::Rows factors = co_await context.platform.db.run(sql::confirmed_factors, call.who.user_id);
    const Instant ends = context.platform.clock.now() + limits::challenge_life_us;
    try {
        co_await context.platform.db.run(sql::set_registration_challenge, call.who.session_id, challenge,
                                         ends);
    } catch (const db::SqlError& e) {
        // The session ended since the request began.
        if (!e.foreign_key_violation("registration_challenge_session_id_fkey")) throw;
        throw Error(Code::unauthenticated);
    }
    if (account.empty()) throw Error(Code::unauthenticated);
    std::vector<std::string> known;
    for (const db::Row row : factors)
        if (const auto id = row.maybe_text("credential_id")) known.push_back(*id);
    const KeyOwner owner{call.who.user_id, std::string(account.front().text("name")),
                         std::string(account.front().text("full_name"))};
    co_return http::Response::json(creation_options(call.request.header("Host"), challenge, owner, known));
}

RegisteredKey registered_key(const std::string& challenge, const http::Request& request,
                             const json::Raw& raw) {
    const Expected expected{challenge, std::string(request.header("Host"))};
    const json::Document document = json::parse(raw.json);
    return check_registration(expected, document.root()).value();
}

task<NewKey> post_key(Context& context, http::Call& call, const KeyInput& in) {
    const db::Rows taken = co_await context.platform.db.run(
        sql::take_registration_challenge, call.who.session_id, context.platform.clock.now());
    if (taken.empty()) throw Error(Code::invalid_webauthn, "/credential", {"challenge"});
    const RegisteredKey key =
        registered_key(std::string(taken.front().text("challenge")), call.request, in.credential);
    const auto body = [&](db::Session& tx) -> task<NewKey> {
        co_await check_count(tx, call.who.user_id);
        NewKey out;
        try {
            const db::Rows made = co_await tx.run(sql::insert_webauthn, call.who.user_id, in.label,
                                                  context.platform.clock.now(), key.credential_id,
                                                  db::Param::bytes(key.public_key), key.sign_count);
            out.id = made.front().integer("id");
        } catch (const db::SqlError& e) {
            if (e.unique_violation("factor_credential_unique"))
                throw Error(Code::invalid_webauthn, "/credential", {"id"});
            throw;
        }
        co_await tx.run(sql::session_proven, call.who.session_id);
        out.recovery_codes = co_await first_recovery_codes(context, tx, call.who.user_id);
        co_await record(context, tx, call, "factor.add", out.id, "webauthn", in.label);
        co_return out;
    };
    const NewKey made = co_await context.platform.db.transaction(body);
    context.cache.forget_user(call.who.user_id);
    call.status(201);
    co_return made;
}

task<http::Nothing> remove_factor(Context& context, http::Call& call, const FactorPassword& in) {
    const std::int64_t id = call.path_id("id");
    co_await confirm_password(context, call, in.password);
    const SignedIn session = co_await session_of(context, call);
    const bool required =
        second_factor_required(context.policy, session.administrator, call.request.remote_address);
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows confirmed = co_await tx.run(sql::confirmed_factors, call.who.user_id);
        const db::Rows found = co_await tx.run(sql::factor_for_change, call.who.user_id, id);
        if (found.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
        const bool last = confirmed.size() == 1 && confirmed.front().integer("id") == id;
        if (last && required) throw Error(Code::last_factor);
        co_await tx.run(sql::delete_factor, call.who.user_id, id);
        if (last) co_await tx.run(sql::delete_recovery_codes, call.who.user_id);
        co_await record(context, tx, call, "factor.remove", id, found.front().text("kind"),
                        found.front().text("label"));
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_user(call.who.user_id);
    co_return http::Nothing{};
}

task<RecoveryCodes> post_recovery_codes(Context& context, http::Call& call, const FactorPassword& in) {
    co_await confirm_password(context, call, in.password);
    const auto body = [&](db::Session& tx) -> task<RecoveryCodes> {
        const db::Rows confirmed = co_await tx.run(sql::confirmed_factors, call.who.user_id);
        if (confirmed.empty()) throw Error(Code::not_found, {}, {"factor"});
        RecoveryCodes out;
        out.recovery_codes = co_await renew_recovery_codes(context, tx, call.who.user_id);
        co_await record(context, tx, call, "factor.recovery_codes", 0, "recovery", "");
        co_return out;
    };
    co_return co_await context.platform.db.transaction(body);
}

task<http::Nothing> reset_factors(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<void> {
        const UserView before = co_await read_user(tx, id);
        co_await tx.run(sql::delete_factors, id);
        co_await tx.run(sql::delete_recovery_codes, id);
        co_await tx.run(sql::delete_tickets_of, id);
        co_await tx.run(sql::end_sessions, id);
        const UserView after = co_await read_user(tx, id);
        Change change;
        change.action = "user.factors_reset";
        change.entity = "user";
        change.entity_id = id;
        change.before = json::to_json(before);
        change.after = json::to_json(after);
        co_await context.security.audit(tx, actor_of(call), change);
        co_await announce_user(context, tx, id);
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_user(id);
    co_return http::Nothing{};
}

// None of these takes an Idempotency-Key: its store would keep the secrets that they answer.
http::RouteMeta act(std::string_view id, http::Access access, std::string_view summary) {
    http::RouteMeta meta{id, access, summary};
    meta.creates = false;
    return meta;
}

}  // namespace

void add_factor_routes(http::Router& router, Context& context) {
    const http::Access own = http::signed_in();
    router.post<SecondFactorInput, SessionStarted>(
        "/api/v1/sessions/second-factor",
        act("security.sessions.second_factor", http::everybody(),
            "Turns a ticket and a second factor into a session"),
        [&context](http::Call& call, const SecondFactorInput& in) -> task<SessionStarted> {
            return post_second_factor(context, call, in);
        });
    router.get<http::Nothing, FactorList>(
        "/api/v1/account/factors", {"security.account.factors", own, "The own second factors"},
        [&context](http::Call& call, const http::Nothing&) -> task<FactorList> {
            return list_factors(context, call);
        });
    router.post<LabelInput, NewTotp>(
        "/api/v1/account/factors/totp",
        act("security.account.factors.totp", own, "Begins a time-based code: the secret is shown once"),
        [&context](http::Call& call, const LabelInput& in) -> task<NewTotp> {
            return post_totp(context, call, in);
        });
    router.post<CodeInput, RecoveryCodes>(
        "/api/v1/account/factors/{id}/confirm",
        act("security.account.factors.confirm", own, "Puts a time-based code in force by its first code"),
        [&context](http::Call& call, const CodeInput& in) -> task<RecoveryCodes> {
            return confirm_totp(context, call, in);
        });
    router.post<http::Nothing, http::Response>(
        "/api/v1/account/factors/webauthn/options",
        act("security.account.factors.webauthn_options", own, "PublicKeyCredentialCreationOptionsJSON"),
        [&context](http::Call& call, const http::Nothing&) -> task<http::Response> {
            return post_key_options(context, call);
        });
    router.post<KeyInput, NewKey>("/api/v1/account/factors/webauthn",
                                  act("security.account.factors.webauthn", own, "Adds a security key"),
                                  [&context](http::Call& call, const KeyInput& in) -> task<NewKey> {
                                      return post_key(context, call, in);
                                  });
    router.post<FactorPassword, http::Nothing>(
        "/api/v1/account/factors/{id}/remove",
        act("security.account.factors.remove", own, "Removes a second factor"),
        [&context](http::Call& call, const FactorPassword& in) -> task<http::Nothing> {
            return remove_factor(context, call, in);
        });
    router.post<FactorPassword, RecoveryCodes>(
        "/api/v1/account/recovery-codes",
        act("security.account.recovery_codes", own, "New recovery codes in place of the old ones"),
        [&context](http::Call& call, const FactorPassword& in) -> task<RecoveryCodes> {
            return post_recovery_codes(context, call, in);
        });
    router.post<http::Nothing, http::Nothing>(
        "/api/v1/users/{id}/factors/reset",
        act("security.users.factors_reset", http::may("user.write"),
            "Removes the second factors of an account and ends its sessions"),
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return reset_factors(context, call);
        });
}

}  // namespace hatang::security
