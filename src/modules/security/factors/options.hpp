// What the browser is asked for: WebAuthn Level 3, section 5.1.8 and 5.1.9 (the JSON forms). Pure but for the
// challenge.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::security {

// Random, base64url. Throws unavailable without random numbers.
std::string new_challenge();

struct KeyOwner {
    std::int64_t account_id = 0;
    std::string name, full_name;
};
// PublicKeyCredentialCreationOptionsJSON; `known`: keys that the account has already.
std::string creation_options(std::string_view host, std::string_view challenge, const KeyOwner&,
                             const std::vector<std::string>& known);
// PublicKeyCredentialRequestOptionsJSON for the keys of an account.
std::string request_options(std::string_view host, std::string_view challenge,
                            const std::vector<std::string>& allowed);

}  // namespace hatang::security
