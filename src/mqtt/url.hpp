// Where the broker is: mqtt://[user[:password]@]host[:port], mqtts:// for TLS. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::mqtt {

struct BrokerUrl {
    bool tls = false;
    std::string host, port, user, password;
};

// Error: invalid_value. User and password are percent-decoded; ports default to 1883 and 8883. IPv6 hosts
// stand in brackets.
Result<BrokerUrl> parse_broker_url(std::string_view url);

}  // namespace hatang::mqtt
