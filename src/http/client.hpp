// Calls to other servers: one request, one answer, within limits, through the one guard (outgoing.hpp). The
// name is resolved once, every address is checked, and the connection goes to exactly a checked address; TLS
// verifies the chain and the name. Redirects are not followed: a 3xx is the answer.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "http/message.hpp"
#include "http/outgoing.hpp"

namespace hatang::http {

struct OutgoingRequest {
    Method method = Method::get;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;  // Content-Type is among the headers
};
struct OutgoingLimits {
    std::size_t bytes_max = 1 << 20;       // of the answer's body
    std::chrono::seconds seconds_max{10};  // from the first look at the name to the last byte
};

using Resolve = std::function<task<std::vector<IpAddress>>(std::string host)>;

struct ClientConfig {
    OutgoingRules rules;
    std::string ca_file;  // PEM, beside the authorities of the system; empty: those alone
    Resolve resolve;      // empty: the resolver of the system
};

class Client {
  public:
    // Throws unreadable_file when the authorities cannot be read.
    Client(Loop&, ClientConfig);
    ~Client();
    // Any status is an answer. Throws invalid_value (url), outgoing_refused, outgoing_failed (name,
    // connection, certificate, answer too large or malformed), timeout.
    task<Response> send(OutgoingRequest, OutgoingLimits);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang::http
