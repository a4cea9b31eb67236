// The route table. A route does not compile without its permission, its request and answer types and its
// limits; the same entry serves the request and writes the OpenAPI document.
//
//   router.get<AssetQuery, AssetPage>("/api/v1/assets", {"registry.assets.list", may("asset.read"), "Lists
//   assets"}, handler); router.post<AssetInput, AssetView>("/api/v1/assets", {"registry.assets.create",
//   may("asset.write"), "…"}, handler);
//
// Handlers: task<Reply>(Call&, const In&). In: a described struct (json/describe.hpp) read strictly — from
// the query string for GET and DELETE, from the JSON body otherwise — or Nothing, or RawBody. Query fields
// may be text, integer, number, boolean, Instant, an enum, or optional of these. Reply: a described struct, a
// vector of them, Nothing (204), or Response for other forms. POST answers 201 and honours Idempotency-Key
// unless `meta.creates` is false.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"
#include "http/message.hpp"
#include "json/describe.hpp"

namespace hatang {
class Loop;
class Metrics;
}  // namespace hatang

namespace hatang::http {

struct Nothing {};
struct RawBody {
    std::string bytes;
    std::string content_type;
};

// Who may call a route: everybody, anybody signed in, those who hold a permission for the whole city, or
// those who hold it for a part of the city at least. A route of the last kind filters what it shows and
// changes by the caller's scope; forgetting that is impossible by accident, because may() shuts limited
// holders out.
class Access {
  public:
    enum class Kind { everybody, signed_in, permission, permission_within };
    Kind kind;
    std::string_view permission;
};
constexpr Access everybody() { return {Access::Kind::everybody, {}}; }
constexpr Access signed_in() { return {Access::Kind::signed_in, {}}; }
constexpr Access may(std::string_view permission) { return {Access::Kind::permission, permission}; }
constexpr Access may_within(std::string_view permission) {
    return {Access::Kind::permission_within, permission};
}

struct RouteLimits {
    std::size_t body_bytes_max = 1 << 20;  // larger bodies are cut off before they are read
    int seconds_max = 30;                  // then Code::timeout
    int per_minute_max = 0;  // requests of one account, else address; 0: the general limits only
};

// Requests a minute, any route; a whole minute's worth may come at once. 0: no limit. Offices stand behind
// one address, so an address may do what several busy accounts do.
struct RateLimits {
    int address_per_minute_max = 0;
    int account_per_minute_max = 0;
    bool routes = false;  // whether RouteLimits::per_minute_max hold
};

struct RouteMeta {
    std::string_view id;  // "registry.assets.list": operationId, metric label, test name
    Access access;
    std::string_view summary;  // one English line for the OpenAPI document
    RouteLimits limits = {};
    bool creates = true;  // POST only: 201 and Idempotency-Key; false for acts such as sign-in
};

// Turns the token of a request into a Principal (anonymous when there is none; throws unauthenticated when it
// is bad).
class Authenticator {
  public:
    virtual ~Authenticator() = default;
    virtual task<Principal> authenticate(const Request&) = 0;
};

// Remembers the answers of creating requests by (user, key). `begin` gives the earlier answer of the same
// request, throws idempotency_conflict for a different one, or nothing when the work is to be done.
class IdempotencyStore {
  public:
    virtual ~IdempotencyStore() = default;
    virtual task<std::optional<Response>> begin(const Principal&, std::string_view key,
                                                std::string_view request_hash) = 0;
    virtual task<void> finish(const Principal&, std::string_view key, const Response&) = 0;
    virtual task<void> abandon(const Principal&, std::string_view key) = 0;
};

// Holds back acts that a second person must agree to: gives the answer of a request that waits, or nothing
// when it may go on.
class ApprovalGate {
  public:
    virtual ~ApprovalGate() = default;
    virtual task<std::optional<Response>> hold(const Call&, std::string_view route_id) = 0;
};

// A WebSocket connection, given to the handler of a websocket route. Loop thread only.
class WebSocket {
  public:
    virtual ~WebSocket() = default;
    // Next text message; nothing when the peer has gone. At most message_bytes_max.
    virtual task<std::optional<std::string>> receive() = 0;
    // Queues a text message. False when the peer has gone or its queue is full (slow reader: the caller
    // coalesces).
    virtual bool send(std::string text) = 0;
    virtual std::size_t queued_bytes() const = 0;
    virtual void close() = 0;
    virtual bool open() const = 0;
};

class Router {
  public:
    explicit Router(Metrics&);
    ~Router();
    void use(Authenticator*);
    void use(IdempotencyStore*);
    void use(ApprovalGate*);
    // With a loop, wall-clock limits hold and large answers are compressed on the pool. The Server sets it.
    void use(Loop*);
    void use(RateLimits);  // none until called

