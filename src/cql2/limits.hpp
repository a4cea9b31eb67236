// What a filter may cost. Each bound is checked while reading, before anything is built from it.
#pragma once

#include <cstddef>

namespace hatang::cql2::limits {

// A polygon of vertices_max positions with full precision, and a condition around it.
inline constexpr std::size_t bytes_max = 256 * 1024;
// Operators, values and names together: a list of items_max and a screen full of conditions.
inline constexpr std::size_t nodes_max = 2'000;
// Levels of nesting. The JSON form needs two levels each and has to stay below json::depth_max, geometry
// included.
inline constexpr int depth_max = 24;
// Positions of all geometries of a filter. PostGIS compares each of them with every candidate.
inline constexpr std::size_t vertices_max = 5'000;
// Of an IN list or an array.
inline constexpr std::size_t items_max = 500;
// Characters of a LIKE pattern, and its %: each multiplies the work of a comparison.
inline constexpr std::size_t pattern_max = 256;
inline constexpr std::size_t wildcards_max = 10;
// Bytes of a name of a property or function.
inline constexpr std::size_t name_max = 100;

}  // namespace hatang::cql2::limits
