// Bounds of Sparkplug.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::telemetry::limits {

// Metrics of one message: the largest controllers declare some thousands.
inline constexpr std::size_t sparkplug_metrics_max = 10'000;
inline constexpr std::size_t sparkplug_name_max = 500;
inline constexpr std::size_t sparkplug_nodes_max = 10'000, sparkplug_devices_max = 1'000;
// Names that births have declared, over all nodes: about 200 B each.
inline constexpr std::size_t sparkplug_names_max = 500'000;
// A node that does not answer is asked again after this, not at each of its messages.
inline constexpr std::int64_t rebirth_pause_us = 10 * kSecond;

}  // namespace hatang::telemetry::limits
