// The newest reading of every datastream, and series by time range.
#include <charconv>
#include <cmath>

#include "telemetry/limits.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/series/arrow.hpp"
#include "telemetry/series/query.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

struct Box {
    std::optional<double> west, south, east, north;
};

[[noreturn]] void throw_parameter(std::string name, std::string got, std::string expected) {
    throw Error(Code::invalid_parameter, std::move(name), {got.substr(0, 100), std::move(expected)});
}

Box parse_box(const std::optional<std::string>& text) {
    if (!text) return {};
    std::array<double, 4> sides{};
    const char* at = text->data();
    const char* const end = at + text->size();
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const auto [stop, error] = std::from_chars(at, end, sides[i]);
        const bool separator_fits = i + 1 == sides.size() ? stop == end : stop != end && *stop == ',';
        if (error != std::errc() || !separator_fits || !std::isfinite(sides[i]))
            throw_parameter("bbox", *text, "west,south,east,north");
        at = stop + 1;
    }
    if (sides[0] > sides[2] || sides[1] > sides[3])
        throw_parameter("bbox", *text, "west ≤ east, south ≤ north");
    return {sides[0], sides[1], sides[2], sides[3]};
}

LatestItem latest_of(const Stream& s, Instant now) {
    return {s.about.id, s.about.asset_id, {s.last->t_us}, s.last->value, s.last->quality, is_stale(s, now)};
}

task<LatestList> latest(Telemetry::State& state, http::Call& call, LatestQuery in) {
    const security::Scope& scope = security::scope(call.who, "telemetry.read");
    const Box box = parse_box(in.bbox);
    const Streams& streams = state.storage.streams;
    const Instant now = state.platform.clock.now();
    LatestList out;
    std::vector<std::int64_t> read;  // of restricted assets
    const bool unlimited = scope.unlimited();
    const auto add = [&](const Stream& s) {
        if (!s.plain() || !s.last || (in.asset && s.about.asset_id != in.asset) ||
            !(unlimited || scope.allows(s.about.key())))
            return;
        out.items.push_back(latest_of(s, now));
        if (s.about.sensitivity == security::Sensitivity::restricted) read.push_back(s.about.id);
    };
    if (!in.domain && !box.west) {
        if (!in.asset) out.items.reserve(streams.all().size());
        for (const auto& [id, stream] : streams.all()) add(*stream);
    } else {
        const db::Rows rows = co_await state.platform.db.run(sql::datastreams_in, in.domain, box.west,
                                                             box.south, box.east, box.north);
        for (const db::Row row : rows)
            if (const Stream* s = streams.find(row.integer("id"))) add(*s);
    }
    co_await state.security.audit_read(call, "datastream", read);
    co_return out;
}

// Milliseconds since 1970, with a fraction where the time has one.
void write_ms(std::string& out, std::int64_t t_us) {
    char buffer[32];
    const std::int64_t ms = t_us >= 0 ? t_us / kMillisecond : -((-t_us + kMillisecond - 1) / kMillisecond);
    const std::int64_t rest_us = t_us - ms * kMillisecond;
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, ms).ptr);
    if (rest_us == 0) return;
    const std::string digits = std::to_string(kMillisecond + rest_us);  // "1000"…"1999"
    out.append(".").append(digits, 1);
}

template <class Items, class WriteOne>
json::Raw array_of(const Items& items, WriteOne write_one) {
    json::Writer w;
    w.begin_array();
    for (const auto& item : items) write_one(w, item);
    w.end_array();
    return {w.take()};
}

void write_time(json::Writer& w, std::int64_t t_us) {
    std::string text;
    write_ms(text, t_us);
    w.raw(text);
}

SeriesView view_of(const Datastream& about, const SeriesData& data) {
    SeriesView out{.datastream_id = about.id,
                   .unit = about.unit,
                   .from = data.from,
                   .to = data.to,
                   .aggregated = data.aggregated,
                   .bucket_s = {},
                   .removed_before = data.removed_before,
                   .t = {},
                   .value = {},
                   .min = {},
                   .max = {},
                   .count = {},
                   .bad = {},
                   .quality = {}};
    if (!data.aggregated) {
        out.t = array_of(data.points, [](json::Writer& w, const Point& p) { write_time(w, p.t_us); });
        out.value = array_of(data.points, [](json::Writer& w, const Point& p) { w.value(p.value); });
        out.quality = array_of(data.points,
                               [](json::Writer& w, const Point& p) { w.value(static_cast<int>(p.quality)); });
        return out;
    }
    out.bucket_s = static_cast<double>(data.bucket_us) / kSecond;
    using B = const BucketRollup&;
    out.t = array_of(data.buckets, [](json::Writer& w, B b) { write_time(w, b.start_us); });
    out.value = array_of(
        data.buckets, [](json::Writer& w, B b) { w.value(b.rollup.sum / static_cast<double>(b.rollup.n)); });
    out.min = array_of(data.buckets, [](json::Writer& w, B b) { w.value(b.rollup.least); });
    out.max = array_of(data.buckets, [](json::Writer& w, B b) { w.value(b.rollup.most); });
    out.count = array_of(data.buckets, [](json::Writer& w, B b) { w.value(b.rollup.n); });
    out.bad = array_of(data.buckets, [](json::Writer& w, B b) { w.value(b.rollup.n_bad); });
    return out;
}

