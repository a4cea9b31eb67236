#include "security/sessions/token.hpp"

#include <algorithm>

#include "security/credentials/credentials.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view bearer = "bearer ", influx = "token ";

bool begins_with(std::string_view header, std::string_view scheme) {
    return header.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), header.begin(), [](char lower, char c) {
               return lower == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
           });
}

std::string cookie(std::string_view name, std::string_view token, std::string_view extra, bool secure) {
    std::string out(name);
    out.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict").append(extra);
    if (secure) out.append("; Secure");
    return out;
}

}  // namespace

std::string_view token_of(const http::Request& request) {
    const std::string_view header = request.header("Authorization");
    if (header.empty()) return request.cookie(session_cookie);
    if (begins_with(header, bearer)) return header.substr(bearer.size());
    // What writes to InfluxDB sends this scheme. It carries credentials of programs, never a session.
    if (begins_with(header, influx) && header.substr(influx.size()).starts_with(credential_prefix))
        return header.substr(influx.size());
    throw Error(Code::unauthenticated, "Authorization");
}

bool is_token(std::string_view token) {
    return token.size() == 2 * limits::token_bytes && std::all_of(token.begin(), token.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// No Max-Age: the end slides in the database, and a browser that is closed forgets.
std::string cookie_for(std::string_view token, bool secure) {
    return cookie(session_cookie, token, "", secure);
}

std::string expired_cookie(bool secure) { return cookie(session_cookie, "", "; Max-Age=0", secure); }

std::string device_cookie_for(std::string_view token, bool secure) {
    return cookie(device_cookie, token, "; Max-Age=" + std::to_string(limits::device_life_us / kSecond),
                  secure);
}

bool over_https(const http::Request& request) { return request.secure; }

}  // namespace hatang::security
