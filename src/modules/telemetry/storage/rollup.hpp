// Minimum, maximum, sum and counts of readings in buckets of time. Readings of quality bad are only counted.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

// Local midnight of Việt Nam lies this much before midnight UTC; buckets of a day begin there.
inline constexpr std::int64_t midnight_offset_us = 7 * kHour;

inline std::int64_t bucket_start(std::int64_t t_us, std::int64_t width_us) {
    const std::int64_t local = t_us + midnight_offset_us;
    const std::int64_t inside = ((local % width_us) + width_us) % width_us;
    return t_us - inside;
}

struct Rollup {
    std::int64_t n = 0, n_bad = 0;
    double least = std::numeric_limits<double>::quiet_NaN(), most = least;  // NaN while n is 0
    double sum = 0;

    void add(double value, Quality quality) {
        if (quality == Quality::bad) {
            ++n_bad;
            return;
        }
        ++n;
        least = std::fmin(least, value);
        most = std::fmax(most, value);
        sum += value;
    }
    void add(const Rollup& other) {
        n += other.n;
        n_bad += other.n_bad;
        least = std::fmin(least, other.least);
        most = std::fmax(most, other.most);
        sum += other.sum;
    }
};

struct BucketRollup {
    std::int64_t start_us = 0;
    Rollup rollup;
};

// One entry per bucket that has readings, in order. `points` sorted by time.
inline std::vector<BucketRollup> roll_up(std::span<const Point> points, std::int64_t width_us) {
    std::vector<BucketRollup> out;
    for (const Point& p : points) {
        if (out.empty() || p.t_us >= out.back().start_us + width_us)
            out.push_back({bucket_start(p.t_us, width_us), {}});
        out.back().rollup.add(p.value, p.quality);
    }
    return out;
}

// The finest level that holds about four readings or more per row, in seconds (60, 900, 3600 or 86400).
inline std::int64_t rollup_from_s(const std::optional<double>& interval_s) {
    constexpr double readings_least = 4;
    for (const std::int64_t level_s : {60, 900, 3'600})
        if (!interval_s || *interval_s * readings_least <= static_cast<double>(level_s)) return level_s;
    return 86'400;
}

}  // namespace hatang::telemetry
