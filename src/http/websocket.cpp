#include "http/websocket.hpp"

#include <boost/beast/core/buffers_to_string.hpp>

#include "base/log.hpp"
#include "http/limits.hpp"

namespace hatang::http {
namespace ws = beast::websocket;

WebSocketSession::WebSocketSession(std::shared_ptr<ServerState> server, std::shared_ptr<Transport> transport)
    : server_(std::move(server)),
      transport_(std::move(transport)),
      stream_(*transport_),
      changed_(server_->loop) {
    ++server_->websockets;
}
WebSocketSession::~WebSocketSession() { --server_->websockets; }

task<void> WebSocketSession::run(const beast::http::request<beast::http::string_body>& upgrade,
                                 Router::Socket& socket) {
    const auto self = shared_from_this();
    transport_->tcp().expires_never();  // the timeouts of the WebSocket stream take over
    stream_.set_option(ws::stream_base::timeout{limits::websocket_handshake, limits::websocket_idle, true});
    stream_.set_option(ws::stream_base::decorator([id = socket.call.id](ws::response_type& answer) {
        answer.set("X-Request-Id", id);
        answer.set("X-Content-Type-Options", "nosniff");
    }));
    stream_.read_message_max(limits::websocket_message_bytes_max);
    stream_.text(true);
    Io accept{[&](auto done) { stream_.async_accept(upgrade, std::move(done)); }};
    if (co_await accept) co_return;

    open_ = reading_ = true;
    server_->loop.spawn(read_all(self), "http.websocket_read");
    try {
        std::shared_ptr<WebSocket> given = self;
        co_await socket.handler(socket.call, std::move(given));
    } catch (const std::exception& e) {
        log::error("http.websocket_failed", {{"request", socket.call.id}, {"error", e.what()}});
    }
    close();
    while (reading_ || writing_) co_await changed_.wait();
}

// Reads ahead of the handler: so a peer that has gone is noticed and pings are answered while the handler is
// busy.
task<void> WebSocketSession::read_all(std::shared_ptr<WebSocketSession> self) {
    beast::flat_buffer buffer;
    while (self->open_) {
        while (self->open_ && self->inbox_.size() >= limits::websocket_inbox_max)
            co_await self->changed_.wait();
        Io read{[&](auto done) { self->stream_.async_read(buffer, std::move(done)); }};
        if (co_await read) break;
        if (!self->stream_.got_text()) {
            self->close();
            buffer.consume(buffer.size());
            continue;  // until the peer has answered the close
        }
        self->inbox_.push_back(beast::buffers_to_string(buffer.data()));
        buffer.consume(buffer.size());
        self->changed_.notify_all();
    }
    self->reading_ = false;
    self->end();
}

task<std::optional<std::string>> WebSocketSession::receive() {
    const auto self = shared_from_this();
    while (inbox_.empty()) {
        if (!open_ || closing_) co_return std::nullopt;
        co_await changed_.wait();
    }
    std::string text = std::move(inbox_.front());
    inbox_.pop_front();
    changed_.notify_all();
    co_return text;
}

bool WebSocketSession::send(std::string text) {
    if (!open_ || closing_ || outbox_bytes_ + text.size() > limits::websocket_queue_bytes_max) return false;
    outbox_bytes_ += text.size();
    outbox_.push_back(std::move(text));
    if (!std::exchange(writing_, true))
        server_->loop.spawn(write_all(shared_from_this()), "http.websocket_write");
    return true;
}

// One writer at a time; a close goes out after what was queued before it.
task<void> WebSocketSession::write_all(std::shared_ptr<WebSocketSession> self) {
    while (self->open_ && !self->outbox_.empty()) {
        Io write{[&](auto done) {
            self->stream_.async_write(asio::buffer(self->outbox_.front()), std::move(done));
        }};
        if (co_await write) {
            self->end();
            break;
        }
        self->outbox_bytes_ -= self->outbox_.front().size();
        self->outbox_.pop_front();
        self->changed_.notify_all();
    }
    if (self->open_ && self->closing_) {
        Io goodbye{[&](auto done) { self->stream_.async_close(ws::close_code::normal, std::move(done)); }};
        co_await goodbye;
        self->end();
    }
    self->writing_ = false;
    self->changed_.notify_all();
}

void WebSocketSession::close() {
    if (!open_ || std::exchange(closing_, true)) return;
    changed_.notify_all();
    if (!std::exchange(writing_, true))
        server_->loop.spawn(write_all(shared_from_this()), "http.websocket_close");
}

void WebSocketSession::abort() {
    transport_->tcp().close();
    end();
}

void WebSocketSession::end() {
    open_ = false;
    outbox_bytes_ = 0;
    changed_.notify_all();
}

}  // namespace hatang::http
