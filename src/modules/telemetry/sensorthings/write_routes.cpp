// Observations posted to SensorThings.
#include "http/base_url.hpp"
#include "json/writer.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/sensorthings/write_entities.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
task<sta::PostedReadings> sta::readings_of(Telemetry::State& state, const http::Call& call,
                                           std::vector<PostedObservation>& posts) {
    std::vector<TermWanted> wanted;
    std::vector<FeatureWanted> features;
    const Streams& streams = state.storage.streams;
    for (PostedObservation& posted : posts) {
        const Stream& stream = *streams.find(posted.reading.datastream_id);
        settle(streams, stream, posted, wanted);
        want_feature(posted, stream, features);
    }
    co_await make_terms(state.platform.db, wanted);
    // Of what is refused nothing is made.
    if (!features.empty())
        for (PostedObservation& posted : posts)
            if (auto error = check_readings(streams, state.platform.clock.now(), posted)) throw *error;
    co_await find_features(state, &call, features);
    PostedReadings out;
    for (const PostedObservation& posted : posts) add_readings(posted, out);
    co_return out;
}

// A datastream that the caller may not write is not there.
void sta::require_ingest(const Telemetry::State& state, const http::Principal& who,
                         const PostedObservation& posted, const char* where) {
    const std::int64_t id = posted.reading.datastream_id;
    const Stream* s = state.storage.streams.find(id);
    if (!s || (s->result == ResultType::several) != posted.multi ||
        !security::scope(who, "telemetry.ingest").allows(s->about.key()))
        throw Error(Code::unknown_datastream, where, {std::to_string(id)});
    if (!state.security.may_write_datastream(who, id))
        throw Error(Code::datastream_not_allowed, where, {std::to_string(id)});
}

namespace {

std::string observation_link(const http::Request& request, const Reading& r) {
    const std::int64_t id = sta::observation_id({r.datastream_id, {r.t.us, r.value, r.quality}});
    return http::base_url(request) + "/sta/v1.1/Observations(" + std::to_string(id) + ")";
}

json::Document json_body(const http::RawBody& body) {
    if (body.content_type != "application/json")
        throw Error(Code::unsupported_media_type, "Content-Type", {body.content_type, "application/json"});
    return json::parse(body.bytes);
}

// What is refused is counted by its code.
template <class Act>
task<http::Response> counted(Telemetry::State& state, Connection& connection, Act act) {
    std::optional<Error> refused;
    try {
        co_return co_await act();
    } catch (const Error& e) {
        refused = e;
    }
    state.gate.refused(connection, *refused);
    throw *refused;
}

task<http::Response> create_observation(Telemetry::State& state, const http::Call& call,
                                        const http::RawBody& body, Connection& connection,
                                        const sta::PostedTo& to) {
    const json::Document document = json_body(body);
    std::vector<sta::PostedObservation> posts{
        sta::read_posted(document.root(), state.platform.clock.now(), to.datastream, {}, to.multi)};
    if (to.feature) sta::name_feature(posts.front(), *to.feature, {});
    sta::require_ingest(state, call.who, posts.front(), to.datastream ? "" : "/Datastream");
    sta::PostedReadings taken = co_await sta::readings_of(state, call, posts);
    const Reading made = taken.readings.front();
    (void)co_await state.gate.ingest(connection, std::move(taken.readings), {}, sta::posted_fields,
                                     std::move(taken.features));
    http::Response response;
    response.status = 201;
    response.header("Location", observation_link(call.request, made));
    co_return response;
}

// A row that names a feature which is not there is wrong as any other.
task<void> find_features_of(Telemetry::State& state, const http::Call& call, Connection& connection,
                            std::vector<sta::PostedRow>& rows) {
    std::vector<sta::FeatureWanted> wanted;
    std::vector<sta::PostedRow*> of;
    for (sta::PostedRow& row : rows) {
        const Stream* stream = state.storage.streams.find(row.observation.reading.datastream_id);
        if (row.error || !stream) continue;
        sta::want_feature(row.observation, *stream, wanted);
        of.resize(wanted.size(), &row);
    }
    if (wanted.empty()) co_return;
    const auto body = [&](db::Session& tx) -> task<void> {
        return sta::settle_features(state, tx, &call, wanted);
    };
    co_await state.platform.db.transaction(body);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (state.ending_features.contains(wanted[i].posted->own_feature))
            wanted[i].error = Error(Code::invalid_value, wanted[i].where, {});
        if (!wanted[i].error) continue;
        of[i]->error = wanted[i].error;
        state.gate.refused(connection, *wanted[i].error);
    }
}

