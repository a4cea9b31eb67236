// The bounds of sign-in at a provider.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::security::limits {

// An ID token with the groups of one person; Keycloak's are about 1 kB.
inline constexpr std::size_t id_token_bytes_max = 16 * 1024;
// Discovery documents and key sets are 2 to 8 kB.
inline constexpr std::size_t provider_answer_bytes_max = 256 * 1024;
inline constexpr std::chrono::seconds provider_seconds_max{10};
// Keys of one provider: two or three while it rotates.
inline constexpr std::size_t provider_keys_max = 32;
// The key set is read again when a token names a key that is not in it, but not more often than this:
// invented key names must not make us call the provider at will.
inline constexpr std::int64_t keys_again_us = kMinute;
// The discovery document and the key set live so long at most: a key that the provider has withdrawn is let
// go of.
inline constexpr std::int64_t provider_life_us = kHour;
// From the way to the provider until the return: time for a password and a second factor.
inline constexpr std::int64_t oidc_flow_us = 10 * kMinute;
// Clocks of two servers may differ so far (RFC 7519 section 4.1.4 speaks of "a few minutes" at most).
inline constexpr std::int64_t oidc_skew_us = kMinute;
// A subject is at most 255 ASCII characters (OpenID Connect Core section 2).
inline constexpr std::size_t subject_bytes_max = 255;
// RFC 8017: shorter RSA keys are not believed.
inline constexpr int rsa_bits_min = 2'048;

}  // namespace hatang::security::limits
