// Which rules watch which datastreams. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "alarms/engine/engine.hpp"
#include "alarms/rules/rule.hpp"

namespace hatang::alarms {

struct WatchedStream {
    std::int64_t id = 0, asset_id = 0;  // asset 0: none
    std::string asset_class, property;  // class empty: none
    std::optional<double> interval_s;
};

// A rule over the datastream itself goes before one over its class; of several no-data rules the first of
// these counts.
std::vector<engine::StreamPlan> make_plans(std::span<const Rule>, std::span<const WatchedStream>);

// How long a stream may be silent: what the rule says, or three declared intervals.
std::int64_t silence_us(std::optional<double> interval_s, double rule_delay_s = 0);

}  // namespace hatang::alarms
