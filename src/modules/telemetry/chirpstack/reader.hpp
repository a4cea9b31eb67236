// Takes the events of ChirpStack v4 from the broker: application/+/device/+/event/{up,status}.
#pragma once

#include <unordered_map>

#include "telemetry/chirpstack/uplink.hpp"
#include "telemetry/decoders/choices.hpp"
#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"

namespace hatang::telemetry {

class ChirpStackReader final : public MessageReader {
  public:
    ChirpStackReader(Gate& gate, const Streams& streams, Book& book, const DecoderChoices& choices)
        : gate_(gate), streams_(streams), book_(book), choices_(choices) {}
    std::vector<std::string> filters() const override;
    void read(const mqtt::Publish&, Instant now, Incoming&) override;

  private:
    void decode_into(const Uplink&, NamedValues&, Taken&) const;
    std::int64_t frames_lost(const Uplink&);
    Gate& gate_;
    const Streams& streams_;
    Book& book_;
    const DecoderChoices& choices_;
    std::unordered_map<std::string, std::int64_t> frames_;  // the last counter by DevEUI
};

}  // namespace hatang::telemetry
