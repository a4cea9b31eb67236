// What the routes of this module take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "json/describe.hpp"
#include "telemetry/api.hpp"

namespace hatang::telemetry {

struct SensorView {
    std::int64_t id = 0, version = 0;
    std::optional<std::int64_t> asset_id;
    std::string serial, name;
    std::optional<std::string> model, description;
    std::optional<double> lon, lat;
};
struct SensorPatch {
    json::Patch<std::int64_t> asset_id;
    std::optional<std::string> serial, name;
    json::Patch<std::string> model, description;
    json::Patch<double> lon, lat;
};
struct LastView {
    Instant t;
    double value = 0;
    Quality quality = Quality::good;
};
struct DatastreamView {
    std::int64_t id = 0, version = 0, sensor_id = 0;
    std::optional<std::int64_t> asset_id;
    std::string name, property, unit;
    std::optional<double> interval_s, least, most;
    std::int64_t decimals = 0;
    std::optional<LastView> last;
    std::optional<double> age_s;
    bool stale = false;
};
struct DatastreamCreate {
    std::int64_t sensor_id = 0;
    std::string name, property, unit;
    std::optional<double> interval_s, least, most;
    std::optional<std::int64_t> decimals;
};
struct DatastreamPatch {
    std::optional<std::string> name, unit;
    json::Patch<double> interval_s, least, most;
    std::optional<std::int64_t> decimals;
};
struct SensorListQuery {
    std::optional<std::int64_t> asset, limit;
    std::optional<std::string> cursor;
};
struct DatastreamListQuery {
    std::optional<std::int64_t> asset, sensor, limit;
    std::optional<std::string> property, cursor;
};
template <class Item>
struct Page {
    std::vector<Item> items;
    std::optional<std::string> next;
};
struct LatestItem {
    std::int64_t datastream_id = 0;
    std::optional<std::int64_t> asset_id;
    Instant t;
    double value = 0;
    Quality quality = Quality::good;
    bool stale = false;
};
struct LatestQuery {
    std::optional<std::int64_t> asset;
    std::optional<std::string> domain, bbox;
};
struct LatestList {
    std::vector<LatestItem> items;
};
struct SeriesParameters {
    std::optional<Instant> from, to;
    std::optional<std::int64_t> points;
    std::optional<bool> raw;
};
struct RangeParameters {
    std::optional<Instant> from, to;
};
struct SeriesView {
    std::int64_t datastream_id = 0;
    std::string unit;
    Instant from, to;
    bool aggregated = false;
    std::optional<double> bucket_s;
    std::optional<Instant> removed_before;
    json::Raw t, value;
    std::optional<json::Raw> min, max, count, bad, quality;
};
struct IngestView {
    std::int64_t accepted = 0, duplicates = 0;
};

}  // namespace hatang::telemetry

