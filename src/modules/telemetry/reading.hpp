// A reading, as it travels and as it is stored. Without any other header of the program, so that the codecs
// and their fuzz target stand alone.
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace hatang::telemetry {

enum class Quality : std::uint8_t { good, uncertain, bad };

// What the values of a datastream mean: of `text` and `any` they are codes of terms, of `several` nothing –
// the results are the readings of its parts at the same time.
enum class ResultType : std::uint8_t { number, count, boolean, text, any, several };

inline constexpr bool has_terms(ResultType type) {
    return type == ResultType::text || type == ResultType::any;
}

struct Reading {
    std::int64_t datastream_id = 0;
    Instant t;         // phenomenon time
    double value = 0;  // finite, in the unit of the datastream
    Quality quality = Quality::good;
};

}  // namespace hatang::telemetry
