// Takes plain JSON from the topics that are declared.
#pragma once

#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"
#include "telemetry/plain_json/topics.hpp"

namespace hatang::telemetry {

class JsonReader final : public MessageReader {
  public:
    JsonReader(Gate& gate, const Streams& streams, Book& book)
        : gate_(gate), streams_(streams), book_(book) {}
    std::vector<std::string> filters() const override;
    // A message of a topic that nobody declares any more is acknowledged and forgotten.
    void read(const mqtt::Publish&, Instant now, Incoming&) override;
    std::vector<JsonTopic> topics;

  private:
    Gate& gate_;
    const Streams& streams_;
    Book& book_;
};

}  // namespace hatang::telemetry
