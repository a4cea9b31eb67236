#include "http/base_url.hpp"

#include <algorithm>

namespace hatang::http {

std::string base_url(const Request& request) {
    const std::string_view host = request.header("Host");
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == ':' || c == '[' || c == ']';
    };
    if (host.empty() || !std::ranges::all_of(host, allowed)) return {};
    return std::string(request.secure ? "https://" : "http://").append(host);
}

}  // namespace hatang::http
