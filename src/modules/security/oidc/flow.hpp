// One way to the provider and back: authorisation code with PKCE (RFC 6749, RFC 7636, RFC 9700). What must
// come back unchanged travels sealed in a short-lived cookie of the browser that started. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace hatang::security {

inline constexpr std::string_view flow_cookie = "hatang_oidc";

struct OidcFlow {
    std::string state, nonce, verifier;  // 256 random bits each
    Instant expires_at;
};
OidcFlow new_flow(Instant now);
std::string flow_text(const OidcFlow&);
std::optional<OidcFlow> read_flow(std::string_view text);

// The cookie that starts and the one that ends a flow. Lax: the browser comes back from another site.
std::string flow_cookie_for(std::string_view sealed, bool secure);
std::string ended_flow_cookie(bool secure);

std::string code_challenge(std::string_view verifier);  // S256
// application/x-www-form-urlencoded
std::string form(const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace hatang::security
