// Bounds of SensorThings beyond those of its query options (odata/limits.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::telemetry::sta_limits {

// Chunks that one request may decode: two million readings, below a second of work.
inline constexpr std::int64_t chunks_max = 2'000;
// Chunks and heads that one request may look at without decoding them.
inline constexpr std::int64_t pieces_max = 200'000;
// Datastreams that one request over Observations may open.
inline constexpr std::int64_t streams_max = 100'000;
// Datastreams whose chunks are asked for at once.
inline constexpr std::size_t streams_per_query = 200;
// Chunks decoded between two looks at whether it is enough; doubles up to the second.
inline constexpr std::size_t chunks_first = 1, chunks_page = 32;
// Entities of one answer, expanded ones included: some 10 MB of JSON.
inline constexpr std::size_t entities_max = 20'000;
// One statement of an answer: beyond it no reader waits, and others do.
inline constexpr std::int64_t statement_seconds_max = 5;
// Entities that $count counts one by one.
inline constexpr std::int64_t counted_max = 1'000'000;

}  // namespace hatang::telemetry::sta_limits
