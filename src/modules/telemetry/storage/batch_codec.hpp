// The payload of a row of telemetry.batch: accepted readings of any streams, in order of arrival.
// The format is described in docs/internals/observation-storage.md, section 3.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "telemetry/reading.hpp"

namespace hatang::telemetry {

std::string encode_batch(std::span<const Reading>);
// Any bytes are safe to give; damaged_data when they are not a batch.
Result<std::vector<Reading>> decode_batch(std::string_view payload);

}  // namespace hatang::telemetry
