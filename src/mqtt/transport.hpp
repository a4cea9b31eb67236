// Inside of the client: one TCP or TLS connection to the broker.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "base/loop.hpp"
#include "mqtt/url.hpp"

namespace hatang::mqtt {

class Transport {
  public:
    Transport(Loop&, const BrokerUrl&);
    // Each throws Code::unavailable with the reason.
    task<void> connect();
    task<std::size_t> read_some(std::span<char>);
    task<void> write(std::string_view);
    // Wakes whoever waits; they see an error.
    void close();
    bool closed() const { return closed_; }

  private:
    BrokerUrl url_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::context> context_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
    bool closed_ = false;
};

}  // namespace hatang::mqtt
