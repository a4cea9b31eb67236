#include "security/factors/totp.hpp"

#include <doctest/doctest.h>

#include <array>
#include <utility>

using namespace hatang;
using namespace hatang::security;

namespace {

const std::string secret = "12345678901234567890";

Instant at(std::int64_t seconds) { return {seconds * kSecond}; }

}  // namespace

// RFC 4226 appendix D.
TEST_CASE("HOTP: the vectors of RFC 4226") {
    constexpr std::array codes{"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
    for (std::size_t i = 0; i < codes.size(); ++i) CHECK(hotp(secret, i, 6) == codes[i]);
}

// RFC 6238 appendix B, the rows of SHA-1.
TEST_CASE("TOTP: the vectors of RFC 6238") {
    constexpr std::array<std::pair<std::int64_t, const char*>, 6> rows{{{59, "94287082"},
                                                                        {1111111109, "07081804"},
                                                                        {1111111111, "14050471"},
                                                                        {1234567890, "89005924"},
                                                                        {2000000000, "69279037"},
                                                                        {20000000000, "65353130"}}};
    for (const auto& [seconds, code] : rows)
        CHECK(hotp(secret, static_cast<std::uint64_t>(totp_step(at(seconds))), 8) == code);
}

TEST_CASE("one step of drift either way, each step once") {
    // Step 1 (30…59 s) has the code 287082.
    CHECK(matching_step(secret, "287082", at(59), {}) == 1);
    CHECK(matching_step(secret, "287 082", at(59), {}) == 1);
    CHECK(matching_step(secret, "287082", at(0), {}) == 1);
    CHECK(matching_step(secret, "287082", at(89), {}) == 1);
    CHECK(!matching_step(secret, "287082", at(90), {}));
    CHECK(!matching_step(secret, "287082", at(59), 1));
    CHECK(matching_step(secret, "287082", at(59), 0) == 1);
    for (const char* wrong : {"", "28708", "2870822", "287083", "28708x"})
        CHECK(!matching_step(secret, wrong, at(59), {}));
}

TEST_CASE("the address of the QR code") {
    CHECK(totp_uri("12345678901234567890", "Hạ Tầng", "truc_ban") ==
          "otpauth://totp/H%E1%BA%A1%20T%E1%BA%A7ng:truc_ban?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=H%E1%BA%A1%20T%E1%BA%A7ng&algorithm=SHA1&digits=6&period=30");
}
