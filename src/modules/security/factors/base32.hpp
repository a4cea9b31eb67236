// RFC 4648 base32 (upper case, without padding) and base64url (without padding). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hatang::security {

std::string base32(std::string_view bytes);
std::string base64url(std::string_view bytes);
// Strict: no padding, no other characters, no bits left over. At most `bytes_max` bytes.
std::optional<std::string> from_base64url(std::string_view text, std::size_t bytes_max);

}  // namespace hatang::security
