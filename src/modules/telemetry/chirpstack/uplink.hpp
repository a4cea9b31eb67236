// Events of ChirpStack v4 in its JSON form (chirpstack.io/docs/chirpstack/integrations/events.html). Fields
// that are of no use here are not looked at: its releases add some. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "telemetry/mappings/intake.hpp"

namespace hatang::telemetry {

struct UplinkTopic {
    std::string_view dev_eui, event;
};
// application/APPLICATION/device/DEVEUI/event/EVENT; nothing for another form. The DevEUI is 16 hexadecimal
// digits.
std::optional<UplinkTopic> uplink_topic(std::string_view topic);

using NamedValues = std::vector<std::pair<std::string, NamedValue>>;

struct Uplink {
    std::string dev_eui, profile;
    std::optional<Instant> time;
    std::optional<std::int64_t> frame;  // fCnt
    std::int64_t port = 0;
    std::optional<std::string> data;  // the bytes of the device
    NamedValues object;               // what the codec of ChirpStack made of them
};
// Errors: those of JSON, and `where` in the message.
Uplink parse_uplink(std::string_view json);
// Of a status event: "battery" in per cent and "margin" in dB, where they are known.
Uplink parse_status(std::string_view json);

// The numbers, booleans and texts below a value, by path: {"a":{"b":1},"c":[true]} gives a.b and c.0. At most
// `uplink_values_max`; throws too_many_items.
void flatten(json::Value, const std::string& name, NamedValues& out);

}  // namespace hatang::telemetry
