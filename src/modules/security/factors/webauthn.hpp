// W3C Web Authentication Level 2: what a browser sends when a security key is registered and when it signs
// in, checked against what the server asked. Pure: bytes in, an error or a fact out. Attestation statements
// are not judged: the server asks for none and trusts no maker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "json/value.hpp"

namespace hatang::security {

// What the server asked for and where.
struct Expected {
    std::string challenge;  // base64url
    std::string host;       // of the request, with its port when it names one: the only origin
};
// The relying party of a host: without its port.
std::string relying_party(std::string_view host);

struct RegisteredKey {
    std::string credential_id;  // base64url
    std::string public_key;     // COSE
    std::int64_t sign_count = 0;
    bool user_verified = false;
};
// `credential`: RegistrationResponseJSON. Section 7.1; invalid_webauthn names the step that failed.
Result<RegisteredKey> check_registration(const Expected&, json::Value credential);

// The key that an assertion names, base64url, to be looked up before the assertion is checked.
Result<std::string> credential_id_of(json::Value assertion);

struct Assertion {
    std::int64_t sign_count = 0;
    bool user_verified = false;
};
// `assertion`: AuthenticationResponseJSON; `public_key` and `sign_count` as kept. Section 7.2. A count that
// does not grow, unless both are 0, tells of a copied key and is refused.
Result<Assertion> check_assertion(const Expected&, std::string_view public_key, std::int64_t sign_count,
                                  json::Value assertion);

}  // namespace hatang::security
