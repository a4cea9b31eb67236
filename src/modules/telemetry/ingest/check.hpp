// The rules that a reading must meet before it may be committed. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

// Where the parts of a reading stand in what was sent, for the `where` of an error.
struct ReadingFields {
    std::string_view datastream = "datastream", time = "t", value = "value", quality = "quality";
    // Values of datastreams of texts are the codes of their terms: only SensorThings makes those.
    bool coded = false;
};

// The rule that is broken: unknown_datastream, not_a_number, wrong_result_type, time_in_future or
// time_too_old. A value outside the plausible range of its datastream is taken as uncertain.
std::optional<Error> check_reading(const Streams&, Instant now, Reading&, std::string_view where,
                                   const ReadingFields& = {});
// The same of the datastream that the reading names; null: it is unknown.
std::optional<Error> check_reading(const Stream*, Instant now, Reading&, std::string_view where,
                                   const ReadingFields& = {});

}  // namespace hatang::telemetry
