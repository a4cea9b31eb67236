// The HTTP/1.1 and WebSocket server on the loop.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/loop.hpp"
#include "http/router.hpp"

namespace hatang::http {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    int connections_max = 4'096;
};

struct ServerState;

class Server {
  public:
    Server(Loop&, Router&, Metrics&, ServerConfig);
    ~Server();
    void listen();  // throws Code::unavailable when the address is taken
    std::uint16_t port() const;
    task<void> stop();  // no new connections; those in a request finish (at most 5 s)

  private:
    std::shared_ptr<ServerState> state_;
};

}  // namespace hatang::http
