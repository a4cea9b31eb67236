// What the route of a device's health gives.
#pragma once

#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct GapView {
    Instant from, to;
    std::int64_t missing = 0;
};
struct StreamHealthView {
    std::int64_t datastream_id = 0;
    std::string name, unit;
    std::optional<double> interval_s;
    std::optional<LastView> last;
    bool stale = false;
    Instant from;
    std::int64_t expected = 0, present = 0;
    std::vector<GapView> gaps;
    std::int64_t gaps_total = 0;
};
struct BatteryView {
    std::int64_t datastream_id = 0;
    double value = 0;
    std::string unit;
    Instant t;
};
struct SensorHealthView {
    std::int64_t sensor_id = 0;
    std::optional<Instant> last_contact;
    std::optional<BatteryView> battery;
    std::vector<StreamHealthView> streams;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::GapView> {
    using G = telemetry::GapView;
    static constexpr std::string_view name = "Gap";
    static constexpr auto fields =
        std::tuple{field("from", &G::from, "The reading before it, or the begin of the span"),
                   field("to", &G::to, "The reading behind it, or now"),
                   field("missing", &G::missing, "Readings that did not come")};
};
template <>
struct Describe<telemetry::StreamHealthView> {
    using S = telemetry::StreamHealthView;
    static constexpr std::string_view name = "DatastreamHealth";
    static constexpr auto fields =
        std::tuple{field("datastream_id", &S::datastream_id, "Datastream"),
                   field("name", &S::name, "Name"),
                   field("unit", &S::unit, "Unit of the values"),
                   field("interval_s", &S::interval_s, "Declared time between readings; null: event based"),
                   field("last", &S::last, "The newest reading"),
                   field("stale", &S::stale, "No reading for three intervals (at least 30 s)"),
                   field("from", &S::from, "Begin of the span: a day ago, or when it was made"),
                   field("expected", &S::expected, "Readings that the interval asks for in the span"),
                   field("present", &S::present, "Readings that are there"),
                   field("gaps", &S::gaps, "The newest twenty pauses of more than one and a half intervals"),
                   field("gaps_total", &S::gaps_total, "How many there are")};
};
template <>
struct Describe<telemetry::BatteryView> {
    using B = telemetry::BatteryView;
    static constexpr std::string_view name = "Battery";
    static constexpr auto fields =
        std::tuple{field("datastream_id", &B::datastream_id, "The datastream of property battery"),
                   field("value", &B::value, "The newest"), field("unit", &B::unit, "Its unit"),
                   field("t", &B::t, "When")};
};
template <>
struct Describe<telemetry::SensorHealthView> {
    using S = telemetry::SensorHealthView;
    static constexpr std::string_view name = "SensorHealth";
    static constexpr auto fields =
        std::tuple{field("sensor_id", &S::sensor_id, "Sensor"),
                   field("last_contact", &S::last_contact, "The newest time of any of its datastreams"),
                   field("battery", &S::battery, "Of its datastream of property battery"),
                   field("streams", &S::streams, "Its datastreams")};
};

}  // namespace hatang::json
