// The step between a right password and a session: a ticket that a second factor turns into one.
#pragma once

#include "security/factors/store.hpp"
#include "security/sessions/sessions.hpp"

namespace hatang::security {

struct Ticket {
    std::string token, challenge, host;
    std::vector<std::string> methods;         // those that the account has
    std::vector<std::string> credential_ids;  // of its security keys
    Instant expires_at;
};
task<Ticket> make_ticket(Context&, http::Call&, std::int64_t account_id);
// {"ticket","methods","webauthn": PublicKeyCredentialRequestOptionsJSON or null,"expires_at"}
std::string ticket_json(const Ticket&);

// Throws ticket_ended, wrong_second_factor, too_many_requests, account_disabled.
task<NewSession> use_ticket(Context&, http::Call&, std::string ticket, Proof);

}  // namespace hatang::security
