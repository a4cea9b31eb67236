// What one request may ask. Each bound is checked while reading, before anything is built from it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::telemetry::odata::limits {

// Of all query options together; a polygon of vertices_max positions fits.
inline constexpr std::size_t bytes_max = 64 * 1024;
// Operators, values, names and options together.
inline constexpr std::size_t nodes_max = 500;
// Levels of brackets and of nested $expand together: far from any stack limit.
inline constexpr int depth_max = 32;
// Entities below entities of one answer: Things → Datastreams → Observations → FeatureOfInterest, and one
// more.
inline constexpr int expand_depth_max = 5;
// Positions of all geometries of a request. PostGIS compares each of them with every candidate.
inline constexpr std::size_t vertices_max = 2'000;
// Of an `in` list.
inline constexpr std::size_t items_max = 200;
// Parts of a resource path, and of a path in a filter.
inline constexpr std::size_t path_parts_max = 8;
// Links that all paths of a request cross together, each a join of the statement, and links to expand, each a
// statement of its own.
inline constexpr std::size_t links_max = 40, expands_max = 20;
// Bytes of a name.
inline constexpr std::size_t name_max = 100;
// Entities of a page: asked for, and when nothing is asked.
inline constexpr std::int64_t top_max = 1'000, top_default = 100;
// Rows that $skip may pass over; the next links of an answer need no $skip.
inline constexpr std::int64_t skip_max = 1'000'000;
// A duration literal: a hundred years, so that no sum of times leaves what the database can hold.
inline constexpr std::int64_t duration_max_us = 100LL * 366 * 24 * 3'600 * 1'000'000;

}  // namespace hatang::telemetry::odata::limits
