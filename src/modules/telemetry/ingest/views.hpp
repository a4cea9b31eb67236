// What the routes of ingest give, besides its health.
#pragma once

#include "telemetry/ingest/connections.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct RefusalView {
    std::string code, where, title, title_en;
    Instant at;
};
struct ConnectionView {
    Path path = Path::http;
    std::string name;
    Instant first, last;
    std::optional<Instant> last_accepted;
    std::int64_t messages = 0, accepted = 0, duplicates = 0, waiting = 0, left_out = 0, uncertain = 0,
                 gaps = 0, missing = 0, lost = 0;
    json::Raw refused;
    std::int64_t refused_total = 0;
    std::optional<RefusalView> last_refusal;
    double lag_s = 0, lag_most_s = 0;
    ClockWatch::Verdict clock = ClockWatch::Verdict::unknown;
    double clock_delay_s = 0;
};
struct UnitSuspectView {
    std::int64_t datastream_id = 0;
    double scale = 1, shift = 0, value = 0;
    Instant t;
    std::int64_t run = 0;
};
struct ConnectionQuery {
    std::optional<Path> path;
    std::optional<std::string> q;
    std::optional<bool> trouble;
    std::optional<std::int64_t> limit;
};
struct ConnectionList {
    std::vector<ConnectionView> items;
    std::int64_t total = 0, most = 0;
    std::vector<UnitSuspectView> units;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::Path> {
    using P = telemetry::Path;
    static constexpr std::string_view name = "IngestPath";
    static constexpr std::array<std::pair<P, std::string_view>, telemetry::paths_count> values{
        {{P::http, "http"},
         {P::mqtt, "mqtt"},
         {P::program, "program"},
         {P::line_protocol, "line_protocol"},
         {P::chirpstack, "chirpstack"},
         {P::json, "json"},
         {P::sparkplug, "sparkplug"},
         {P::csv, "csv"}}};
};
template <>
struct Describe<telemetry::ClockWatch::Verdict> {
    using V = telemetry::ClockWatch::Verdict;
    static constexpr std::string_view name = "ClockVerdict";
    static constexpr std::array<std::pair<V, std::string_view>, 6> values{
        {{V::unknown, "unknown"},
         {V::good, "good"},
         {V::ahead, "ahead"},
         {V::behind, "behind"},
         {V::local_as_utc, "local_as_utc"},
         {V::utc_as_local, "utc_as_local"}}};
};
template <>
struct Describe<telemetry::RefusalView> {
    using R = telemetry::RefusalView;
    static constexpr std::string_view name = "IngestRefusal";
    static constexpr auto fields = std::tuple{
        field("code", &R::code, "Code of the error"), field("where", &R::where, "Where in what was sent"),
        field("title", &R::title, "In Vietnamese"), field("title_en", &R::title_en, "In English"),
        field("at", &R::at, "When")};
};
template <>
struct Describe<telemetry::ConnectionView> {
    using C = telemetry::ConnectionView;
    static constexpr std::string_view name = "IngestConnection";
    static constexpr auto fields = std::tuple{
        field("path", &C::path, "How it sends"),
        field("name", &C::name, "Who sends: an account, a device, a topic; empty: all that are too many"),
        field("first", &C::first, "Its first message since the server started"),
        field("last", &C::last, "Its last message"),
        field("last_accepted", &C::last_accepted, "The last with a reading that was new"),
        field("messages", &C::messages, "Messages and requests with readings"),
        field("accepted", &C::accepted, "Readings committed"),
        field("duplicates", &C::duplicates, "Readings that were there already"),
        field("waiting", &C::waiting, "Values of series that nobody has mapped"),
        field("left_out", &C::left_out, "Values of series that are left out on purpose"),
        field("uncertain", &C::uncertain, "Readings outside of the plausible range"),
        field("gaps", &C::gaps, "Pauses of more than one and a half declared intervals"),
        field("missing", &C::missing, "Readings that did not come in those pauses"),
        field("lost", &C::lost, "Messages lost on the way, where the protocol numbers them"),
        field("refused", &C::refused, "How many by code: requests, messages or values"),
        field("refused_total", &C::refused_total, "Their sum"),
        field("last_refusal", &C::last_refusal, "The newest refusal"),
        field("lag_s", &C::lag_s, "From the newest reading of the last message to its commit"),
        field("lag_most_s", &C::lag_most_s, "The most of those"),
        field("clock", &C::clock, "What its times say of its clock"),
        field("clock_delay_s", &C::clock_delay_s, "The least delay of its last messages; below zero: ahead")};
};
template <>
struct Describe<telemetry::UnitSuspectView> {
    using U = telemetry::UnitSuspectView;
    static constexpr std::string_view name = "UnitSuspect";
    static constexpr auto fields =
        std::tuple{field("datastream_id", &U::datastream_id, "Values of it fit in another unit"),
                   field("scale", &U::scale, "value × scale + shift would be plausible"),
                   field("shift", &U::shift, "Added after scaling"),
                   field("value", &U::value, "The newest such value"),
                   field("t", &U::t, "When it came"),
                   field("run", &U::run, "How many in a row")};
};
template <>
struct Describe<telemetry::ConnectionQuery> {
    using Q = telemetry::ConnectionQuery;
    static constexpr std::string_view name = "ConnectionQuery";
    static constexpr auto fields =
        std::tuple{field("path", &Q::path, "Only those that send this way"),
                   field("q", &Q::q, "A text in the name", name_limits),
                   field("trouble", &Q::trouble, "Only those with trouble, or without"),
                   field("limit", &Q::limit, "1…1,000, default 100")};
};
template <>
struct Describe<telemetry::ConnectionList> {
    using L = telemetry::ConnectionList;
    static constexpr std::string_view name = "ConnectionList";
    static constexpr auto fields =
        std::tuple{field("items", &L::items, "Those with trouble first, then the latest"),
                   field("total", &L::total, "How many fit the question"),
                   field("most", &L::most, "How many have counters of their own"),
                   field("units", &L::units, "Datastreams whose values fit in another unit")};
};

}  // namespace hatang::json
