// Reads batches of readings from JSON, strictly. The rules about the readings themselves are in check.hpp.
#pragma once

#include <string_view>
#include <vector>

#include "telemetry/ingest/check.hpp"

namespace hatang::telemetry {

// {"readings":[{"datastream":1,"t":"2026-11-24T08:30:00+07:00","value":2.5,"quality":"good"},…]}
std::vector<Reading> parse_readings(std::string_view text);

}  // namespace hatang::telemetry