namespace hatang::json {

inline constexpr Limits name_limits{.length_max = 200, .length_min = 1},
    code_limits{.length_max = 100, .length_min = 1};
inline constexpr Limits lon_limits{.least = -180, .most = 180}, lat_limits{.least = -90, .most = 90};
inline constexpr Limits decimals_limits{.least = 0, .most = 9};
// A millisecond to a year.
inline constexpr Limits interval_limits{.least = 0.001, .most = 31'536'000};

template <>
struct Describe<telemetry::Quality> {
    using Q = telemetry::Quality;
    static constexpr std::string_view name = "Quality";
    static constexpr std::array<std::pair<Q, std::string_view>, 3> values{
        {{Q::good, "good"}, {Q::uncertain, "uncertain"}, {Q::bad, "bad"}}};
};
template <>
struct Describe<telemetry::SensorInput> {
    using S = telemetry::SensorInput;
    static constexpr std::string_view name = "SensorInput";
    static constexpr auto fields =
        std::tuple{field("asset_id", &S::asset_id, "The asset it stands on"),
                   field("serial", &S::serial, "Serial number, unique", code_limits),
                   field("name", &S::name, "Name", name_limits),
                   field("model", &S::model, "Maker and model", name_limits),
                   field("description", &S::description, "Where and how it is mounted"),
                   field("lon", &S::lon, "Longitude, WGS 84, degrees", lon_limits),
                   field("lat", &S::lat, "Latitude, WGS 84, degrees", lat_limits)};
};
template <>
struct Describe<telemetry::SensorView> {
    using S = telemetry::SensorView;
    static constexpr std::string_view name = "Sensor";
    static constexpr auto fields =
        std::tuple{field("id", &S::id, "Identifier"),
                   field("version", &S::version, "For If-Match"),
                   field("asset_id", &S::asset_id, "The asset it stands on"),
                   field("serial", &S::serial, "Serial number, unique"),
                   field("name", &S::name, "Name"),
                   field("model", &S::model, "Maker and model"),
                   field("description", &S::description, "Where and how it is mounted"),
                   field("lon", &S::lon, "Longitude, WGS 84, degrees"),
                   field("lat", &S::lat, "Latitude, WGS 84, degrees")};
};
template <>
struct Describe<telemetry::SensorPatch> {
    using S = telemetry::SensorPatch;
    static constexpr std::string_view name = "SensorPatch";
    static constexpr auto fields =
        std::tuple{field("asset_id", &S::asset_id, "The asset it stands on"),
                   field("serial", &S::serial, "Serial number, unique", code_limits),
                   field("name", &S::name, "Name", name_limits),
                   field("model", &S::model, "Maker and model", name_limits),
                   field("description", &S::description, "Where and how it is mounted"),
                   field("lon", &S::lon, "Longitude, WGS 84, degrees", lon_limits),
                   field("lat", &S::lat, "Latitude, WGS 84, degrees", lat_limits)};
};
template <>
struct Describe<telemetry::LastView> {
    using L = telemetry::LastView;
    static constexpr std::string_view name = "LastReading";
    static constexpr auto fields =
        std::tuple{field("t", &L::t, "When"), field("value", &L::value, "In the unit of the datastream"),
                   field("quality", &L::quality, "good, uncertain or bad")};
};
template <>
struct Describe<telemetry::DatastreamView> {
    using D = telemetry::DatastreamView;
    static constexpr std::string_view name = "Datastream";
    static constexpr auto fields =
        std::tuple{field("id", &D::id, "Identifier"),
                   field("version", &D::version, "For If-Match"),
                   field("sensor_id", &D::sensor_id, "The sensor that makes it"),
                   field("asset_id", &D::asset_id, "The asset of that sensor"),
                   field("name", &D::name, "Name"),
                   field("property", &D::property, "What is measured"),
                   field("unit", &D::unit, "Unit of the values, UCUM"),
                   field("interval_s", &D::interval_s, "Declared time between readings; null: event based"),
                   field("least", &D::least, "Smallest plausible value"),
                   field("most", &D::most, "Largest plausible value"),
                   field("decimals", &D::decimals, "Digits to show"),
                   field("last", &D::last, "The newest reading"),
                   field("age_s", &D::age_s, "Age of the newest reading"),
                   field("stale", &D::stale, "No reading for three intervals (at least 30 s)")};
};
template <>
struct Describe<telemetry::DatastreamCreate> {
    using D = telemetry::DatastreamCreate;
    static constexpr std::string_view name = "DatastreamInput";
    static constexpr auto fields =
        std::tuple{field("sensor_id", &D::sensor_id, "The sensor that makes it"),
                   field("name", &D::name, "Name", name_limits),
                   field("property", &D::property, "What is measured", code_limits),
                   field("unit", &D::unit, "Unit of the values, UCUM", code_limits),
                   field("interval_s", &D::interval_s, "Declared time between readings; null: event based",
                         interval_limits),
                   field("least", &D::least, "Smallest plausible value"),
                   field("most", &D::most, "Largest plausible value"),
                   field("decimals", &D::decimals, "Digits to show, 2 when absent", decimals_limits)};
};
template <>
struct Describe<telemetry::DatastreamPatch> {
    using D = telemetry::DatastreamPatch;
    static constexpr std::string_view name = "DatastreamPatch";
    static constexpr auto fields =
        std::tuple{field("name", &D::name, "Name", name_limits),
                   field("unit", &D::unit, "Unit of the values, UCUM", code_limits),
                   field("interval_s", &D::interval_s, "Declared time between readings", interval_limits),
                   field("least", &D::least, "Smallest plausible value"),
                   field("most", &D::most, "Largest plausible value"),
                   field("decimals", &D::decimals, "Digits to show", decimals_limits)};
};
template <>
struct Describe<telemetry::SensorListQuery> {
    using Q = telemetry::SensorListQuery;
    static constexpr std::string_view name = "SensorListQuery";
    static constexpr auto fields = std::tuple{field("asset", &Q::asset, "Only those on this asset"),
                                              field("limit", &Q::limit, "1…1,000, default 100"),
                                              field("cursor", &Q::cursor, "`next` of the page before")};
};
template <>
struct Describe<telemetry::DatastreamListQuery> {
    using Q = telemetry::DatastreamListQuery;
    static constexpr std::string_view name = "DatastreamListQuery";
    static constexpr auto fields = std::tuple{field("asset", &Q::asset, "Only those of this asset"),
                                              field("sensor", &Q::sensor, "Only those of this sensor"),
                                              field("property", &Q::property, "Only those of this property"),
                                              field("limit", &Q::limit, "1…1,000, default 100"),
                                              field("cursor", &Q::cursor, "`next` of the page before")};
};
template <>
struct Describe<telemetry::Page<telemetry::SensorView>> {
    using P = telemetry::Page<telemetry::SensorView>;
    static constexpr std::string_view name = "SensorPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Sensors by id"), field("next", &P::next, "Cursor")};
};
template <>
struct Describe<telemetry::Page<telemetry::DatastreamView>> {
    using P = telemetry::Page<telemetry::DatastreamView>;
    static constexpr std::string_view name = "DatastreamPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Datastreams by id"), field("next", &P::next, "Cursor")};
};
template <>
struct Describe<telemetry::LatestItem> {
    using L = telemetry::LatestItem;
    static constexpr std::string_view name = "LatestReading";
    static constexpr auto fields = std::tuple{field("datastream_id", &L::datastream_id, "Datastream"),
                                              field("asset_id", &L::asset_id, "Its asset"),
                                              field("t", &L::t, "When"),
                                              field("value", &L::value, "In the unit of the datastream"),
                                              field("quality", &L::quality, "good, uncertain or bad"),
                                              field("stale", &L::stale, "Too old to trust")};
};
template <>
struct Describe<telemetry::LatestQuery> {
    using Q = telemetry::LatestQuery;
    static constexpr std::string_view name = "LatestQuery";
    static constexpr auto fields =
        std::tuple{field("asset", &Q::asset, "Only those of this asset"),
                   field("domain", &Q::domain, "Only those of assets of this domain", code_limits),
                   field("bbox", &Q::bbox, "Only those inside west,south,east,north", code_limits)};
};
template <>
struct Describe<telemetry::LatestList> {
    using L = telemetry::LatestList;
    static constexpr std::string_view name = "LatestList";
    static constexpr auto fields =
        std::tuple{field("items", &L::items, "The newest reading of each datastream")};
};
// By hand: series/latest_json.cpp.
template <>
void write(Writer&, const telemetry::LatestList&);
template <>
struct Describe<telemetry::SeriesParameters> {
    using Q = telemetry::SeriesParameters;
    static constexpr std::string_view name = "SeriesQuery";
    static constexpr auto fields =
        std::tuple{field("from", &Q::from, "Begin, default a day before the end"),
                   field("to", &Q::to, "End, default now"),
                   field("points", &Q::points, "At most this many, 2…5,000, default 600"),
                   field("raw", &Q::raw, "Every reading, at most 100,000")};
};
template <>
struct Describe<telemetry::RangeParameters> {
    using Q = telemetry::RangeParameters;
    static constexpr std::string_view name = "RangeQuery";
    static constexpr auto fields = std::tuple{field("from", &Q::from, "Begin, default a day before the end"),
                                              field("to", &Q::to, "End, default now")};
};
template <>
struct Describe<telemetry::SeriesView> {
    using S = telemetry::SeriesView;
    static constexpr std::string_view name = "Series";
    static constexpr auto fields = std::tuple{
        field("datastream_id", &S::datastream_id, "Datastream"),
        field("unit", &S::unit, "Unit of the values"),
        field("from", &S::from, "Begin; of the first bucket when aggregated"),
        field("to", &S::to, "End; of the last bucket when aggregated"),
        field("aggregated", &S::aggregated, "Whether an entry is a bucket of readings"),
        field("bucket_s", &S::bucket_s, "Width of a bucket"),
        field("removed_before", &S::removed_before,
              "The range begins before this time, and readings before it are kept no longer: buckets are "
              "those of the roll-ups, and raw readings begin here"),
        field("t", &S::t, "Array of times, ms since 1970; begin of the bucket when aggregated"),
        field("value", &S::value, "Array of values; means when aggregated"),
        field("min", &S::min, "Array of minima, when aggregated"),
        field("max", &S::max, "Array of maxima, when aggregated"),
        field("count", &S::count, "Array of how many readings are not bad, when aggregated"),
        field("bad", &S::bad, "Array of how many readings are bad, when aggregated"),
        field("quality", &S::quality, "Array of 0 good, 1 uncertain, 2 bad, when not aggregated")};
};
template <>
struct Describe<telemetry::IngestView> {
    using I = telemetry::IngestView;
    static constexpr std::string_view name = "IngestResult";
    static constexpr auto fields =
        std::tuple{field("accepted", &I::accepted, "Committed"),
                   field("duplicates", &I::duplicates, "Had a reading of that time already")};
};

}  // namespace hatang::json
