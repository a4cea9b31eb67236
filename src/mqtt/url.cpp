#include "mqtt/url.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hatang::mqtt {
namespace {

std::optional<std::string> decode(std::string_view s) {
    std::string out;
    while (!s.empty()) {
        if (s[0] != '%') {
            out += s[0];
            s.remove_prefix(1);
            continue;
        }
        unsigned value = 0;
        if (s.size() < 3 || std::from_chars(s.data() + 1, s.data() + 3, value, 16).ptr != s.data() + 3)
            return {};
        out += static_cast<char>(value);
        s.remove_prefix(3);
    }
    return out;
}

bool is_port(std::string_view s) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
    return error == std::errc() && end == s.data() + s.size() && value >= 1 && value <= 65'535;
}

}  // namespace

Result<BrokerUrl> parse_broker_url(std::string_view url) {
    // The password must not reach a log, so the error names the form and not the text.
    const Error bad(Code::invalid_value, "mqtt", {"URL", "mqtt://[user:password@]host[:port]"});
    BrokerUrl out;
    std::string_view rest = url;
    if (rest.starts_with("mqtts://"))
        out.tls = true;
    else if (!rest.starts_with("mqtt://"))
        return bad;
    rest.remove_prefix(out.tls ? 8 : 7);
    if (rest.ends_with('/')) rest.remove_suffix(1);

    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        const std::string_view who = rest.substr(0, at);
        const auto colon = who.find(':');
        const auto user = decode(who.substr(0, colon));
        const auto password = decode(colon == std::string_view::npos ? "" : who.substr(colon + 1));
        if (!user || !password || user->empty()) return bad;
        out.user = *user;
        out.password = *password;
        rest.remove_prefix(at + 1);
    }

    out.port = out.tls ? "8883" : "1883";
    std::string_view port;
    if (rest.starts_with('[')) {
        const auto close = rest.find(']');
        if (close == std::string_view::npos) return bad;
        out.host = rest.substr(1, close - 1);
        port = rest.substr(close + 1);
    } else {
        const auto colon = rest.find(':');
        out.host = rest.substr(0, colon);
        port = colon == std::string_view::npos ? "" : rest.substr(colon);
    }
    if (!port.empty()) {
        if (port[0] != ':' || !is_port(port.substr(1))) return bad;
        out.port = port.substr(1);
    }
    const bool clean =
        std::ranges::none_of(out.host, [](char c) { return c <= ' ' || c == '/' || c == '?' || c == '#'; });
    if (out.host.empty() || !clean) return bad;
    return out;
}

}  // namespace hatang::mqtt
