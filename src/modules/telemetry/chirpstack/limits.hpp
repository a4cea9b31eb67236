// Bounds of ChirpStack events.
#pragma once

#include <cstddef>

namespace hatang::telemetry::limits {

// Values of one uplink: a LoRaWAN message holds at most 242 bytes.
inline constexpr std::size_t uplink_values_max = 500;
// A counter that jumps further was set back or belongs to another device.
inline constexpr std::int64_t frames_lost_max = 1'000;
// Devices whose frame counter is remembered, some 60 B each.
inline constexpr std::size_t frame_counters_max = 200'000;

}  // namespace hatang::telemetry::limits
