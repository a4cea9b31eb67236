// Values that would be plausible in another unit: a sensor in millimetres where metres are declared. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace hatang::telemetry {

struct UnitGuess {
    double scale = 1, shift = 0;  // value × scale + shift would be plausible
    bool operator==(const UnitGuess&) const = default;
};

// For a value outside of `least`…`most`, both known: a power of ten or, for a temperature, Fahrenheit.
// Nothing when the value is simply wrong.
std::optional<UnitGuess> guess_unit(double value, double least, double most, bool temperature);

// Streams that look so several times in a row.
class UnitWatch {
  public:
    struct Suspect {
        UnitGuess guess;
        std::int64_t run = 0;
        double value = 0;
        Instant at;
    };
    void implausible(std::int64_t datastream_id, double value, std::optional<UnitGuess>, Instant now);
    void plausible(std::int64_t datastream_id) {
        if (!suspects_.empty()) suspects_.erase(datastream_id);
    }
    // Those of which enough values in a row were so.
    std::vector<std::pair<std::int64_t, Suspect>> flagged() const;

  private:
    std::unordered_map<std::int64_t, Suspect> suspects_;
};

}  // namespace hatang::telemetry
