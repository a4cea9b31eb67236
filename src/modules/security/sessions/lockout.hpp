// Failures that follow one another, and the lock they end in. OWASP "Slow Down Online Guessing Attacks with
// Device Cookies": a browser that once signed in to an account has a counter of its own; all strangers share
// one for each account, inside and outside apart. So an attack from however many addresses locks out
// strangers from outside, and never the people at their own machines. The counters are in the database: a
// restart keeps them, nodes share them.
#pragma once

#include <optional>

#include "security/context.hpp"

namespace hatang::security {

struct Guesser {
    std::string address = {};
    std::string user = {};                        // as typed, in lower case
    std::optional<std::int64_t> account_id = {};  // nothing: no such account
    std::optional<std::int64_t> device_id = {};   // known for this account
    std::int64_t session_id = 0;                  // not 0: somebody signed in, who shows a password again
    bool inside = false;
};
enum class GuessedAt { password, second_factor };

// The counter of a guesser. A name that is no account's never stands in it.
std::string failure_key(const Guesser&, GuessedAt);

// Counts an attempt as failed before it is looked at, so that parallel guesses count too. Throws
// too_many_requests while the counter is locked, and then writes nothing.
task<void> count_attempt(Context&, Guesser, GuessedAt);
// The attempt was right: the counter starts again.
task<void> attempt_succeeded(Context&, Guesser, GuessedAt);

}  // namespace hatang::security
