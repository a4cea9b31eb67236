// The claims of an ID token and what makes them valid (OpenID Connect Core 1.0 section 3.1.3.7). Pure.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace hatang::security {

struct IdToken {
    std::string issuer, subject, azp, nonce, acr;
    std::vector<std::string> audience, amr;
    std::string account;  // the claim that names the account; empty when it is not there
    Instant expires_at, issued_at;
    std::optional<Instant> not_before;
};

// `claim`: which one names the account ("preferred_username", "sub"). Errors: oidc_refused.
Result<IdToken> read_id_token(std::string_view payload, const std::string& claim);

// The name of the account here that the token names: lower case, as accounts are. Errors: oidc_no_account.
Result<std::string> account_name(const IdToken&);

struct ExpectedToken {
    std::string issuer, client_id, nonce;
};
// Why a token whose signature is right is not ours or not now; nothing when it is good.
std::optional<Error> check_id_token(const IdToken&, const ExpectedToken&, Instant now);

}  // namespace hatang::security
