// The byte stream below HTTP and WebSocket, plain TCP or TLS. One type for both, so
// that what stands above is written and compiled once.
#pragma once

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <optional>

#include "http/io.hpp"

namespace hatang::http {

// An AsyncReadStream and AsyncWriteStream of Asio. Its timer (tcp()) covers what TLS does below.
class Transport {
  public:
    using next_layer_type = beast::tcp_stream;
    using executor_type = beast::tcp_stream::executor_type;

    explicit Transport(asio::ip::tcp::socket socket) : tcp_(std::move(socket)) {}

    beast::tcp_stream& tcp() { return tcp_; }
    next_layer_type& next_layer() { return tcp_; }
    const next_layer_type& next_layer() const { return tcp_; }
    executor_type get_executor() { return tcp_.get_executor(); }
    bool encrypted() const { return tls_.has_value(); }

    // From here on the stream is encrypted; a handshake must come first. The session keeps its own reference
    // to what it needs of the context.
    asio::ssl::stream<beast::tcp_stream&>& wrap(asio::ssl::context& context) {
        return tls_.emplace(tcp_, context);
    }
    template <class Handler>
    void async_handshake(asio::ssl::stream_base::handshake_type role, Handler&& handler) {
        tls_->async_handshake(role, std::forward<Handler>(handler));
    }
    // Says goodbye, so that the peer can tell an end from a cut.
    template <class Handler>
    void async_goodbye(Handler&& handler) {
        tls_->async_shutdown(std::forward<Handler>(handler));
    }

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        if (tls_) return tls_->async_read_some(buffers, std::forward<Handler>(handler));
        return tcp_.async_read_some(buffers, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        if (tls_) return tls_->async_write_some(buffers, std::forward<Handler>(handler));
        return tcp_.async_write_some(buffers, std::forward<Handler>(handler));
    }

  private:
    beast::tcp_stream tcp_;
    std::optional<asio::ssl::stream<beast::tcp_stream&>> tls_;
};

// Beast ends a WebSocket with these. The closing frames have been exchanged by then; TCP alone is left to
// end.
inline void teardown(beast::role_type role, Transport& stream, ErrorCode& error) {
    beast::websocket::teardown(role, stream.tcp().socket(), error);
}
template <class Handler>
void async_teardown(beast::role_type role, Transport& stream, Handler&& handler) {
    beast::websocket::async_teardown(role, stream.tcp().socket(), std::forward<Handler>(handler));
}

}  // namespace hatang::http
