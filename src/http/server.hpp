// The HTTP/1.1 and WebSocket server on the loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/network.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/tls.hpp"

namespace boost::asio::ssl {
class context;
}

namespace hatang::http {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    int connections_max = 4'096;
    std::optional<TlsFiles> tls = {};           // set: HTTPS, and nothing else on this port
    std::vector<Network> trusted_proxies = {};  // whose X-Forwarded-For and X-Forwarded-Proto are believed
    std::chrono::milliseconds certificate_check = limits::certificate_check;
};

struct ServerState;

class Server {
  public:
    Server(Loop&, Router&, Metrics&, ServerConfig);
    ~Server();
    void listen();  // throws Code::unavailable when the address is taken
    std::uint16_t port() const;
    // Of the certificate that is served now; nothing without TLS.
    std::optional<CertificateFacts> certificate() const;
    // For other servers with the same certificate: gives what a connection that begins now uses. Empty
    // without TLS. May outlive this server.
    std::function<std::shared_ptr<boost::asio::ssl::context>()> tls() const;
    task<void> stop();  // no new connections; those in a request finish (at most 5 s)

  private:
    std::shared_ptr<ServerState> state_;
};

}  // namespace hatang::http
