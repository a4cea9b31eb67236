// Readings as an Apache Arrow IPC stream (https://arrow.apache.org/docs/format/Columnar.html, metadata
// version 5): the columns t (timestamp, µs, UTC), value (float64) and quality (uint8: 0 good, 1 uncertain, 2
// bad), none of them null. Pure.
#pragma once

#include <span>
#include <string>

#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

inline constexpr std::string_view arrow_media_type = "application/vnd.apache.arrow.stream";

// The stream is the schema, any number of batches, the end.
std::string arrow_schema();
std::string arrow_batch(std::span<const Point>);
std::string arrow_end();

}  // namespace hatang::telemetry
