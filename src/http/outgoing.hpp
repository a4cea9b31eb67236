// The one guard of every outgoing call (server-side request forgery): where the program may connect to. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/network.hpp"
#include "http/url.hpp"

namespace hatang::http {

// What the operator allows beside the Internet: networks, and hosts by name (exact, whatever they resolve
// to).
struct OutgoingRules {
    std::vector<Network> networks;
    std::vector<std::string> hosts;  // lower case
    // Reads "10.1.0.0/16", "192.0.2.7" or "keycloak.hanoi.gov.vn"; false when it is neither.
    bool allow(std::string_view network_or_host);
};

// Refuses (outgoing_refused) a host that resolves to an address which the Internet does not route to
// (is_public) and the operator has not allowed; all addresses of a name must pass, for who answers for the
// name chooses their order. Ports other than 80 and 443 only for what the operator allowed. No addresses:
// refused.
Result<std::vector<IpAddress>> check_outgoing(const OutgoingRules&, const Url&, std::span<const IpAddress>);

}  // namespace hatang::http
