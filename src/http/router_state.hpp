// Inside of the router: its table and what it needs to serve.
#pragma once

#include <deque>
#include <filesystem>

#include "http/rate_limit.hpp"
#include "http/route_table.hpp"
#include "http/router.hpp"

namespace hatang::http {

using SocketHandler = std::function<task<void>(Call&, std::shared_ptr<WebSocket>)>;

struct Router::Entry {
    Method method;
    std::string path;
    RouteMeta meta;
    Shape shape;
    Erased handler;
    SocketHandler socket;  // set: a websocket route, and no handler
};

struct Router::State {
    Metrics& metrics;
    Loop* loop = nullptr;
    Authenticator* authenticator = nullptr;
    IdempotencyStore* idempotency = nullptr;
    ApprovalGate* gate = nullptr;
    std::deque<Entry> entries;
    RouteTable table;
    std::optional<std::filesystem::path> static_folder;
    RateLimits rates;
    std::optional<TokenBuckets> buckets;

    // Throw too_many_requests. Where a proxy is in front, the address is the browser's.
    void count_address(const std::string& address);
    void count_caller(const Entry&, const Principal&, const std::string& address);
};

// A websocket route whose upgrade has been allowed. Holds the request that the call refers to.
struct Router::Socket {
    explicit Socket(Request r) : request(std::move(r)), call(request) {}
    Request request;
    Call call;
    SocketHandler handler;
};

}  // namespace hatang::http
