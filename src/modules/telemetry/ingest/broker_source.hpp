// Takes messages from the MQTT broker. While the queue is full or the database away, reading pauses.
#pragma once

#include <deque>

#include "mqtt/client.hpp"
#include "telemetry/ingest/message_intake.hpp"

namespace hatang::telemetry {

class BrokerSource {
  public:
    explicit BrokerSource(MessageIntake&);
    // Before attach().
    void add(MessageReader& reader) { readers_.push_back(&reader); }
    void attach(mqtt::Client&);
    // After attach(): a reader has another filter.
    void listen(MessageReader&, std::string filter);
    // Reads no more; what was taken is still acknowledged, until the client is let go.
    void leave();
    void detach();
    void on_room();
    bool attached() const { return sender_->client != nullptr; }
    bool connected() const { return attached() && sender_->client->connected(); }
    bool paused() const { return paused_; }
    std::int64_t pauses() const { return pauses_; }

  private:
    struct Sender final : MessageSender {
        void acknowledge(std::uint64_t token) override;
        void publish(std::string_view topic, std::string_view payload) override;
        mqtt::Client* client = nullptr;
    };
    struct Held {
        MessageReader* reader;
        mqtt::Message message;
    };
    void on_message(MessageReader&, mqtt::Message);
    bool take(MessageReader&, const mqtt::Message&);  // false: no room now, offer it again

    MessageIntake& intake_;
    std::vector<MessageReader*> readers_;
    std::shared_ptr<Sender> sender_ = std::make_shared<Sender>();
    std::deque<Held> held_;  // arrived after the pause: at most what the client had in flight
    std::int64_t pauses_ = 0;
    bool paused_ = false, leaving_ = false;
};

}  // namespace hatang::telemetry
