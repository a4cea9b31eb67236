// Time-based one-time passwords: RFC 6238 with SHA-1, six digits, steps of 30 s, as every authenticator app
// reads them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace hatang::security {

// HOTP (RFC 4226) of a counter, with leading zeros.
std::string hotp(std::string_view secret, std::uint64_t counter, int digits);
std::int64_t totp_step(Instant);
// The step within the drift that a code belongs to, later than `last_step` (a code is taken once); nothing
// for a wrong code. Blanks in the code are passed over.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now,
                                          std::optional<std::int64_t> last_step);
// otpauth://totp/… for the QR code; `issuer` and `account` are escaped.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

}  // namespace hatang::security
