// The value of a simulated sensor at a time: base + daily pattern + noise + what an incident does to it. Pure
// and repeatable: the same seed, stream and time give the same value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace hatang::demo {

struct SensorModel {
    std::int64_t datastream_id = 0;
    std::string asset_class, asset_name, property;
    double lon = 0, lat = 0;
    double interval_s = 10;
    double base = 0;   // daily mean, in the unit of the datastream
    double day = 0;    // swing of the daily pattern; negative: low in the evening
    double noise = 0;  // standard deviation
    double least = 0, most = 0;
    int decimals = 2;
    int place = 0;  // position among the sensors of the same kind on the asset
};

enum class IncidentKind { storm, burst_main, bridge_strain, feeder_failure };
std::optional<IncidentKind> incident_from_text(std::string_view);
std::string_view to_text(IncidentKind);

struct Incident {
    IncidentKind kind;
    Instant start;
};

// 0…1: grows over the ramp, holds, fades. 0 once it is over.
double intensity(const Incident&, Instant);
bool over(const Incident&, Instant);

// Nothing when the sensor is silent (a lamp without power sends nothing).
std::optional<double> value_at(const SensorModel&, Instant, const std::vector<Incident>&, std::uint64_t seed);

}  // namespace hatang::demo
