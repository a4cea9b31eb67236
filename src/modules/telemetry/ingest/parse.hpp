// Reads observations from JSON, strictly. The rules about the readings themselves are in check.hpp.
#pragma once

#include <string_view>
#include <vector>

#include "telemetry/ingest/check.hpp"

namespace hatang::telemetry {

// {"readings":[{"datastream":1,"t":"2026-11-24T08:30:00+07:00","value":2.5,"quality":"good"},…]}
std::vector<Reading> parse_readings(std::string_view text);

// A SensorThings Observation of one datastream, or an array of them:
// {"phenomenonTime":"…","result":2.5,"resultTime":"…","resultQuality":"good"}
std::vector<Reading> parse_observations(std::string_view text, std::int64_t datastream_id);

inline constexpr ReadingFields observation_fields{"", "phenomenonTime", "result", "resultQuality"};

}  // namespace hatang::telemetry
