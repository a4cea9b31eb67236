// What a kind of MQTT message brings. Each kind is a reader of its own; message_intake holds what they share:
// commit, acknowledgement, counters.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mqtt/codec.hpp"
#include "telemetry/ingest/connections.hpp"
#include "telemetry/mappings/intake.hpp"

namespace hatang::telemetry {

struct Incoming {
    explicit Incoming(Arrivals a) : arrivals(std::move(a)) {}
    // Who has published; null: somebody at a broker, which knows what they may.
    const MayWrite* may_write = nullptr;
    bool by_broker() const { return may_write == nullptr; }

    Connection* connection = nullptr;  // set before anything can throw
    Taken taken;
    std::vector<std::int64_t> features;  // of the readings, as in an Intake
    Arrivals arrivals;
    std::int64_t lost = 0;  // messages between the last one and this
    // To be published: topic and payload. Only a broker can.
    std::optional<std::pair<std::string, std::string>> answer;
    // What has to be asked of the database before the readings are known: done until it succeeds or refuses.
    std::function<task<void>(Incoming&)> prepare;
};

class MessageReader {
  public:
    virtual ~MessageReader() = default;
    virtual std::vector<std::string> filters() const = 0;
    // Called once for each message. Throws Error when the message is refused as a whole.
    virtual void read(const mqtt::Publish&, Instant now, Incoming&) = 0;
};

}  // namespace hatang::telemetry
