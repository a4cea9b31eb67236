#include "http/outgoing.hpp"

#include <algorithm>

namespace hatang::http {

bool OutgoingRules::allow(std::string_view text) {
    if (const auto network = Network::parse(text)) {
        networks.push_back(*network);
        return true;
    }
    const auto url = parse_url("https://" + std::string(text) + "/");
    if (!url || url->address || url->host.size() != text.size()) return false;
    hosts.push_back(url->host);
    return true;
}

Result<std::vector<IpAddress>> check_outgoing(const OutgoingRules& rules, const Url& url,
                                              std::span<const IpAddress> addresses) {
    const auto refused = [&](const std::string& why) {
        return Error(Code::outgoing_refused, {}, {url.host, why});
    };
    if (addresses.empty()) return refused("no address");
    const bool host_allowed =
        std::find(rules.hosts.begin(), rules.hosts.end(), url.host) != rules.hosts.end();
    const bool usual_port = url.port == 80 || url.port == 443;
    for (const IpAddress& address : addresses) {
        const bool allowed =
            host_allowed || std::any_of(rules.networks.begin(), rules.networks.end(),
                                        [&](const Network& n) { return n.contains(address); });
        if (!allowed && !is_public(address)) return refused(address.text());
        if (!allowed && !usual_port) return refused("port " + std::to_string(url.port));
    }
    return std::vector<IpAddress>(addresses.begin(), addresses.end());
}

}  // namespace hatang::http
