// A range of one datastream, raw or in buckets.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
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
    // The range begins before this time, and readings before it are kept no longer: buckets are those of the
    // roll-ups, and no raw reading is before it.
    std::optional<Instant> removed_before;
};

// Readings that are no more than `query.points` come as they are; more come in buckets. The answer holds
// every reading that was committed when the call began, once.
task<SeriesData> read_series(Loop&, db::Pool&, const Stream&, SeriesQuery);

// Every reading of a range in the order of time, page by page. Each page is a snapshot of its own, so a
// download takes as long as its reader likes and holds neither memory nor a connection meanwhile.
class SeriesPages {
  public:
    SeriesPages(Loop& loop, db::Pool& pool, const Stream& stream, Instant from, Instant to)
        : loop_(loop), pool_(pool), stream_(stream), from_(from), to_(to) {}
    // The next readings, those of about limits::chunks_per_page chunks, good until the next call; none at the
    // end.
    task<std::span<const Point>> next();

  private:
    task<std::span<const Point>> page();
    Loop& loop_;
    db::Pool& pool_;
    const Stream& stream_;
    Instant from_, to_;
    std::vector<Point> points_;  // of a page
};

// The width of a bucket, a round number of time, so that `points` of them span the range.
std::int64_t bucket_width_us(std::int64_t range_us, std::int64_t points);

}  // namespace hatang::telemetry
