// Inside of the server: one TCP connection, one request after the other.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>

#include "http/io.hpp"
#include "http/server_state.hpp"
#include "http/transport.hpp"

namespace hatang::http {

class WebSocketSession;

class Connection {
  public:
    Connection(std::shared_ptr<ServerState>, boost::asio::ip::tcp::socket);
    ~Connection();
    // Keeps the connection alive until it ends.
    static task<void> run(std::shared_ptr<Connection>);
    // For a stop: closes at once when no request is under way, else after its answer.
    void finish();
    // Closes at once.
    void abort();

  private:
    using Parser = beast::http::request_parser<beast::http::string_body>;
    enum class Next { keep, close, linger };  // linger: reads the rest away, so that the answer arrives

    task<void> serve();
    task<bool> handshake();
    task<void> say_goodbye();
    task<Next> one_request();
    // Nothing when the connection ended; an error for a request that is refused before its handler.
    task<std::optional<Error>> read_head();
    task<std::optional<Error>> read_body(std::size_t bytes_max);
    task<Next> refuse(Error);
    task<bool> write(const Response&, bool keep_alive, bool with_body);
    task<bool> write_pieces(const Response&);
    task<Next> upgrade(Request);
    task<void> linger();

    std::shared_ptr<ServerState> server_;
    std::shared_ptr<Transport> stream_;  // shared with the WebSocket session, which may end last
    std::string peer_address_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    bool busy_ = false, gone_ = false;
    std::weak_ptr<WebSocketSession> websocket_;
};

}  // namespace hatang::http
