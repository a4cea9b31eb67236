// An MQTT 3.1.1 client on the loop. QoS 1 messages are acknowledged only when the consumer says so: what is
// not yet committed is not yet acknowledged, and the broker sends it again after a crash
// (docs/decisions/0003-own-mqtt-client.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/loop.hpp"

namespace hatang {
class Metrics;
}

namespace hatang::mqtt {

struct ClientConfig {
    std::string url =
        "mqtt://127.0.0.1:1883";  // mqtt:// or mqtts://, with user:password@ when the broker asks
    std::string client_id;        // stable: the broker keeps the session over a restart
    bool clean_session = false;
    // Messages that wait for acknowledge(); then the socket is not read. The broker has its own bound as well
    // (mosquitto: max_inflight_messages, 20 unless its configuration says more).
    int inflight_max = 1'000;
};

struct Message {
    std::string topic;
    std::string payload;
    int qos = 0;
    std::uint64_t token = 0;  // for Client::acknowledge, QoS 1 only
};

class Client {
  public:
    // Throws Code::invalid_value when the URL is malformed.
    Client(Loop&, Metrics&, ClientConfig);
    ~Client();
    // Connects and reconnects for ever with growing pauses; subscriptions are renewed. Messages arrive on the
    // loop, each at the first subscription whose filter fits. QoS 0 or 1.
    void subscribe(std::string filter, int qos, std::function<void(Message)> on_message);
    void start();
    void stop();
    // In any order; the broker hears them in the order of the messages (section 4.6). Tokens of an earlier
    // connection are ignored: the broker sends those messages again.
    void acknowledge(std::uint64_t token);
    // Queues a message; false when the queue is full, there is no connection, or the topic is not one to
    // publish to. QoS 1 messages are sent again after a reconnection until the broker has acknowledged them.
    bool publish(std::string_view topic, std::string_view payload, int qos, bool retain = false);
    // True when all that was published has left (QoS 0) or was acknowledged (QoS 1); false after `limit`.
    task<bool> flush(std::chrono::microseconds limit);
    bool connected() const;
    // The broker for others: scheme, host and port, without user and password.
    std::string endpoint() const;
    // Stops reading from the socket (back-pressure) and goes on.
    void pause();
    void resume();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang::mqtt
