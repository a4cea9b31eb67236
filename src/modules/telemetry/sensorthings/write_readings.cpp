// Observations that are there already: corrected or removed. Their time is their identity and stays.
#include <algorithm>

#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/sensorthings/write_entities.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry::sta {
namespace {

std::string observation_name(std::int64_t id) { return "Observations(" + std::to_string(id) + ")"; }

std::string reading_json(std::int64_t stream, const Point& p) {
    json::Writer w;
    w.begin_object().field("datastream", stream).field("t", to_rfc3339({p.t_us})).field("value", p.value);
    w.field("quality", json::to_text(p.quality)).end_object();
    return w.take();
}

task<std::optional<Point>> first_within(Writing& w, ObservationKey key) {
    const db::Rows chunks = co_await w.tx.run(telemetry::sql::chunks_within, key.datastream_id,
                                              Instant{key.from_us}, Instant{key.to_us + 1});
    std::optional<Point> found;
    std::vector<Point> points;
    for (const db::Row row : chunks) {
        points.clear();
        (void)decode_chunk(row.bytes("payload"), points).value();
        for (const Point& p : points)
            if (p.t_us >= key.from_us && p.t_us <= key.to_us && (!found || p.t_us < found->t_us)) found = p;
    }
    co_return found;
}

// The datastream is held by its address, which stays good when somebody deletes it meanwhile.
struct Found {
    const Stream& stream;
    ReadingOf reading;
};
// The reading that an id names, for who may write there. It is in chunks: the head was sealed before.
task<Found> require_reading(Writing& w, std::int64_t id) {
    const Error unknown(Code::not_found, {}, {observation_name(id)});
    const auto key = observation_key(id);
    if (!key) throw unknown;
    const Stream* const s = w.state.storage.streams.find(key->datastream_id);
    if (!s || s->about.sensor_id == 0) throw unknown;
    co_await w.require_row(s->about.asset_id, observation_name(id));
    const std::optional<Point> found = co_await first_within(w, *key);
    if (!found) throw unknown;
    co_return Found{*s, {key->datastream_id, *found}};
}

task<void> amend_reading(Writing& w, const Stream& stream, ReadingOf old, std::optional<Point> becomes) {
    const std::int64_t id = observation_id(old);
    const Amendment change{old.datastream_id, stream.rollup_from_us, old.point.t_us, becomes};
    w.streams.insert(old.datastream_id);
    const bool there = co_await amend(w.state.platform.loop, w.tx, change);
    if (!there) throw Error(Code::not_found, {}, {observation_name(id)});
    if (!becomes) co_await name_reading(w, old.datastream_id, old.point.t_us, 0);
    security::Change row{.action = becomes ? "observation.change" : "observation.delete",
                         .entity = "observation",
                         .entity_id = id,
                         .before = reading_json(old.datastream_id, old.point),
                         .after = becomes ? reading_json(old.datastream_id, *becomes) : std::string(),
                         .reason = {}};
    co_await w.state.security.audit(w.tx, w.actor, std::move(row));
}

// What is said of the results of a MultiDatastream at one time: those that are given, and a quality for all.
struct PartsChange {
    bool given = false;
    std::vector<PostedObservation> results;  // of each part whose result is not null
    std::optional<Quality> quality;
};
// Null removes. A part that has no reading of that time gets none: corrections make nothing new.
task<void> change_parts(Writing& w, std::vector<std::int64_t> parts, std::int64_t t_us, PartsChange change) {
    const Instant clock = w.state.platform.clock.now();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::int64_t part = parts[i];
        const Stream* const stream = w.state.storage.streams.find(part);
        if (!stream) continue;
        const ObservationKey at{part, t_us, t_us};
        const std::optional<Point> old = co_await first_within(w, at);
        const auto result =
            std::ranges::find(change.results, part, [](const auto& r) { return r.reading.datastream_id; });
        const bool has_result = result != change.results.end();
        if (!old) {
            if (has_result) throw Error(Code::invalid_value, result->result_where, {"a value", "null"});
            continue;
        }
        const ReadingOf reading{part, *old};
        if (change.given && !has_result) {
            co_await amend_reading(w, *stream, reading, {});
            continue;
        }
        Reading now{part,
                    {t_us},
                    has_result ? result->reading.value : old->value,
                    change.quality.value_or(old->quality)};
        if (auto error = check_reading(w.state.storage.streams, clock, now, {}, posted_fields)) throw *error;
        if (now.value == old->value && now.quality == old->quality) continue;
        const Point becomes{t_us, now.value, now.quality};
        co_await amend_reading(w, *stream, reading, becomes);
    }
}

