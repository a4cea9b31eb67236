#include "http/guard.hpp"

#include "http/header.hpp"

namespace hatang::http {
namespace {

// blob: images: photos before they are sent. Nothing inline, nothing from elsewhere. connect-src 'self'
// holds WebSockets of the same host too (CSP level 3).
constexpr std::string_view page_policy_begin = "default-src 'none'; script-src 'self'; style-src 'self'";
constexpr std::string_view page_policy_end =
    "; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src "
    "'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
// Data: a browser that is shown it runs nothing.
constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";

// What the pages use: the place of a crew, second factors, the map in full screen; cameras come by file
// choosers.
constexpr std::string_view permissions_policy =
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(self), geolocation=(self), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), serial=(), usb=(), "
    "xr-spatial-tracking=()";

bool may_be_active(std::string_view content_type) {
    for (const std::string_view type :
         {"text/html", "text/javascript", "text/css", "image/svg+xml", "application/xml", "application/pdf"})
        if (content_type.starts_with(type)) return true;
    return false;
}

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

std::string page_policy(std::string_view nonce) {
    std::string out(page_policy_begin);
    if (!nonce.empty()) out.append(" 'nonce-").append(nonce).append("'");
    return out.append(page_policy_end);
}

void add_security_headers(Response& response, bool secure) {
    if (secure) response.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (!find_header(response, "Content-Security-Policy"))
        response.header("Content-Security-Policy",
                        may_be_active(response.content_type) ? page_policy({}) : std::string(data_policy));
    if (response.content_type.starts_with("text/html"))
        response.header("Permissions-Policy", std::string(permissions_policy))
            .header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "same-origin");
    if (!find_header(response, "Cache-Control")) response.header("Cache-Control", "no-store");
}

}  // namespace hatang::http
