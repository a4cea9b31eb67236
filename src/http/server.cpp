#include "http/server.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "base/listen.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "http/connection.hpp"
#include "http/limits.hpp"
#include "http/server_state.hpp"

namespace hatang::http {
using boost::asio::ip::tcp;
namespace {

// Too many connections: an answer that needs no memory and no waiting.
void turn_away(tcp::socket socket) {
    static constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: "
        "close\r\n\r\n";
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(answer), ignored);
}

}  // namespace

Server::Server(Loop& loop, Router& router, Metrics& metrics, ServerConfig config)
    : state_(std::make_shared<ServerState>(loop, router, metrics, std::move(config))) {
    router.use(&loop);
    metrics.describe("hatang_http_connections", "Open HTTP connections, WebSockets included");
    metrics.describe("hatang_http_websockets", "Open WebSocket connections");
    metrics.describe("hatang_http_handshake_failed_total", "TLS handshakes that failed or took too long");
    // The metrics may outlive the loop, so they must not keep the acceptor alive.
    const std::weak_ptr<ServerState> weak = state_;
    metrics.gauge("hatang_http_connections", [weak] {
        const auto s = weak.lock();
        return s ? static_cast<double>(s->connections.size()) : 0;
    });
    metrics.gauge("hatang_http_websockets", [weak] {
        const auto s = weak.lock();
        return s ? static_cast<double>(s->websockets) : 0;
    });
}
Server::~Server() = default;

void Server::listen() {
    const ServerConfig& config = state_->config;
    state_->acceptor.emplace(listen_at(state_->loop, config.address, config.port, config.connections_max));
    if (state_->config.tls) {
        state_->tls = load_tls(*state_->config.tls);
        state_->watching = true;
        state_->loop.spawn(ServerState::watch_certificate(state_), "http.certificate");
    }
    state_->accepting = true;
    state_->loop.spawn(ServerState::accept(state_), "http.accept");
}

std::uint16_t Server::port() const { return state_->acceptor->local_endpoint().port(); }

std::function<std::shared_ptr<asio::ssl::context>()> Server::tls() const {
    if (!state_->tls) return {};
    return [state = state_] { return std::shared_ptr<asio::ssl::context>(state->tls, &state->tls->context); };
}

std::optional<CertificateFacts> Server::certificate() const {
    return state_->tls ? std::optional(state_->tls->facts) : std::nullopt;
}

// A renewed certificate is served to whoever comes next. Files that do not fit together (caught between two
// writes, or a slip of the operator) leave the old one in service and are tried again.
task<void> ServerState::watch_certificate(std::shared_ptr<ServerState> state) {
    const TlsFiles files = *state->config.tls;
    FileStamp served = stamp_of(files);
    while (!state->stopping) {
        co_await state->stop_watching.wait_for(state->config.certificate_check);
        if (state->stopping) break;
        try {
            const auto look = [files] { return stamp_of(files); };
            const FileStamp now = co_await state->loop.blocking(look);
            if (now == served) continue;
            const auto read = [files] { return load_tls(files); };
            state->tls = co_await state->loop.blocking(read);
            served = now;
            log::info("http.certificate_loaded", {{"subject", state->tls->facts.subject},
                                                  {"not_after", to_rfc3339(state->tls->facts.not_after)}});
        } catch (const std::exception& e) {
            log::error("http.certificate_refused", {{"error", e.what()}});
        }
    }
    state->watching = false;
    state->ended.notify_all();
}

HandshakeTurn::HandshakeTurn(ServerState& state, const std::string& address)
    : state_(state), address_(address) {
    if (state.handshakes >= limits::tls_handshakes_max) return;
    const auto peer = IpAddress::parse(address);
    const bool exempt =
        peer && std::any_of(state.config.trusted_proxies.begin(), state.config.trusted_proxies.end(),
                            [&](const Network& n) { return n.contains(*peer); });
    int& mine = state.handshakes_by_address[address];
    if (!exempt && mine >= limits::tls_handshakes_per_address_max) return;
    ++mine;
    ++state.handshakes;
    taken_ = true;
}
HandshakeTurn::~HandshakeTurn() {
    if (!taken_) return;
    --state_.handshakes;
    const auto mine = state_.handshakes_by_address.find(address_);
    if (--mine->second == 0) state_.handshakes_by_address.erase(mine);
}

task<void> ServerState::accept(std::shared_ptr<ServerState> state) {
    while (!state->stopping) {
        tcp::socket socket(state->loop.native());
        Io accepted{[&](auto done) { state->acceptor->async_accept(socket, std::move(done)); }};
        const ErrorCode error = co_await accepted;
        if (state->stopping) break;
        if (error) {  // out of descriptors, or the peer left at once
            log::warn("http.accept_failed", {{"error", error.message()}});
            co_await state->loop.sleep(std::chrono::milliseconds(100));
        } else if (state->connections.size() >= static_cast<std::size_t>(state->config.connections_max)) {
            state->metrics.count("hatang_http_turned_away_total");
            turn_away(std::move(socket));
        } else {
            auto connection = std::make_shared<Connection>(state, std::move(socket));
            state->loop.spawn(Connection::run(std::move(connection)), "http.connection");
        }
    }
    state->accepting = false;
    state->ended.notify_all();
}

task<void> Server::stop() {
    const auto state = state_;
    state->stopping = true;
    state->stop_watching.notify_all();
    ErrorCode ignored;
    if (state->acceptor) state->acceptor->close(ignored);
    const auto each = [&](auto act) {
        const std::vector<Connection*> all(state->connections.begin(), state->connections.end());
        for (Connection* c : all)
            if (state->connections.contains(c)) act(*c);
    };
    const auto wait_for_all = [&](std::chrono::steady_clock::time_point until) -> task<void> {
        while ((state->accepting || state->watching || !state->connections.empty()) &&
               std::chrono::steady_clock::now() < until)
            co_await state->ended.wait_for(std::chrono::milliseconds(100));
    };
    each([](Connection& c) { c.finish(); });
    co_await wait_for_all(std::chrono::steady_clock::now() + limits::stop_grace);
    each([](Connection& c) { c.abort(); });
    co_await wait_for_all(std::chrono::steady_clock::now() + std::chrono::seconds(1));
}

}  // namespace hatang::http
