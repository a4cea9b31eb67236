// The pure part of sealing: which chunks and roll-ups a head becomes.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "db/pool.hpp"
#include "telemetry/storage/point.hpp"
#include "telemetry/storage/rollup.hpp"

namespace hatang::telemetry {

struct HeadToSeal {
    std::int64_t datastream_id = 0;
    std::shared_ptr<const std::vector<Point>> points;  // sorted by time, not empty
    std::int64_t rollup_from_us = 0;
    std::string tail;  // payload of the open chunk that grows by the head; empty: none
};

struct NewChunk {
    std::int64_t t0_us = 0, t1_us = 0, n = 0;
    Rollup rollup;
    double first = 0, last = 0;
    std::string payload;
};

struct SealedHead {
    std::int64_t datastream_id = 0;
    std::vector<NewChunk> chunks;                      // by time; the tail is inside the last ones
    std::array<std::vector<BucketRollup>, 4> rollups;  // of the head alone, for each of sql::rollup_levels
};

// A chunk of fewer points than this is still open: a seal joins it with the head.
std::int64_t open_chunk_points();

// One chunk of all the points; not empty, at most limits::chunk_points_max.
NewChunk chunk_of(std::span<const Point>);
// For sql::copy_chunks.
db::CopyRows chunk_rows(const std::vector<SealedHead>&);

// Throws damaged_data when the tail cannot be read.
SealedHead seal_head(const HeadToSeal&);

}  // namespace hatang::telemetry
