// Payloads of Sparkplug B 3.0 (section 6.4, sparkplug_b.proto), read from protobuf bytes with bounds. Data
// sets, templates, properties and metadata are stepped over: no datastream takes them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "telemetry/mappings/intake.hpp"

namespace hatang::telemetry {

// The numbers of the specification that matter here; others are kept as they come.
namespace sparkplug_type {
inline constexpr std::uint32_t unknown = 0, int8 = 1, int16 = 2, int32 = 3, int64 = 4, uint8 = 5, uint16 = 6,
                               uint32 = 7, uint64 = 8, float32 = 9, float64 = 10, boolean = 11, string = 12,
                               date_time = 13;
}

struct SparkplugMetric {
    std::string_view name;  // points into the message; empty when an alias stands for it
    std::optional<std::uint64_t> alias, timestamp_ms;
    std::uint32_t type = sparkplug_type::unknown;
    bool is_null = false, has_value = false;
    // As it came; an integer needs its type to have a sign.
    std::uint64_t integer = 0;
    double real = 0;
    enum class Held : std::uint8_t {
        nothing,
        int_value,
        long_value,
        real_value,
        boolean_value,
        other
    } held = Held::nothing;
};
struct SparkplugPayload {
    std::optional<std::uint64_t> timestamp_ms, seq;
    std::vector<SparkplugMetric> metrics;
};

// Errors: malformed_payload.
Result<SparkplugPayload> parse_sparkplug(std::string_view bytes);
// The value by a type, that of the metric or of its birth; nothing when it has none.
std::optional<NamedValue> value_of(const SparkplugMetric&, std::uint32_t type);
// The command that asks an edge node to be born again (section 5.9).
std::string rebirth_command(std::uint64_t timestamp_ms);

}  // namespace hatang::telemetry
