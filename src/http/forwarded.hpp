// Who really asks when proxies stand in front. Pure.
#pragma once

#include <span>
#include <string>

#include "base/network.hpp"
#include "http/message.hpp"

namespace hatang::http {

struct Sender {
    std::string address;
    bool secure = false;  // the browser speaks HTTPS
};

// X-Forwarded-For is read from the right, as far as the hops are `trusted`; the first that is not is the
// sender, for everything left of it could be invented. X-Forwarded-Proto counts only from a trusted peer.
// `tls`: the connection to us is encrypted.
Sender sender_of(const Request&, const std::string& peer, bool tls, std::span<const Network> trusted);

}  // namespace hatang::http
