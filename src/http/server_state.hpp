// Inside of the server: what its connections share.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <unordered_set>

#include "base/metrics.hpp"
#include "http/server.hpp"

namespace hatang::http {

class Connection;

struct ServerState {
    ServerState(Loop& l, Router& r, Metrics& m, ServerConfig c)
        : loop(l), router(r), metrics(m), config(std::move(c)), ended(l) {}
    Loop& loop;
    Router& router;
    Metrics& metrics;
    ServerConfig config;
    std::optional<boost::asio::ip::tcp::acceptor> acceptor;
    std::unordered_set<Connection*> connections;
    int websockets = 0;
    bool accepting = false, stopping = false;
    Signal ended;  // a connection has gone, or no more come

    static task<void> accept(std::shared_ptr<ServerState>);
};

}  // namespace hatang::http
