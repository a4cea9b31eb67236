// Takes Sparkplug B from the broker, and asks edge nodes to be born again when something is missing.
#pragma once

#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"
#include "telemetry/sparkplug/nodes.hpp"

namespace hatang::telemetry {

class SparkplugReader final : public MessageReader {
  public:
    SparkplugReader(Gate& gate, const Streams& streams, Book& book)
        : gate_(gate), streams_(streams), book_(book) {}
    std::vector<std::string> filters() const override;
    void read(const mqtt::Publish&, Instant now, Incoming&) override;

  private:
    Gate& gate_;
    const Streams& streams_;
    Book& book_;
    SparkplugNodes nodes_;
};

}  // namespace hatang::telemetry
