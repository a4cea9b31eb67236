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

// Datastreams made with their Thing in one request, or deleted with what they hang on.
inline constexpr std::size_t streams_made_max = 1'000, streams_deleted_max = 1'000;

// Results of one MultiDatastream.
inline constexpr std::size_t parts_max = 50;
// Readings of parts between the first and the last Observation that is told: some 50 MB.
inline constexpr std::int64_t part_readings_max = 500'000;

// Operations of one JSON Patch, and values of the entity that comes out of them.
inline constexpr std::size_t patch_operations_max = 100, patch_values_max = 10'000;

// Terms that one datastream may have, of so many bytes each: free text, not files.
inline constexpr std::size_t terms_max = 1'000'000, term_bytes_max = 16'384;
// Terms that a filter or an order over results may look at.
inline constexpr std::int64_t terms_read_max = 100'000;

// Requests of one batch; headers of one of them; a name that they refer to each other by.
inline constexpr std::size_t batch_parts_max = 1'000, batch_headers_max = 32, batch_id_characters_max = 100;
// Entities read by one batch come to so many bytes at most: they stand in memory together.
inline constexpr std::size_t batch_answer_bytes_max = 16u << 20;

}  // namespace hatang::telemetry::sta_limits
