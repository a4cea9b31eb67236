// What the routes of mappings take and give.
#pragma once

#include "telemetry/mappings/book.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct MappingView {
    std::int64_t id = 0, version = 0;
    Source source = Source::line_protocol;
    std::string series;
    std::optional<std::int64_t> datastream_id;
    double scale = 1, shift = 0;
    Instant created_at;
};
struct MappingInput {
    Source source = Source::line_protocol;
    std::string series;
    std::optional<std::int64_t> datastream_id;
    std::optional<double> scale, shift;
};
struct MappingPatch {
    json::Patch<std::int64_t> datastream_id;
    std::optional<double> scale, shift;
};
struct MappingListQuery {
    std::optional<Source> source;
    std::optional<std::int64_t> datastream, limit;
    std::optional<std::string> cursor;
};
struct WaitingView {
    Source source = Source::line_protocol;
    std::string series;
    ValueKind kind = ValueKind::number;
    std::optional<double> value;
    Instant first, last;
    std::int64_t count = 0;
};
struct WaitingQuery {
    std::optional<Source> source;
    std::optional<std::string> q;
    std::optional<std::int64_t> limit;
};
struct ForgetQuery {
    std::optional<Source> source;
};
struct WaitingList {
    std::vector<WaitingView> items;
    std::int64_t total = 0, most = 0;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::Source> {
    using S = telemetry::Source;
    static constexpr std::string_view name = "SeriesSource";
    static constexpr std::array<std::pair<S, std::string_view>, telemetry::sources_count> values{
        {{S::line_protocol, "line_protocol"},
         {S::chirpstack, "chirpstack"},
         {S::json, "json"},
         {S::sparkplug, "sparkplug"}}};
};
template <>
struct Describe<telemetry::ValueKind> {
    using K = telemetry::ValueKind;
    static constexpr std::string_view name = "ValueKind";
    static constexpr std::array<std::pair<K, std::string_view>, 3> values{
        {{K::number, "number"}, {K::boolean, "boolean"}, {K::text, "text"}}};
};
template <>
struct Describe<telemetry::MappingView> {
    using M = telemetry::MappingView;
    static constexpr std::string_view name = "Mapping";
    static constexpr auto fields = std::tuple{
        field("id", &M::id, "Identifier"),
        field("version", &M::version, "For If-Match"),
        field("source", &M::source, "The protocol that brings the series"),
        field("series", &M::series, "What it is called there"),
        field("datastream_id", &M::datastream_id, "The datastream it feeds; null: left out on purpose"),
        field("scale", &M::scale, "value × scale + shift is in the unit of the datastream"),
        field("shift", &M::shift, "Added after scaling"),
        field("created_at", &M::created_at, "When it was made")};
};
template <>
struct Describe<telemetry::MappingInput> {
    using M = telemetry::MappingInput;
    static constexpr std::string_view name = "MappingInput";
    static constexpr auto fields = std::tuple{
        field("source", &M::source, "The protocol that brings the series"),
        field("series", &M::series, "line_protocol: measurement,tag=value field",
              {.length_max = 1'000, .length_min = 1}),
        field("datastream_id", &M::datastream_id, "The datastream it feeds; absent: left out on purpose"),
        field("scale", &M::scale, "value × scale + shift is in the unit of the datastream; 1 when absent"),
        field("shift", &M::shift, "Added after scaling; 0 when absent")};
};
template <>
struct Describe<telemetry::MappingPatch> {
    using M = telemetry::MappingPatch;
    static constexpr std::string_view name = "MappingPatch";
    static constexpr auto fields = std::tuple{
        field("datastream_id", &M::datastream_id, "The datastream it feeds; null: left out on purpose"),
        field("scale", &M::scale, "value × scale + shift is in the unit of the datastream"),
        field("shift", &M::shift, "Added after scaling")};
};
template <>
struct Describe<telemetry::MappingListQuery> {
    using Q = telemetry::MappingListQuery;
    static constexpr std::string_view name = "MappingListQuery";
    static constexpr auto fields =
        std::tuple{field("source", &Q::source, "Only those of this protocol"),
                   field("datastream", &Q::datastream, "Only those of this datastream"),
                   field("limit", &Q::limit, "1…1,000, default 100"),
                   field("cursor", &Q::cursor, "`next` of the page before")};
};
template <>
struct Describe<telemetry::Page<telemetry::MappingView>> {
    using P = telemetry::Page<telemetry::MappingView>;
    static constexpr std::string_view name = "MappingPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Mappings by id"), field("next", &P::next, "Cursor")};
};
template <>
struct Describe<telemetry::WaitingView> {
    using W = telemetry::WaitingView;
    static constexpr std::string_view name = "WaitingSeries";
    static constexpr auto fields =
        std::tuple{field("source", &W::source, "The protocol that brings it"),
                   field("series", &W::series, "What it is called there"),
                   field("kind", &W::kind, "Of the newest value"),
                   field("value", &W::value, "The newest; null for a text"),
                   field("first", &W::first, "When it came first, since the server started"),
                   field("last", &W::last, "When it came last"),
                   field("count", &W::count, "Values that were not stored")};
};
template <>
struct Describe<telemetry::WaitingQuery> {
    using Q = telemetry::WaitingQuery;
    static constexpr std::string_view name = "WaitingQuery";
    static constexpr auto fields = std::tuple{field("source", &Q::source, "Only those of this protocol"),
                                              field("q", &Q::q, "A text in the name", name_limits),
                                              field("limit", &Q::limit, "1…1,000, default 100")};
};
template <>
struct Describe<telemetry::ForgetQuery> {
    using Q = telemetry::ForgetQuery;
    static constexpr std::string_view name = "WaitingForgetQuery";
    static constexpr auto fields = std::tuple{field("source", &Q::source, "Only those of this protocol")};
};
template <>
struct Describe<telemetry::WaitingList> {
    using W = telemetry::WaitingList;
    static constexpr std::string_view name = "WaitingList";
    static constexpr auto fields = std::tuple{
        field("items", &W::items, "The newest first"), field("total", &W::total, "How many fit the question"),
        field("most", &W::most, "How many may wait in all; beyond it values are refused")};
};

}  // namespace hatang::json
