#include "security/factors/tickets.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "security/factors/options.hpp"
#include "security/factors/queries.hpp"
#include "security/limits.hpp"
#include "security/sessions/refusal_log.hpp"
#include "security/sessions/token.hpp"

namespace hatang::security {
namespace {

struct Tried {
    std::int64_t account_id = 0;
    std::string challenge;
};

task<Tried> try_ticket(Context& context, std::string hash) {
    const db::Rows rows =
        co_await context.platform.db.run(sql::try_ticket, hash, context.platform.clock.now(),
                                         static_cast<std::int64_t>(limits::ticket_failures_max));
    if (rows.empty()) throw Error(Code::ticket_ended, "/ticket");
    co_return Tried{rows.front().integer("account_id"), std::string(rows.front().text("challenge"))};
}

task<Entrant> entrant_of(Context& context, http::Call& call, std::int64_t account_id) {
    const db::Rows name = co_await context.platform.db.run(sql::account_name, account_id);
    if (name.empty()) throw Error(Code::ticket_ended, "/ticket");
    const std::string stored(name.front().text("name"));
    const std::optional<Entrant> entrant = co_await find_entrant(context, call.request, stored);
    if (!entrant) throw Error(Code::ticket_ended, "/ticket");
    if (!entrant->enabled) throw Error(Code::account_disabled);
    co_return *entrant;
}

}  // namespace

task<Ticket> make_ticket(Context& context, http::Call& call, std::int64_t account_id) {
    const db::Rows factors = co_await context.platform.db.run(sql::confirmed_factors, account_id);
    const db::Rows left = co_await context.platform.db.run(sql::recovery_codes_left, account_id);
    Ticket out;
    out.token = random_hex(limits::token_bytes);
    out.challenge = new_challenge();
    out.host = call.request.header("Host");
    out.expires_at = context.platform.clock.now() + limits::ticket_life_us;
    for (const db::Row row : factors) {
        const std::string kind(row.text("kind"));
        if (std::find(out.methods.begin(), out.methods.end(), kind) == out.methods.end())
            out.methods.push_back(kind);
        if (const auto id = row.maybe_text("credential_id")) out.credential_ids.push_back(*id);
    }
    if (left.front().integer("n") > 0) out.methods.emplace_back("recovery");
    const std::string hash = sha256_hex(out.token);
    co_await context.platform.db.run(sql::insert_ticket, hash, account_id, out.challenge, out.expires_at);
    co_return out;
}

std::string ticket_json(const Ticket& ticket) {
    json::Writer w;
    w.begin_object().field("ticket", ticket.token).key("methods").begin_array();
    for (const std::string& method : ticket.methods) w.value(method);
    w.end_array();
    w.raw_field("webauthn", ticket.credential_ids.empty()
                                ? "null"
                                : request_options(ticket.host, ticket.challenge, ticket.credential_ids));
    w.field("expires_at", to_rfc3339(ticket.expires_at)).end_object();
    return w.take();
}

task<NewSession> use_ticket(Context& context, http::Call& call, std::string ticket, Proof proof) {
    if (!is_token(ticket)) throw Error(Code::ticket_ended, "/ticket");
    const std::string hash = sha256_hex(ticket);
    const Tried tried = co_await try_ticket(context, hash);
    const Entrant entrant = co_await entrant_of(context, call, tried.account_id);
    // The lock holds over tickets: who knows the password could ask for one after the other.
    const Guesser who = guesser_of(context, call.request, entrant.name, entrant);
    co_await count_attempt(context, who, GuessedAt::second_factor);
    const Expected expected{tried.challenge, std::string(call.request.header("Host"))};
    const auto body = [&](db::Session& tx) -> task<bool> {
        const bool proven = co_await prove(context, tx, tried.account_id, proof, expected);
        if (proven) co_await tx.run(sql::delete_ticket, hash);
        co_return proven;
    };
    const bool right = co_await context.platform.db.transaction(body);
    if (!right) {
        note_refusal(context, call.request.remote_address, entrant.account_id, entrant.name,
                     "wrong_second_factor");
        throw Error(Code::wrong_second_factor);
    }
    co_await attempt_succeeded(context, who, GuessedAt::second_factor);
    co_return co_await open_session(context, call, entrant, true);
}

}  // namespace hatang::security