RangeParameters range_of(std::optional<Instant> from, std::optional<Instant> to, const Stream& s,
                         Instant now) {
    // Readings may be a little ahead of our clock.
    if (!to) to = s.last ? std::max(now, Instant{s.last->t_us}) : now;
    if (!from) from = *to + -kDay;
    if (*from > *to) throw_parameter("from", to_rfc3339(*from), "≤ to");
    return {from, to};
}

SeriesQuery query_of(const SeriesParameters& in, const Stream& s, Instant now) {
    const RangeParameters range = range_of(in.from, in.to, s, now);
    SeriesQuery query{.from = *range.from, .to = *range.to};
    query.points = in.points.value_or(limits::points_default);
    if (query.points < 2 || query.points > limits::points_max)
        throw_parameter("points", std::to_string(query.points), "2…" + std::to_string(limits::points_max));
    query.raw = in.raw.value_or(false);
    return query;
}

[[noreturn]] void throw_unknown(std::int64_t id) {
    throw Error(Code::unknown_datastream, {}, {std::to_string(id)});
}

// The datastream of the path, when the caller may read it; reading a restricted one is audited.
task<const Stream*> readable_stream(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const Stream* s = state.storage.streams.find(id);
    if (!s || !s->plain() || !security::scope(call.who, "telemetry.read").allows(s->about.key()))
        throw_unknown(id);
    std::vector<std::int64_t> read;
    if (s->about.sensitivity == security::Sensitivity::restricted) read.push_back(id);
    co_await state.security.audit_read(call, "datastream", read);
    co_return s;
}

task<SeriesView> series(Telemetry::State& state, http::Call& call, const SeriesParameters& in) {
    const Stream* s = co_await readable_stream(state, call);
    const SeriesQuery query = query_of(in, *s, state.platform.clock.now());
    const SeriesData data = co_await read_series(state.platform.loop, state.platform.db, *s, query);
    const Datastream about = s->about;
    co_return co_await state.platform.loop.blocking([&about, &data] { return view_of(about, data); });
}

struct ArrowStream {
    Loop& loop;
    SeriesPages pages;
    enum class Part { schema, batches, nothing } next = Part::schema;
};

task<std::string> next_arrow_piece(std::shared_ptr<ArrowStream> stream) {
    using enum ArrowStream::Part;
    if (stream->next == nothing) co_return std::string();
    if (stream->next == schema) {
        stream->next = batches;
        co_return arrow_schema();
    }
    const std::span<const Point> points = co_await stream->pages.next();
    if (points.empty()) {
        stream->next = nothing;
        co_return arrow_end();
    }
    co_return co_await stream->loop.blocking([&points] { return arrow_batch(points); });
}

task<http::Response> series_arrow(Telemetry::State& state, http::Call& call, const RangeParameters& in) {
    const Stream* s = co_await readable_stream(state, call);
    const RangeParameters range = range_of(in.from, in.to, *s, state.platform.clock.now());
    Loop& loop = state.platform.loop;
    const auto stream = std::make_shared<ArrowStream>(
        ArrowStream{loop, SeriesPages(loop, state.platform.db, *s, *range.from, *range.to)});
    co_return http::Response::pieces(std::string(arrow_media_type),
                                     [stream] { return next_arrow_piece(stream); });
}

}  // namespace

void add_series_routes(http::Router& router, Telemetry::State& state) {
    router.get<LatestQuery, LatestList>(
        "/api/v1/datastreams/latest",
        {"telemetry.latest", http::may_within("telemetry.read"), "The newest reading of every datastream"},
        [&state](http::Call& call, const LatestQuery& in) { return latest(state, call, in); });
    router.get<SeriesParameters, SeriesView>(
        "/api/v1/datastreams/{id}/series",
        {"telemetry.series", http::may_within("telemetry.read"),
         "Readings of a time range, raw or in buckets"},
        [&state](http::Call& call, const SeriesParameters& in) { return series(state, call, in); });
    router.get<RangeParameters, http::Response>(
        "/api/v1/datastreams/{id}/series/arrow",
        {"telemetry.series_arrow", http::may_within("telemetry.read"),
         "Every reading of a time range as an Apache Arrow IPC stream"},
        [&state](http::Call& call, const RangeParameters& in) { return series_arrow(state, call, in); });
}

}  // namespace hatang::telemetry
