// Inside of the server: a WebSocket connection (RFC 6455). Without permessage-deflate: the live channel sends
// small changes to many readers, and a window of 32 kB for each would cost more than it saves.
#pragma once

#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

#include "http/io.hpp"
#include "http/router_state.hpp"
#include "http/server_state.hpp"
#include "http/transport.hpp"

namespace hatang::http {

class WebSocketSession final : public WebSocket, public std::enable_shared_from_this<WebSocketSession> {
  public:
    WebSocketSession(std::shared_ptr<ServerState>, std::shared_ptr<Transport>);
    ~WebSocketSession() override;

    // The handshake, then the handler until it ends or the peer goes.
    task<void> run(const beast::http::request<beast::http::string_body>& upgrade, Router::Socket&);
    void abort();  // without a closing handshake

    task<std::optional<std::string>> receive() override;
    bool send(std::string text) override;
    std::size_t queued_bytes() const override { return outbox_bytes_; }
    void close() override;
    bool open() const override { return open_; }

  private:
    static task<void> read_all(std::shared_ptr<WebSocketSession>);
    static task<void> write_all(std::shared_ptr<WebSocketSession>);
    void end();

    std::shared_ptr<ServerState> server_;
    std::shared_ptr<Transport> transport_;
    beast::websocket::stream<Transport&, false> stream_;  // false: no deflate compiled in
    bool open_ = false, closing_ = false, reading_ = false, writing_ = false;
    std::deque<std::string> inbox_, outbox_;
    std::size_t outbox_bytes_ = 0;
    Signal changed_;  // something came in, was taken out, was written, or the end
};

}  // namespace hatang::http
