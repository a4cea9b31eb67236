// The provider as we speak to it: discovery, keys, the exchange of a code. Loop thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "http/client.hpp"
#include "security/oidc/config.hpp"
#include "security/oidc/flow.hpp"
#include "security/oidc/id_token.hpp"
#include "security/oidc/jose.hpp"

namespace hatang::security {

class OidcProvider {
  public:
    OidcProvider(http::Client&, const Clock&, OidcConfig);
    const OidcConfig& config() const { return config_; }

    // Where the browser is sent. Throws oidc_unavailable, and what http::Client throws.
    task<std::string> authorization_url(OidcFlow);
    // Redeems the code at the token endpoint and proves the ID token. Throws oidc_refused, oidc_unavailable.
    task<IdToken> redeem(std::string code, OidcFlow);
    // Whether the token says, by the operator's lists, that a second factor was used.
    bool used_second_factor(const IdToken&) const;

  private:
    struct Endpoints {
        std::string authorization, token, keys;
        Instant read_at;
    };
    task<void> discover();
    task<void> read_keys();
    task<void> prove(Jws);
    bool proven(const Jws&, bool& key_known) const;

    http::Client& client_;
    const Clock& clock_;
    OidcConfig config_;
    std::optional<Endpoints> endpoints_;
    std::vector<Jwk> keys_;
    std::optional<Instant> keys_read_at_, keys_again_at_;  // again: because of a key that was not known
};

}  // namespace hatang::security
