#include "telemetry/ingest/check.hpp"

#include <cmath>

#include "json/value.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

std::string number_text(double value) {
    return std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

// What the values of the datastream have to be, where this one is not that.
std::optional<std::string_view> other_type(ResultType type, double value, bool coded) {
    switch (type) {
        case ResultType::number:
            return {};
        case ResultType::count:
            if (value == std::floor(value)) return {};
            return "integer";
        case ResultType::boolean:
            if (value == 0 || value == 1) return {};
            return "boolean";
        case ResultType::text:
            if (coded) return {};
            return "string";
        case ResultType::any:
            if (coded) return {};
            return "any";
        case ResultType::several:
            if (coded) return {};
            return "array";
    }
    return {};
}

}  // namespace

std::optional<Error> check_reading(const Streams& streams, Instant now, Reading& r, std::string_view where,
                                   const ReadingFields& fields) {
    return check_reading(streams.find(r.datastream_id), now, r, where, fields);
}

std::optional<Error> check_reading(const Stream* s, Instant now, Reading& r, std::string_view where,
                                   const ReadingFields& fields) {
    if (!s || s->about.sensor_id == 0)
        return Error(Code::unknown_datastream, json::pointer(where, fields.datastream),
                     {std::to_string(r.datastream_id)});
    if (!std::isfinite(r.value))
        return Error(Code::not_a_number, json::pointer(where, fields.value), {number_text(r.value)});
    if (const auto expected = other_type(s->result, r.value, fields.coded))
        return Error(Code::wrong_result_type, json::pointer(where, fields.value),
                     {std::string(*expected), "number"});
    if (r.t.us > now.us + limits::future_max_us)
        return Error(Code::time_in_future, json::pointer(where, fields.time),
                     {to_rfc3339(r.t), std::to_string(limits::future_max_us / kSecond)});
    if (r.t < limits::oldest)
        return Error(Code::time_too_old, json::pointer(where, fields.time),
                     {to_rfc3339(r.t), to_rfc3339(limits::oldest)});
    if (const std::int64_t kept_us = s->kept_from_us(now); r.t.us < kept_us)
        return Error(Code::time_too_old, json::pointer(where, fields.time),
                     {to_rfc3339(r.t), to_rfc3339({kept_us})});
    const Datastream& about = s->about;
    const bool plausible = !(about.least && r.value < *about.least) && !(about.most && r.value > *about.most);
    if (!plausible && r.quality == Quality::good) r.quality = Quality::uncertain;
    return {};
}

}  // namespace hatang::telemetry
