// Observations from the broker: `v1.1/Datastreams(<id>)/Observations`, one Observation or an array of them,
// all or none; the same of a MultiDatastream; `v1.1/Observations` and
// `v1.1/FeaturesOfInterest(<id>)/Observations`, where each names its Datastream (18-088, section 14.3).
#pragma once

#include "db/pool.hpp"
#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"
#include "telemetry/sensorthings/results.hpp"

namespace hatang::telemetry::sta {

class BrokerReader final : public MessageReader {
  public:
    BrokerReader(Gate& gate, const Streams& streams, db::Pool& pool)
        : gate_(gate), streams_(streams), pool_(pool) {}
    std::vector<std::string> filters() const override;
    void read(const mqtt::Publish&, Instant now, Incoming&) override;
    // Called with the readings of each message of a broker that was taken, before their commit.
    std::function<void(std::string_view topic, std::span<const Reading>)> on_taken;
    // Finds or makes the features that Observations name.
    std::function<task<void>(std::vector<FeatureWanted>&)> find_features;

  private:
    struct Posted;
    void know(const std::vector<TermWanted>&);
    void take(std::string_view topic, Incoming&, const std::vector<PostedObservation>&);
    task<void> settle_features(Posted&, Instant now);
    Gate& gate_;
    const Streams& streams_;
    db::Pool& pool_;
    // Codes of terms by datastream and value: they never change, and states come again and again.
    std::map<std::pair<std::int64_t, std::string>, double> codes_;
};

// Nothing when the topic is not of that form.
std::optional<PostedTo> posted_to_topic(std::string_view topic);

// The Observations of a message. Throws the errors of read_posted, with the place in the array, and
// too_many_items.
std::vector<PostedObservation> read_message(std::string_view payload, const PostedTo&, Instant now);

}  // namespace hatang::telemetry::sta
