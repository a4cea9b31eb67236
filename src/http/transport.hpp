// The byte stream below HTTP and WebSocket, plain TCP or TLS. One type for both, and one type of handler and
// of buffers below it: Asio makes a whole chain of templates for each, which took most of the time to compile
// this module.
#pragma once

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "http/io.hpp"

namespace hatang::http {

// A completion handler of any type.
class Done {
  public:
    template <class Handler>
    requires(!std::is_same_v<std::decay_t<Handler>, Done>) explicit Done(Handler&& handler)
        : held_(std::make_unique<Held<std::decay_t<Handler>>>(std::forward<Handler>(handler))) {}

    void operator()(ErrorCode error, std::size_t bytes = 0) {
        const auto held = std::move(held_);  // the handler may end what owns us
        held->call(error, bytes);
    }

  private:
    struct AnyHandler {
        virtual ~AnyHandler() = default;
        virtual void call(ErrorCode, std::size_t) = 0;
    };
    template <class Handler>
    struct Held final : AnyHandler {
        explicit Held(Handler h) : handler(std::move(h)) {}
        void call(ErrorCode error, std::size_t bytes) override {
            if constexpr (std::is_invocable_v<Handler&, ErrorCode, std::size_t>)
                handler(error, bytes);
            else
                handler(error);
        }
        Handler handler;
    };
    std::unique_ptr<AnyHandler> held_;
};

// Some of the buffers of a sequence: "some" is all that a read or write of a stream promises.
template <class Buffer>
class SomeBuffers {
  public:
    using value_type = Buffer;
    using const_iterator = const Buffer*;

    template <class Sequence>
    explicit SomeBuffers(const Sequence& all) {
        for (auto at = asio::buffer_sequence_begin(all); at != asio::buffer_sequence_end(all); ++at) {
            const Buffer buffer(*at);
            if (buffer.size() == 0) continue;
            buffers_[count_++] = buffer;
            if (count_ == buffers_.size()) break;
        }
    }
    const_iterator begin() const { return buffers_.data(); }
    const_iterator end() const { return buffers_.data() + count_; }

  private:
    std::array<Buffer, 16> buffers_;
    std::size_t count_ = 0;
};

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
    void async_handshake(asio::ssl::stream_base::handshake_type, Done);
    // Says goodbye, so that the peer can tell an end from a cut.
    void async_goodbye(Done);

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        read_some(SomeBuffers<asio::mutable_buffer>(buffers), Done(std::forward<Handler>(handler)));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        write_some(SomeBuffers<asio::const_buffer>(buffers), Done(std::forward<Handler>(handler)));
    }
    // A WebSocket ends with this: its closing frames have been exchanged, TCP alone is left to end.
    void async_teardown(beast::role_type, Done);

  private:
    void read_some(const SomeBuffers<asio::mutable_buffer>&, Done);
    void write_some(const SomeBuffers<asio::const_buffer>&, Done);

    beast::tcp_stream tcp_;
    std::optional<asio::ssl::stream<beast::tcp_stream&>> tls_;
};

// Beast finds these by their names.
inline void teardown(beast::role_type role, Transport& stream, ErrorCode& error) {
    beast::websocket::teardown(role, stream.tcp().socket(), error);
}
template <class Handler>
void async_teardown(beast::role_type role, Transport& stream, Handler&& handler) {
    stream.async_teardown(role, Done(std::forward<Handler>(handler)));
}

}  // namespace hatang::http
