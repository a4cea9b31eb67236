// Signing in, knowing who asks, signing out.
#pragma once

#include "security/context.hpp"
#include "security/sessions/lockout.hpp"

namespace hatang::security {

struct NewSession {
    std::string token, device_token;
    std::int64_t user_id = 0;
    Instant expires_at;
};

// The account that a request wants to enter.
struct Entrant {
    std::int64_t account_id = 0;
    std::string name;
    std::string password_hash;
    std::optional<std::int64_t> device_id;
    bool enabled = false, has_factor = false;
};
// By the name as typed; nothing when there is none that a person may sign in to.
task<std::optional<Entrant>> find_entrant(Context&, const http::Request&, std::string name);
Guesser guesser_of(const Context&, const http::Request&, const std::string& name,
                   const std::optional<Entrant>&);

// The account whose password was given. Throws wrong_credentials (alike for an unknown name and a wrong
// password), account_disabled (only to who knows the password), too_many_requests, unavailable.
task<Entrant> check_credentials(Context&, http::Call&, std::string user, std::string password);
// Starts a session for an account that has proven itself, and remembers its device.
task<NewSession> open_session(Context&, http::Call&, Entrant, bool second_factor);

// Anonymous without a token; throws unauthenticated for one that is unknown, ended or of a disabled account,
// and what check_standing throws. The one place that says whether a session may go on.
task<http::Principal> principal_of(Context&, const http::Request&);
// The session of a request, read afresh. Throws unauthenticated.
task<SignedIn> session_of(Context&, http::Call&);

// The person at a session shows the password again, throttled for the session alone. Throws wrong_password,
// too_many_requests.
task<void> confirm_password(Context&, http::Call&, std::string password);

// Ends one session of an account, with audit row and event. False when there is none.
task<bool> end_session(Context&, db::Session&, std::int64_t account_id, std::int64_t session_id, Actor);
task<void> sign_out(Context&, const http::Call&);

// Forgets what the cache holds of whom an event of the bus names: `user.changed`, `session.ended`.
void forget_by_event(Context&, const events::Event&);

}  // namespace hatang::security
