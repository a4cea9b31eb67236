// Second factors of an account, in the database.
#pragma once

#include "security/context.hpp"
#include "security/factors/webauthn.hpp"

namespace hatang::security {

inline constexpr std::string_view totp_secret_name = "totp-secret";  // in the secrets folder

struct Proof {
    std::string method;  // "totp", "webauthn", "recovery"
    std::string code;
    std::string assertion;  // JSON, of webauthn
};
// Whether the proof is right; it is then spent. Wrong input of any kind is simply not right.
task<bool> prove(Context&, db::Session&, std::int64_t account_id, Proof, Expected);

// Ten new codes in place of the old ones; the texts for the person, once.
task<std::vector<std::string>> renew_recovery_codes(Context&, db::Session&, std::int64_t account_id);
// The same, when none is left.
task<std::vector<std::string>> first_recovery_codes(Context&, db::Session&, std::int64_t account_id);
// How a code is stored: blanks, hyphens and case do not count.
std::string recovery_code_hash(std::string_view typed);

}  // namespace hatang::security
