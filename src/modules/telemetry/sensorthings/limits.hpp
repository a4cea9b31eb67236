// Bounds of SensorThings beyond those of its query options (odata/limits.hpp).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::telemetry::sta_limits {

// Chunks that one request may decode: two million readings, below a second of work.
inline constexpr std::int64_t chunks_max = 2'000;
// Where streams are looked through together, chunks of few readings are so many for one: they cost their way,
// not their decoding.
inline constexpr std::int64_t small_chunks_per_chunk = 10;
// Chunks and heads that one request may look at without decoding them.
inline constexpr std::int64_t pieces_max = 200'000;
// Datastreams that one request over Observations may open.
inline constexpr std::int64_t streams_max = 100'000;
// Datastreams that a condition leaves and a statement begins with; more only when they are few among all.
inline constexpr std::size_t begun_with_max = 1'000;
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
// Terms whose codes MQTT remembers, so that states which come again cost no statement; 5 MB at most.
inline constexpr std::size_t terms_remembered_max = 20'000, term_remembered_bytes_max = 100;
// Terms that a filter or an order over results may look at.
inline constexpr std::int64_t terms_read_max = 100'000;

// Whether readings are of features of their own is asked again after this long, while none are.
inline constexpr std::int64_t own_features_looked_us = kSecond;
// Readings of one datastream whose features a request may look at.
inline constexpr std::int64_t features_read_max = 100'000;
// Readings that go with a feature of interest which is deleted: each writes its chunk anew.
inline constexpr std::int64_t feature_readings_deleted_max = 1'000;

// Requests of one batch; headers of one of them; a name that they refer to each other by.
inline constexpr std::size_t batch_parts_max = 1'000, batch_headers_max = 32, batch_id_characters_max = 100;
// Entities read by one batch come to so many bytes at most: they stand in memory together.
inline constexpr std::size_t batch_answer_bytes_max = 16u << 20;

// Topics under which updates are told, of so many bytes: each is compared with every change. The one that was
// asked for longest ago goes.
inline constexpr std::size_t update_topics_max = 1'000, update_topic_bytes_max = 1'000;
// Changes are gathered for this long, and so many readings are told after it: 5,000 readings a second cost a
// tenth of a core, and no flood of readings becomes a flood at the broker.
inline constexpr std::chrono::milliseconds updates_pause{20};
inline constexpr std::size_t updates_readings_per_pause = 100, updates_changes_per_pause = 100;
// Waiting: ten seconds of readings. What comes beyond is not told, and counted.
inline constexpr std::size_t updates_readings_max = 50'000, updates_changes_max = 10'000;
// What was told of entities is remembered as a hash, 50 B each: the same is not told again.
inline constexpr std::size_t updates_told_max = 50'000;
// The rights of the account are read again.
inline constexpr std::int64_t updates_account_us = 5 * kSecond;
// A topic that is asked for again is written down again after this long.
inline constexpr std::int64_t update_topic_renewed_us = 24 * 60 * kMinute;
// A work that came to its place within this time has moved.
inline constexpr std::int64_t updates_place_age_us = kMinute;

}  // namespace hatang::telemetry::sta_limits
