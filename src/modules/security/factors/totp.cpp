#include "security/factors/totp.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/error.hpp"
#include "http/target.hpp"
#include "security/factors/base32.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

std::string without_blanks(std::string_view code) {
    std::string out;
    for (const char c : code)
        if (c != ' ') out += c;
    return out;
}

}  // namespace

std::string hotp(std::string_view secret, std::uint64_t counter, int digits) {
    std::array<unsigned char, 8> message{};
    for (int i = 7; i >= 0; --i, counter >>= 8) message[static_cast<std::size_t>(i)] = counter & 0xff;
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    if (!HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
              mac.data(), &size))
        throw Error(Code::internal, {}, {"HMAC-SHA-1"});
    // RFC 4226 section 5.3, dynamic truncation.
    const std::size_t at = mac[size - 1] & 0xf;
    const std::uint32_t number = (mac[at] & 0x7fU) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                                 static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
    std::uint32_t modulus = 1;
    for (int i = 0; i < digits; ++i) modulus *= 10;
    std::string out = std::to_string(number % modulus);
    return std::string(static_cast<std::size_t>(digits) - out.size(), '0') + out;
}

std::int64_t totp_step(Instant now) { return now.us / (limits::totp_step_s * kSecond); }

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now,
                                          std::optional<std::int64_t> last_step) {
    const std::string typed = without_blanks(code);
    if (typed.size() != static_cast<std::size_t>(limits::totp_digits)) return std::nullopt;
    const std::int64_t current = totp_step(now);
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - limits::totp_drift_steps; step <= current + limits::totp_drift_steps;
         ++step) {
        const std::string right = hotp(secret, static_cast<std::uint64_t>(step), limits::totp_digits);
        const bool same = CRYPTO_memcmp(right.data(), typed.data(), right.size()) == 0;
        if (same && (!last_step || step > *last_step)) found = step;
    }
    return found;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
    return "otpauth://totp/" + http::percent_encode(issuer) + ":" + http::percent_encode(account) +
           "?secret=" + base32(secret) + "&issuer=" + http::percent_encode(issuer) +
           "&algorithm=SHA1&digits=" + std::to_string(limits::totp_digits) +
           "&period=" + std::to_string(limits::totp_step_s);
}

}  // namespace hatang::security