task<http::Response> create_observations(Telemetry::State& state, const http::Call& call,
                                         const http::RawBody& body, Connection& connection) {
    const json::Document document = json_body(body);
    const Instant now = state.platform.clock.now();
    std::vector<sta::PostedRow> rows =
        sta::read_data_arrays(document.root(), now, limits::readings_per_batch_max);
    const Streams& streams = state.storage.streams;
    std::vector<sta::TermWanted> wanted;
    for (sta::PostedRow& row : rows) {
        const auto before = static_cast<std::ptrdiff_t>(wanted.size());
        try {
            if (row.error) throw *row.error;
            sta::require_ingest(state, call.who, row.observation);
            const Stream& stream = *streams.find(row.observation.reading.datastream_id);
            sta::settle(streams, stream, row.observation, wanted);
            if (auto error = sta::check_readings(streams, now, row.observation)) throw *error;
        } catch (const Error& e) {
            row.error = e;
            wanted.erase(wanted.begin() + before, wanted.end());
            state.gate.refused(connection, e);
        }
    }
    co_await sta::make_terms(state.platform.db, wanted);
    co_await find_features_of(state, call, connection, rows);
    sta::PostedReadings taken;
    for (const sta::PostedRow& row : rows)
        if (!row.error) sta::add_readings(row.observation, taken);
    (void)co_await state.gate.ingest(connection, std::move(taken.readings), {}, sta::posted_fields,
                                     std::move(taken.features));
    json::Writer w;
    w.begin_array();
    for (const sta::PostedRow& row : rows)
        w.value(row.error ? std::string("error") : observation_link(call.request, row.observation.reading));
    w.end_array();
    co_return http::Response::json(w.take(), 201);
}

}  // namespace

void add_sensorthings_write_routes(http::Router& router, Telemetry::State& state) {
    const http::RouteLimits limits{.body_bytes_max = limits::body_bytes_max, .seconds_max = 30};
    const auto one = [&state](http::Call& call, const http::RawBody& body, sta::PostedTo to) {
        Connection& connection = state.gate.connection(Path::http, call.who.name);
        return counted(state, connection, [&state, &call, &body, &connection, to] {
            return create_observation(state, call, body, connection, to);
        });
    };
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/Observations",
        {"sensorthings.observations.create", http::may_within("telemetry.ingest"), "Commits one Observation",
         limits, false},
        [one](http::Call& call, const http::RawBody& body) { return one(call, body, {}); });
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/Datastreams({id})/Observations",
        {"telemetry.observations.create", http::may_within("telemetry.ingest"),
         "Commits one Observation of this Datastream", limits, false},
        [one](http::Call& call, const http::RawBody& body) {
            return one(call, body, {.datastream = call.path_id("id"), .feature = {}});
        });
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/MultiDatastreams({id})/Observations",
        {"sensorthings.multi_datastream.observations.create", http::may_within("telemetry.ingest"),
         "Commits one Observation of this MultiDatastream", limits, false},
        [one](http::Call& call, const http::RawBody& body) {
            return one(call, body, {.datastream = call.path_id("id"), .feature = {}, .multi = true});
        });
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/FeaturesOfInterest({id})/Observations",
        {"sensorthings.feature.observations.create", http::may_within("telemetry.ingest"),
         "Commits one Observation of this feature; it names its Datastream", limits, false},
        [one](http::Call& call, const http::RawBody& body) {
            return one(call, body, {.datastream = {}, .feature = call.path_id("id")});
        });
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/CreateObservations",
        {"sensorthings.observations.create_many", http::may_within("telemetry.ingest"),
         "Commits up to 10,000 Observations of data arrays; bad rows are answered \"error\"", limits, false},
        [&state](http::Call& call, const http::RawBody& body) {
            Connection& connection = state.gate.connection(Path::http, call.who.name);
            return counted(state, connection, [&state, &call, &body, &connection] {
                return create_observations(state, call, body, connection);
            });
        });
}

}  // namespace hatang::telemetry
