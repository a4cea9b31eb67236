// Signed tokens and the keys that prove them: JWS compact form (RFC 7515), JWK sets (RFC 7517), the
// algorithms RS256, PS256, ES256 (RFC 7518) and EdDSA with Ed25519 (RFC 8037), verified by OpenSSL. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

struct evp_pkey_st;  // of OpenSSL

namespace hatang::security {

// What the provider sent is not taken: why, in a word.
Error refused(std::string why);

enum class JwsAlgorithm { rs256, ps256, es256, eddsa };

struct Jwk {
    std::string kid;
    std::optional<JwsAlgorithm> algorithm;  // the only one, when the set says so
    std::shared_ptr<evp_pkey_st> key;
};

// The keys of a set that can verify; keys of other kinds or uses and weak ones are passed over. Errors:
// oidc_refused.
Result<std::vector<Jwk>> parse_jwks(std::string_view json);

struct Jws {
    JwsAlgorithm algorithm = JwsAlgorithm::rs256;
    std::string kid;
    std::string payload;  // decoded
    std::string signing_input, signature;
};

// Errors: oidc_refused for another form or algorithm ("none" and HS256 among them), and for "crit" (RFC
// 7515 4.1.11).
Result<Jws> parse_jws(std::string_view compact);

// Whether this key made the signature. A key of another kind than the algorithm's made none.
bool verify(const Jws&, const Jwk&);

}  // namespace hatang::security
