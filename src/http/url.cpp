#include "http/url.hpp"

#include <algorithm>
#include <charconv>

namespace hatang::http {
namespace {

// RFC 1035 section 2.3.4.
constexpr std::size_t label_length_max = 63, name_length_max = 253, url_length_max = 2'048;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= label_length_max && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-';
           });
}

bool is_name(std::string_view host) {
    if (host.empty() || host.size() > name_length_max) return false;
    std::string_view last;
    for (std::string_view rest = host;;) {
        const std::size_t dot = rest.find('.');
        last = rest.substr(0, dot);
        if (!is_label(last)) return false;
        if (dot == rest.npos) break;
        rest.remove_prefix(dot + 1);
    }
    return !is_digit(last.front());
}

}  // namespace

std::string Url::authority() const {
    std::string out = address && !address->is_v4() ? "[" + host + "]" : host;
    if (port != (secure ? 443 : 80)) out += ":" + std::to_string(port);
    return out;
}

std::optional<Url> parse_url(std::string_view text) {
    if (text.size() > url_length_max) return {};
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return c <= 0x20 || c >= 0x7f || c == '\\' || c == '#'; }))
        return {};
    Url out;
    if (text.starts_with("https://"))
        out.secure = true;
    else if (!text.starts_with("http://"))
        return {};
    text.remove_prefix(out.secure ? 8 : 7);

    const std::size_t end = text.find_first_of("/?");
    std::string_view authority = text.substr(0, end);
    if (end != text.npos) out.target = (text[end] == '?' ? "/" : "") + std::string(text.substr(end));

    std::string_view host = authority, port;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == authority.npos) return {};
        host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
        out.address = IpAddress::parse(host);
        if (!out.address || host.find(':') == host.npos) return {};
    } else {
        const std::size_t colon = authority.find(':');
        host = authority.substr(0, colon);
        port = colon == authority.npos ? std::string_view() : authority.substr(colon);
        if (host.find(':') != host.npos) return {};
        out.address = IpAddress::parse(host);
    }
    out.host.assign(host);
    std::transform(out.host.begin(), out.host.end(), out.host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (!out.address && !is_name(out.host)) return {};

    out.port = out.secure ? 443 : 80;
    if (port.empty()) return out;
    if (!port.starts_with(':')) return {};
    unsigned number = 0;
    const auto [stop, error] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
    if (error != std::errc() || stop != port.data() + port.size() || number == 0 || number > 65'535)
        return {};
    out.port = static_cast<std::uint16_t>(number);
    return out;
}

}  // namespace hatang::http
