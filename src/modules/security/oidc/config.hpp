// The provider that the operator configured: DATA/oidc.json, and the client's secret in a file of its own,
// DATA/secrets/oidc-client-secret. Read at the start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace hatang::security {

struct OidcConfig {
    std::string name;    // for the button: "Tài khoản công vụ Hà Nội"
    std::string issuer;  // exactly as the provider writes it
    std::string client_id;
    std::string redirect_uri;  // https://HOST/api/v1/oidc/callback, as registered at the provider
    std::optional<std::string> account_claim;        // preferred_username unless given
    std::optional<std::vector<std::string>> scopes;  // openid and profile unless given
    // Values of amr or acr that say a second factor was used there; none: the session counts as without one.
    std::optional<std::vector<std::string>> second_factor_amr, second_factor_acr;
    std::string client_secret;  // not in the JSON; empty: a public client
};

// Errors: those of strict JSON; invalid_value for an address that is neither https nor loopback.
Result<OidcConfig> read_oidc_config(std::string_view json);
// Nothing where there is no oidc.json. Blocking. Throws the errors above, unreadable_file, and
// secrets_exposed when others than the owner may read the secret.
std::optional<OidcConfig> load_oidc_config(const std::string& data_folder);

}  // namespace hatang::security
