// Observations over HTTP: our own batches, single SensorThings observations, and the health of ingest.
#include "http/base_url.hpp"
#include "telemetry/ingest/parse.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

// A datastream that the caller may not write is not there.
void check_scope(const Telemetry::State& state, const http::Principal& who,
                 const std::vector<Reading>& readings, std::string_view where, const ReadingFields& fields) {
    const security::Scope& scope = security::scope(who, "telemetry.ingest");
    if (scope.unlimited()) return;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Stream* s = state.storage.streams.find(readings[i].datastream_id);
        if (s && scope.allows(s->about.key())) continue;
        const std::string at = where.empty() && readings.size() == 1 ? "" : json::pointer(where, i);
        const std::string field = fields.datastream.empty() ? "" : "/" + std::string(fields.datastream);
        throw Error(Code::unknown_datastream, at + field, {std::to_string(readings[i].datastream_id)});
    }
}

// Runs `parse` and commits what it gives. What is refused is counted by its code.
template <class Parse>
task<Intake::Outcome> ingest_over_http(Telemetry::State& state, const http::Principal& who,
                                       const http::RawBody& body, std::string_view where,
                                       ReadingFields fields, Parse parse) {
    std::optional<Error> refused;
    try {
        if (body.content_type != "application/json")
            throw Error(Code::unsupported_media_type, "Content-Type",
                        {body.content_type, "application/json"});
        std::vector<Reading> readings = parse(body.bytes);
        check_scope(state, who, readings, where, fields);
        for (const Reading& reading : readings)
            if (!state.security.may_write_datastream(who, reading.datastream_id))
                throw Error(Code::datastream_not_allowed, std::string(where),
                            {std::to_string(reading.datastream_id)});
        co_return co_await state.gate.ingest(Path::http, std::move(readings), where, fields);
    } catch (const Error& e) {
        refused = e;
    }
    state.gate.refused(Path::http, *refused);
    throw *refused;
}

task<IngestView> post_observations(Telemetry::State& state, http::Call& call, const http::RawBody& body) {
    const Intake::Outcome done =
        co_await ingest_over_http(state, call.who, body, "/readings", ReadingFields{}, parse_readings);
    co_return IngestView{done.accepted, done.duplicates};
}

task<http::Response> post_observation(Telemetry::State& state, http::Call& call, const http::RawBody& body) {
    const std::int64_t id = call.path_id("id");
    Instant t;
    const auto parse_one = [id, &t](std::string_view text) {
        std::vector<Reading> readings = parse_observations(text, id);
        if (readings.size() != 1) throw Error(Code::wrong_type, {}, {"object", "array"});
        t = readings.front().t;
        return readings;
    };
    (void)co_await ingest_over_http(state, call.who, body, {}, observation_fields, parse_one);
    http::Response response;
    response.status = 201;
    response.header("Location", http::base_url(call.request) + "/sta/v1.1/Observations(" +
                                    std::to_string(sta::observation_id({id, {t.us}})) + ")");
    co_return response;
}

std::string health_json(const Telemetry::State& state) {
    const Committer& committer = state.storage.committer;
    json::Writer w;
    w.begin_object().field("database", committer.database_up() ? "up" : "down");
    w.field("readings_per_s", state.gate.readings_per_s()).field("lag_s", state.gate.lag_s());
    w.field("queued", committer.queued()).field("queued_max", limits::queued_readings_max);
    w.field("unsealed", state.storage.streams.unsealed).field("unsealed_max", limits::unsealed_readings_max);
    w.field("batches", committer.batches()).field("chunks", state.storage.sealer.chunks_written());
    w.field("datastreams", state.storage.streams.all().size()).key("paths").begin_array();
    for (std::size_t i = 0; i < state.gate.counters().size(); ++i) {
        const PathCounters& c = state.gate.counters()[i];
        w.begin_object().field("path", to_text(static_cast<Path>(i))).field("accepted", c.accepted);
        w.field("duplicates", c.duplicates).key("refused").begin_object();
        for (const auto& [code, n] : c.refused) w.field(code, n);
        w.end_object().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

task<http::Response> get_health(const Telemetry::State& state) {
    co_return http::Response::json(health_json(state));
}

}  // namespace

void add_ingest_routes(http::Router& router, Telemetry::State& state) {
    const http::RouteLimits limits{.body_bytes_max = limits::body_bytes_max, .seconds_max = 30};
    router.post<http::RawBody, IngestView>(
        "/api/v1/observations",
        {"telemetry.observations.ingest", http::may_within("telemetry.ingest"),
         "Commits up to 10,000 readings, all or none", limits, false},
        [&state](http::Call& call, const http::RawBody& body) {
            return post_observations(state, call, body);
        });
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/Datastreams({id})/Observations",
        {"telemetry.observations.create", http::may_within("telemetry.ingest"),
         "Commits one SensorThings Observation", limits, false},
        [&state](http::Call& call, const http::RawBody& body) {
            return post_observation(state, call, body);
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/ingest/health",
        {"telemetry.ingest.health", http::may("telemetry.read"), "Counters of ingest"},
        [&state](http::Call&, const http::Nothing&) { return get_health(state); });
}

}  // namespace hatang::telemetry