    template <class In, class Out, class Handler>
    void get(std::string_view path, RouteMeta meta, Handler handler) {
        add<Method::get, In, Out>(path, meta, std::move(handler));
    }
    template <class In, class Out, class Handler>
    void post(std::string_view path, RouteMeta meta, Handler handler) {
        add<Method::post, In, Out>(path, meta, std::move(handler));
    }
    template <class In, class Out, class Handler>
    void put(std::string_view path, RouteMeta meta, Handler handler) {
        add<Method::put, In, Out>(path, meta, std::move(handler));
    }
    template <class In, class Out, class Handler>
    void patch(std::string_view path, RouteMeta meta, Handler handler) {
        add<Method::patch, In, Out>(path, meta, std::move(handler));
    }
    template <class In, class Out, class Handler>
    void del(std::string_view path, RouteMeta meta, Handler handler) {
        add<Method::del, In, Out>(path, meta, std::move(handler));
    }
    void websocket(std::string_view path, RouteMeta meta,
                   std::function<task<void>(Call&, std::shared_ptr<WebSocket>)>);
    // Files below `folder` (the web application), index.html for unknown paths without a dot.
    void static_files(std::string folder);

    // Called by the server for each request; never throws. The answer to HEAD still has its body: the server
    // leaves it out. After Code::timeout the handler goes on unseen, so what it had begun is committed or
    // rolled back whole.
    task<Response> handle(Request);
    // Performs a request that was held back, now that it is agreed to: in the name of who asked, with the
    // rights they have now. Never throws.
    task<Response> perform_as(Request, Principal);
    // The body limit of the route that a request line names; the default where none matches.
    std::size_t body_limit(Method, std::string_view path) const;
    struct Socket;                                       // a websocket route with its authenticated call
    task<std::shared_ptr<Socket>> open_socket(Request);  // throws Error

    std::string openapi_json() const;
    struct RouteInfo {
        Method method;
        std::string path;
        std::string id;
        Access access;
    };
    std::vector<RouteInfo> routes() const;

  private:
    struct Entry;
    struct State;
    std::unique_ptr<State> state_;

    using Erased = std::function<task<Response>(Call&)>;
    struct Shape {
        std::function<void(json::Writer&, json::Schemas&)> in, out;  // empty: none
        bool in_is_query = false, raw_body = false, raw_reply = false;
    };
    void add_entry(Method, std::string_view path, RouteMeta, Shape, Erased);

    struct Exchange;  // one request under way; it outlives handle() when the limit has passed
    task<void> answer(std::shared_ptr<Exchange>);
    static task<void> perform(State&, std::shared_ptr<Exchange>);
    static task<Response> call_handler(State&, Exchange&);
    task<void> finish(const Request&, Response&);

    template <Method method, class In, class Out, class Handler>
    void add(std::string_view path, RouteMeta meta, Handler handler);

    template <class In, bool from_query>
    static In input_of(Call&);
    static json::Document body_document(Call&);  // checks Content-Type; throws the errors of json::parse
    static std::string_view content_type(const Call&);
};

}  // namespace hatang::http

#include "http/router_impl.hpp"
