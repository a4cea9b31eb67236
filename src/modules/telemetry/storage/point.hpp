// One reading of a known stream.
#pragma once

#include <cstdint>

#include "telemetry/reading.hpp"

namespace hatang::telemetry {

struct Point {
    std::int64_t t_us = 0;  // since 1970 UTC
    double value = 0;
    Quality quality = Quality::good;
};

inline bool earlier(const Point& a, const Point& b) { return a.t_us < b.t_us; }

}  // namespace hatang::telemetry
