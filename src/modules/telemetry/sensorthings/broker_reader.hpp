// Observations from the broker: `v1.1/Datastreams(<id>)/Observations`, one Observation or an array of them,
// all or none; `v1.1/Observations`, where each names its Datastream (18-088, section 14.3).
#pragma once

#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"
#include "telemetry/sensorthings/write_observations.hpp"

namespace hatang::telemetry::sta {

class BrokerReader final : public MessageReader {
  public:
    BrokerReader(Gate& gate, const Streams& streams) : gate_(gate), streams_(streams) {}
    std::vector<std::string> filters() const override;
    void read(const mqtt::Message&, Instant now, Incoming&) override;

  private:
    Gate& gate_;
    const Streams& streams_;
};

// The datastream of a topic; nothing when the topic is not of that form.
std::optional<std::int64_t> datastream_of_topic(std::string_view topic);

// The Observations of a message, of one datastream or of those that they name. Throws the errors of
// read_posted, with the place in the array, and too_many_items.
std::vector<PostedObservation> read_message(std::string_view payload, std::optional<std::int64_t> datastream,
                                            Instant now);

}  // namespace hatang::telemetry::sta
