#include "mqtt/client.hpp"

#include "base/error.hpp"
#include "mqtt/limits.hpp"
#include "mqtt/session.hpp"

namespace hatang::mqtt {

Client::Client(Loop& loop, Metrics& metrics, ClientConfig config)
    : state_(std::make_shared<State>(loop, metrics, std::move(config))) {
    metrics.describe("hatang_mqtt_messages_total", "Messages received from the broker");
    metrics.describe("hatang_mqtt_too_large_total", "Messages larger than the limit, read away");
    metrics.describe("hatang_mqtt_reconnects_total", "Connections to the broker that ended");
    metrics.describe("hatang_mqtt_connected", "1 while the broker has accepted the connection");
    metrics.describe("hatang_mqtt_unacknowledged", "Received messages that wait for their commit");
    const std::weak_ptr<State> weak = state_;
    metrics.gauge("hatang_mqtt_connected", [weak] {
        const auto s = weak.lock();
        return s && s->connected() ? 1.0 : 0.0;
    });
    metrics.gauge("hatang_mqtt_unacknowledged", [weak] {
        const auto s = weak.lock();
        return s ? static_cast<double>(s->incoming.size()) : 0.0;
    });
}
Client::~Client() { stop(); }

void Client::subscribe(std::string filter, int qos, std::function<void(Message)> on_message) {
    state_->subscriptions.push_back({std::move(filter), qos, std::move(on_message)});
    if (state_->connected()) state_->send_subscription(state_->subscriptions.size() - 1);
}

void Client::start() {
    if (std::exchange(state_->started, true)) return;
    state_->loop.spawn(State::run(state_), "mqtt.run");
    state_->loop.spawn(State::watch(state_), "mqtt.watch");
}
void Client::stop() { state_->stop(); }

void Client::acknowledge(std::uint64_t token) {
    if (!state_->connected()) return;
    state_->incoming.acknowledge(token, state_->link->out);
    state_->kick();
    if (state_->may_read()) state_->changed.notify_all();
}

bool Client::publish(std::string_view topic, std::string_view payload, int qos, bool retain) {
    if (!state_->connected() || state_->stopping || !is_topic(topic)) return false;
    const std::size_t bytes = topic.size() + payload.size();
    if (bytes > limits::packet_bytes_max - 16 ||
        state_->queued_bytes() + bytes > limits::publish_queue_bytes_max)
        return false;
    const Publish message{
        .topic = topic, .payload = payload, .qos = static_cast<std::uint8_t>(qos > 0), .retain = retain};
    if (qos > 0) {
        if (state_->outgoing.full()) return false;
        state_->outgoing.add(message, state_->link->out);
    } else {
        append_publish(state_->link->out, message);
    }
    state_->kick();
    return true;
}

task<bool> Client::flush(std::chrono::microseconds limit) {
    const auto s = state_;
    const auto until = std::chrono::steady_clock::now() + limit;
    const auto done = [&] {
        return s->outgoing.size() == 0 && (!s->link || (s->link->out.empty() && !s->link->writing));
    };
    while (!done()) {
        const auto left =
            std::chrono::duration_cast<std::chrono::microseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) co_return false;
        co_await s->changed.wait_for(left);
    }
    co_return true;
}

bool Client::connected() const { return state_->connected(); }

std::string Client::endpoint() const {
    const BrokerUrl& url = state_->url;
    const bool v6 = url.host.find(':') != url.host.npos;
    return (url.tls ? "mqtts://" : "mqtt://") + (v6 ? "[" + url.host + "]" : url.host) + ":" + url.port;
}
void Client::pause() { state_->paused = true; }
void Client::resume() {
    state_->paused = false;
    state_->changed.notify_all();
}

}  // namespace hatang::mqtt