// Of the parts of a MultiDatastream too.
task<void> relink(Writing& w, const Found& found, const json::Raw& feature) {
    PostedObservation posted{.reading = {}, .feature_id = link_of(feature, "/FeatureOfInterest")};
    if (!posted.feature_id)
        throw Error(Code::invalid_value, "/FeatureOfInterest",
                    {feature.json.substr(0, 100), R"({"@iot.id":…})"});
    std::vector<FeatureWanted> wanted;
    want_feature(posted, found.stream, wanted);
    co_await settle_features(w.state, w.tx, &w.call, wanted);
    if (!wanted.empty() && wanted.front().error) throw *wanted.front().error;
    const std::int64_t t_us = found.reading.point.t_us;
    co_await name_reading(w, found.reading.datastream_id, t_us, posted.own_feature);
    const std::vector<std::int64_t> parts = found.stream.parts;
    for (const std::int64_t part : parts) co_await name_reading(w, part, t_us, posted.own_feature);
}

}  // namespace

task<void> remove_reading_at(Writing& w, std::int64_t datastream_id, Instant t) {
    const Stream* const stream = w.state.storage.streams.find(datastream_id);
    if (!stream) co_return;
    co_await w.require_row(stream->about.asset_id, entity_path(Set::datastreams, datastream_id));
    const ObservationKey at{datastream_id, t.us, t.us};
    const std::optional<Point> point = co_await first_within(w, at);
    if (!point) co_return;
    const ReadingOf reading{datastream_id, *point};
    co_await amend_reading(w, *stream, reading, {});
}

task<void> change_observation(Writing& w, std::int64_t id, const ObservationChange& in, bool whole) {
    const Found found = co_await require_reading(w, id);
    const ReadingOf& old = found.reading;
    if (in.time) {
        const json::Document document = json::parse(in.time->json);
        const Instant t = json::read_instant(document.root().text("/phenomenonTime"), "/phenomenonTime");
        if (t.us != old.point.t_us)
            throw Error(Code::invalid_value, "/phenomenonTime",
                        {to_rfc3339(t), to_rfc3339({old.point.t_us})});
    }
    const Streams& streams = w.state.storage.streams;
    Reading now{old.datastream_id, {old.point.t_us}, old.point.value, old.point.quality};
    PartsChange parts{.given = in.result.has_value(), .results = {}, .quality = {}};
    if (in.result) {
        const json::Document document = json::parse(in.result->json);
        PostedObservation posted{.reading = now, .feature_id = {}};
        take_result(posted, document.root(), "/result");
        std::vector<TermWanted> wanted;
        settle(streams, found.stream, posted, wanted);
        if (!wanted.empty()) co_await code_terms(w.tx, wanted);
        now.value = posted.reading.value;
        parts.results = std::move(posted.parts);
    }
    if (whole) parts.quality = Quality::good;
    if (in.quality) {
        const json::Document document = json::parse(in.quality->json);
        parts.quality = json::read_value<Quality>(document.root(), {}, "/resultQuality");
    }
    now.quality = parts.quality.value_or(now.quality);
    if (auto error = check_reading(streams, w.state.platform.clock.now(), now, {}, posted_fields))
        throw *error;
    const Point becomes{old.point.t_us, now.value, now.quality};
    if (in.feature) co_await relink(w, found, *in.feature);
    co_await amend_reading(w, found.stream, old, becomes);
    co_await change_parts(w, found.stream.parts, old.point.t_us, std::move(parts));
}

task<void> remove_observation(Writing& w, std::int64_t id) {
    const Found found = co_await require_reading(w, id);
    co_await amend_reading(w, found.stream, found.reading, {});
    PartsChange none{.given = true, .results = {}, .quality = {}};
    co_await change_parts(w, found.stream.parts, found.reading.point.t_us, std::move(none));
}

}  // namespace hatang::telemetry::sta
