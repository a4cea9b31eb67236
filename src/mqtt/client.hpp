// An MQTT 3.1.1/5 client on the loop (libmosquitto behind it). QoS 1 messages are acknowledged only when the consumer
// says so: what is not yet committed is not yet acknowledged, and the broker sends it again after a crash.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"

namespace hatang {
class Metrics;
}

namespace hatang::mqtt {

struct ClientConfig {
    std::string url = "mqtt://127.0.0.1:1883";  // mqtt:// or mqtts://, with user:password@ when the broker asks
    std::string client_id;                      // stable: the broker keeps the session over a restart
    bool clean_session = false;
    int inflight_max = 1'000;  // messages that the broker sends before it wants acknowledgements
};

struct Message {
    std::string topic;
    std::string payload;
    int qos = 0;
    std::uint64_t token = 0;  // for Client::acknowledge, QoS 1 only
};

// libmosquitto acknowledges QoS 1 when its message callback returns. Design choice for the implementer: see mqtt/client.cpp.
class Client {
  public:
    Client(Loop&, Metrics&, ClientConfig);
    ~Client();
    // Connects and reconnects for ever with growing pauses; subscriptions are renewed. Messages arrive on the loop.
    void subscribe(std::string filter, int qos, std::function<void(Message)> on_message);
    void start();
    void stop();
    void acknowledge(std::uint64_t token);
    // Queues a message; false when the queue is full or there is no connection yet.
    bool publish(std::string_view topic, std::string_view payload, int qos, bool retain = false);
    bool connected() const;
    // Stops reading from the socket (back-pressure) and goes on.
    void pause();
    void resume();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang::mqtt
