#include "http/forwarded.hpp"

#include <algorithm>

#include "http/header.hpp"

namespace hatang::http {
namespace {

bool holds(std::span<const Network> networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& n) { return n.contains(address); });
}

std::vector<std::string_view> all_values(const Request& request, std::string_view name) {
    std::vector<std::string_view> out;
    for (const auto& [key, value] : request.headers)
        if (same_token(key, name))
            for (const std::string_view part : split_list(value, ',')) out.push_back(part);
    return out;
}

// "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]:4711", "2001:db8::1": proxies write all of these.
std::optional<IpAddress> hop(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == text.npos) return {};
        return IpAddress::parse(text.substr(1, end - 1));
    }
    if (std::count(text.begin(), text.end(), ':') == 1) text = text.substr(0, text.find(':'));
    return IpAddress::parse(text);
}

}  // namespace

Sender sender_of(const Request& request, const std::string& peer, bool tls,
                 std::span<const Network> trusted) {
    Sender out{peer, tls};
    auto current = IpAddress::parse(peer);
    if (!current) return out;
    out.address = current->text();
    if (!holds(trusted, *current)) return out;

    const auto protocols = all_values(request, "X-Forwarded-Proto");
    if (!protocols.empty()) out.secure = same_token(protocols.back(), "https");
    auto hops = all_values(request, "X-Forwarded-For");
    while (!hops.empty() && holds(trusted, *current)) {
        const auto next = hop(hops.back());
        if (!next) break;
        current = next;
        hops.pop_back();
    }
    out.address = current->text();
    return out;
}

}  // namespace hatang::http
