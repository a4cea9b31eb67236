// The payload of a chunk: one stream's points, sorted by time, a few bytes each, exact to the bit.
// The format is described in docs/internals/observation-storage.md, section 3.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

// 1 to limits::chunk_points_max points, strictly growing times.
std::string encode_chunk(std::span<const Point>);

// Appends the points of a payload to `out`. Any bytes are safe to give; nothing is appended on an error
// (damaged_data).
Result<bool> decode_chunk(std::string_view payload, std::vector<Point>& out);
// The same into memory that is there, from its front: how many there are. Damaged are also those that do not
// fit.
Result<std::size_t> decode_chunk(std::string_view payload, std::span<Point> out);

}  // namespace hatang::telemetry
