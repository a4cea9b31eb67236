// Takes messages from the MQTT broker and hands them to their readers. A QoS 1 message is acknowledged after
// its commit. While the queue is full or the database away, reading pauses.
#pragma once

#include <deque>

#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"

namespace hatang::telemetry {

class BrokerSource {
  public:
    BrokerSource(Loop&, Gate&, Committer&, Clock&);
    // Before attach().
    void add(MessageReader& reader) { readers_.push_back(&reader); }
    void attach(mqtt::Client&);
    // After attach(): a reader has another filter.
    void listen(MessageReader&, std::string filter);
    // Waits a little for the commits under way and their acknowledgements, then lets go of the client.
    task<void> detach();
    void on_room();
    bool attached() const { return client_ != nullptr; }
    bool connected() const { return client_ && client_->connected(); }
    bool paused() const { return paused_; }
    std::int64_t pauses() const { return pauses_; }

  private:
    struct Held {
        MessageReader* reader;
        mqtt::Message message;
    };
    void on_message(MessageReader&, mqtt::Message);
    bool take(MessageReader&, const mqtt::Message&);  // false: no room now, offer it again
    void settle(const mqtt::Message&, Incoming&);
    task<void> prepare(mqtt::Message, Incoming);
    void refuse(Connection&, const mqtt::Message&, const Error&);
    void acknowledge(const mqtt::Message&);

    Loop& loop_;
    Gate& gate_;
    Committer& committer_;
    Clock& clock_;
    std::vector<MessageReader*> readers_;
    mqtt::Client* client_ = nullptr;
    std::deque<Held> held_;  // arrived after the pause: at most what the client had in flight
    std::int64_t under_way_ = 0, pauses_ = 0;
    int preparing_ = 0;
    bool paused_ = false, leaving_ = false;
    std::int64_t log_second_ = 0;
    int logged_ = 0;
};

}  // namespace hatang::telemetry
