#include "http/guard.hpp"

#include "http/header.hpp"

namespace hatang::http {
namespace {

// 'unsafe-inline' styles: the component library of the web application writes style elements. blob: workers:
// the map.
constexpr std::string_view content_security_policy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' "
    "blob:; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src "
    "'none'";

}  // namespace

bool changes_state(Method m) { return m != Method::get && m != Method::head && m != Method::options; }

void check_same_site(const Request& request, const Principal& who) {
    if (!changes_state(request.method) || !request.header("Authorization").empty()) return;
    std::string_view source = request.header("Origin");
    if (source.empty()) source = request.header("Referer");
    if (source.empty()) {
        if (who.user_id != 0) throw Error(Code::cross_site_request, "Origin");
        return;
    }
    if (!same_token(authority_of_url(source), request.header("Host")))
        throw Error(Code::cross_site_request, "Origin");
}

void check_same_origin(const Request& request) {
    const std::string_view origin = request.header("Origin");
    if (!origin.empty() && !same_token(authority_of_url(origin), request.header("Host")))
        throw Error(Code::cross_site_request, "Origin");
}

void check_access(const Access& access, const Principal& who) {
    if (access.kind == Access::Kind::everybody) return;
    if (who.user_id == 0) throw Error(Code::unauthenticated);
    const bool held = access.kind == Access::Kind::permission          ? who.may(access.permission)
                      : access.kind == Access::Kind::permission_within ? who.may_within(access.permission)
                                                                       : true;
    if (!held) throw Error(Code::forbidden, {}, {std::string(access.permission)});
}

const std::string* find_header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (same_token(key, name)) return &value;
    return nullptr;
}

void add_security_headers(Response& response) {
    response.header("Content-Security-Policy", std::string(content_security_policy));
    response.header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "same-origin");
    if (!find_header(response, "Cache-Control")) response.header("Cache-Control", "no-store");
}

}  // namespace hatang::http
