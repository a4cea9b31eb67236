// Plain JSON on topics that somebody has declared. Each number of a message is a series of its own: the topic
// and the JSON pointer to it, "city/pump/7 /flow/value". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/describe.hpp"
#include "telemetry/chirpstack/uplink.hpp"

namespace hatang::telemetry {

enum class TimeForm : std::uint8_t { arrival, rfc3339, unix_s, unix_ms };

struct JsonTopic {
    std::int64_t id = 0;
    std::string filter;
    std::optional<std::string> time_pointer;
    TimeForm time_form = TimeForm::arrival;
};

// A filter that may be listened to: its first level is a name, and none that another reader takes. Throws
// invalid_value at `where`.
void check_topic_filter(std::string_view filter, std::string_view where);
// RFC 6901; throws invalid_value at `where`.
void check_pointer(std::string_view pointer, std::string_view where);

struct JsonRecord {
    std::optional<Instant> t;
    NamedValues values;  // by JSON pointer, without that of the time
};
// An object or a single value; an array of objects is a record each. Errors: those of JSON, missing_field and
// invalid_time for the time.
std::vector<JsonRecord> read_json_records(std::string_view text, const JsonTopic&);

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::TimeForm> {
    using F = telemetry::TimeForm;
    static constexpr std::string_view name = "TimeForm";
    static constexpr std::array<std::pair<F, std::string_view>, 4> values{
        {{F::arrival, "arrival"}, {F::rfc3339, "rfc3339"}, {F::unix_s, "unix_s"}, {F::unix_ms, "unix_ms"}}};
};

}  // namespace hatang::json
