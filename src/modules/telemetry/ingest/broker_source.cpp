#include "telemetry/ingest/broker_source.hpp"

#include <utility>

#include "base/log.hpp"

namespace hatang::telemetry {

BrokerSource::BrokerSource(MessageIntake& intake) : intake_(intake) {}

void BrokerSource::Sender::acknowledge(std::uint64_t token) {
    if (client && token != 0) client->acknowledge(token);
}
void BrokerSource::Sender::publish(std::string_view topic, std::string_view payload) {
    if (client) (void)client->publish(topic, payload, 0);
}

void BrokerSource::attach(mqtt::Client& client) {
    sender_->client = &client;
    for (MessageReader* reader : readers_)
        for (std::string& filter : reader->filters()) listen(*reader, std::move(filter));
}

void BrokerSource::listen(MessageReader& reader, std::string filter) {
    if (!attached()) return;
    sender_->client->subscribe(std::move(filter), 1, [this, &reader](mqtt::Message message) {
        on_message(reader, std::move(message));
    });
}

void BrokerSource::leave() {
    if (!attached()) return;
    leaving_ = true;
    sender_->client->pause();
}

void BrokerSource::detach() {
    sender_->client = nullptr;
    held_.clear();
}

void BrokerSource::on_message(MessageReader& reader, mqtt::Message message) {
    if (!attached() || leaving_) return;  // not acknowledged: the broker keeps it for us
    const bool waits = !held_.empty() || !take(reader, message);
    if (waits) held_.push_back({&reader, std::move(message)});
    if ((waits || !intake_.database_up()) && !paused_) {
        paused_ = true;
        ++pauses_;
        sender_->client->pause();
        log::warn("telemetry.mqtt_paused", {{"queued", intake_.queued()}});
    }
}

void BrokerSource::on_room() {
    if (!attached() || leaving_) return;
    while (!held_.empty() && take(*held_.front().reader, held_.front().message)) held_.pop_front();
    if (!held_.empty() || !paused_) return;
    paused_ = false;
    sender_->client->resume();
    log::info("telemetry.mqtt_resumed", {});
}

bool BrokerSource::take(MessageReader& reader, const mqtt::Message& message) {
    return intake_.take(reader, {.topic = message.topic, .payload = message.payload}, message.token, sender_);
}

}  // namespace hatang::telemetry
