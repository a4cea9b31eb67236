// Session tokens: 256 random bits as 64 hexadecimal digits. The database keeps their SHA-256.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace hatang::security {

inline constexpr std::string_view session_cookie = "hatang_session";
// Tells a browser that signed in before from a stranger; it opens nothing by itself.
inline constexpr std::string_view device_cookie = "hatang_device";

// The token that a request carries (Authorization: Bearer, or Token for a credential, else the cookie); empty
// when it carries none.
// Throws unauthenticated for another authorisation scheme.
std::string_view token_of(const http::Request&);
// A well-formed token; anything else need not be looked up.
bool is_token(std::string_view);
// The Set-Cookie header of a new session; `secure` when the browser speaks HTTPS.
std::string cookie_for(std::string_view token, bool secure);
std::string expired_cookie(bool secure);
std::string device_cookie_for(std::string_view token, bool secure);
// The browser's own connection is encrypted.
bool over_https(const http::Request&);

}  // namespace hatang::security
