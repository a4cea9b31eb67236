// A server of MQTT 3.1.1 that devices publish to: no broker, nobody subscribes (docs/decisions/0016). It
// knows the protocol; who may come in and what becomes of a message is for others to say. A message of QoS 1
// or 2 is acknowledged when its receiver says so, in the order of the messages.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/loop.hpp"
#include "mqtt/codec.hpp"
#include "mqtt/limits.hpp"

namespace boost::asio::ssl {
class context;
}
namespace hatang {
class Metrics;
}

namespace hatang::mqtt {

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 1883;  // 0: any free one
    // What a connection that begins now uses; empty: no TLS.
    std::function<std::shared_ptr<boost::asio::ssl::context>()> tls = {};
    int connections_max = limits::devices_max;
    std::chrono::milliseconds connect_max = limits::device_connect_max;
};

// Who asks to come in, as CONNECT says.
struct Visitor {
    std::string client_id, user, password, address;
};

// An accepted connection, as its receiver sees it.
class DeviceLink {
  public:
    virtual ~DeviceLink() = default;
    // In any order. Tokens of messages that need no answer are ignored.
    virtual void acknowledge(std::uint64_t token) = 0;
    virtual void close(std::string_view reason) = 0;
};

// Takes the messages of one connection. Loop thread.
class Receiver {
  public:
    virtual ~Receiver() = default;
    // Once, before anything else. The link is gone when the connection is.
    virtual void begin(std::weak_ptr<DeviceLink>) = 0;
    // True: taken, and acknowledge(token) follows, perhaps at once. False: not now; the connection is not
    // read until Server::resume(), then the message is offered again. Topics that begin with $ are not
    // offered.
    virtual bool take(const Publish&, std::uint64_t token) = 0;
    // A message above limits::packet_bytes_max was read away; the server acknowledges it.
    virtual void too_large(std::string_view topic, std::size_t bytes) = 0;
};

// The return codes of CONNACK (section 3.2.2.3). The server itself gives the second and the third.
enum class Entry : std::uint8_t {
    accepted = 0,
    wrong_version = 1,
    wrong_client_id = 2,
    unavailable = 3,
    wrong_password = 4,
    not_authorised = 5
};

struct Admission {
    Entry entry = Entry::not_authorised;
    // Connections with one client id throw each other out only within one identity.
    std::string identity = {};
    std::shared_ptr<Receiver> receiver = {};  // when accepted
};

struct ServerHall;

class Server {
  public:
    // `admit` must not throw.
    Server(Loop&, Metrics&, ServerConfig, std::function<task<Admission>(Visitor)> admit);
    ~Server();
    void listen();  // throws Code::unavailable when the address is taken
    std::uint16_t port() const;
    bool encrypted() const;
    std::size_t connections() const;
    // There is room again: messages that were not taken are offered once more.
    void resume();
    // Nothing is read from here on, no wills are published; acknowledgements still leave.
    void pause();
    task<void> stop();

  private:
    std::shared_ptr<ServerHall> hall_;
};

}  // namespace hatang::mqtt
