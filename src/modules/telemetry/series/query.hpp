// A range of one datastream, raw or in buckets.
#pragma once

#include <cstdint>
#include <vector>

#include "base/task.hpp"
#include "base/time.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/rollup.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

struct SeriesQuery {
    Instant from, to;         // both inclusive
    std::int64_t points = 0;  // at most this many buckets
    bool raw = false;         // every reading, or too_many_items beyond limits::raw_points_max
};

struct SeriesData {
    Instant from, to;  // of whole buckets when aggregated
    bool aggregated = false;
    std::int64_t bucket_us = 0;
    std::vector<Point> points;          // when not aggregated
    std::vector<BucketRollup> buckets;  // when aggregated; only those with readings that are not bad
};

// Readings that are no more than `query.points` come as they are; more come in buckets. The answer holds
// every reading that was committed when the call began, once.
task<SeriesData> read_series(Loop&, db::Pool&, const Stream&, SeriesQuery);

// The width of a bucket, a round number of time, so that `points` of them span the range.
std::int64_t bucket_width_us(std::int64_t range_us, std::int64_t points);

}  // namespace hatang::telemetry
