// Takes observations from the MQTT broker: v1.1/Datastreams(<id>)/Observations, one Observation or an array
// of them. A QoS 1 message is acknowledged after its commit. While the queue is full or the database away,
// reading pauses.
#pragma once

#include <deque>

#include "mqtt/client.hpp"
#include "telemetry/ingest/gate.hpp"

namespace hatang::telemetry {

class BrokerSource {
  public:
    BrokerSource(Loop&, Gate&, Committer&, Clock&);
    void attach(mqtt::Client&);
    // Waits a little for the commits under way and their acknowledgements, then lets go of the client.
    task<void> detach();
    void on_room();

  private:
    void on_message(mqtt::Message);
    bool take(const mqtt::Message&);  // false: no room now, offer it again
    void refuse(const mqtt::Message&, const Error&);
    void acknowledge(const mqtt::Message&);

    Loop& loop_;
    Gate& gate_;
    Committer& committer_;
    Clock& clock_;
    mqtt::Client* client_ = nullptr;
    std::deque<mqtt::Message> held_;  // arrived after the pause: at most what the client had in flight
    std::int64_t under_way_ = 0;
    bool paused_ = false, leaving_ = false;
    std::int64_t log_second_ = 0;
    int logged_ = 0;
};

// The datastream of a topic; nothing when the topic is not of that form.
std::optional<std::int64_t> datastream_of_topic(std::string_view topic);

}  // namespace hatang::telemetry
