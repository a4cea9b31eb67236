// Inside of the server: what its connections share.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/metrics.hpp"
#include "http/server.hpp"
#include "http/tls_context.hpp"

namespace hatang::http {

class Connection;

struct ServerState {
    ServerState(Loop& l, Router& r, Metrics& m, ServerConfig c)
        : loop(l), router(r), metrics(m), config(std::move(c)), ended(l), stop_watching(l) {}
    Loop& loop;
    Router& router;
    Metrics& metrics;
    ServerConfig config;
    std::optional<boost::asio::ip::tcp::acceptor> acceptor;
    std::shared_ptr<TlsContext> tls;  // replaced when the files change; open connections keep theirs
    int handshakes = 0;
    std::unordered_map<std::string, int> handshakes_by_address;
    std::unordered_set<Connection*> connections;
    int websockets = 0;
    bool accepting = false, stopping = false;
    bool watching = false;
    Signal ended;          // a connection has gone, or no more come
    Signal stop_watching;  // of the certificate

    static task<void> accept(std::shared_ptr<ServerState>);
    static task<void> watch_certificate(std::shared_ptr<ServerState>);
};

// One of the bounded TLS handshakes at once; false: there is no room for this address.
class HandshakeTurn {
  public:
    HandshakeTurn(ServerState&, const std::string& address);
    ~HandshakeTurn();
    HandshakeTurn(const HandshakeTurn&) = delete;
    explicit operator bool() const { return taken_; }

  private:
    ServerState& state_;
    std::string address_;
    bool taken_ = false;
};

}  // namespace hatang::http
