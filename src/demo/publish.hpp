// Publishes every simulated datastream over MQTT, as devices in the field would, and plays incidents: on
// request (topic `hatang/demo/play`, the name of the incident) and, so that a newcomer sees one, by itself.
#pragma once

#include <cstdint>
#include <vector>

#include "base/loop.hpp"
#include "base/time.hpp"
#include "db/pool.hpp"
#include "demo/signals.hpp"
#include "mqtt/client.hpp"

namespace hatang::demo {

inline constexpr std::string_view play_topic = "hatang/demo/play";

task<std::vector<SensorModel>> read_models(db::Pool&, int at_most);

// Until `stop` is notified.
task<void> publish_city(Clock&, mqtt::Client&, std::vector<SensorModel>, std::uint64_t seed, Signal& stop);

}  // namespace hatang::demo
