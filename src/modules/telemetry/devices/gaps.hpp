// Where the readings of a datastream are missing. Pure.
#pragma once

#include <span>
#include <vector>

#include "base/time.hpp"

namespace hatang::telemetry {

struct Gap {
    Instant from, to;  // the readings around it, or the ends of the range
    std::int64_t missing = 0;
};

// Pauses of more than one and a half intervals in from…to, the oldest first; `times_us` rise.
std::vector<Gap> find_gaps(std::span<const std::int64_t> times_us, std::int64_t interval_us, Instant from,
                           Instant to);

}  // namespace hatang::telemetry
