// Readings over HTTP: batches of JSON and CSV, and the health of ingest.
#include <algorithm>
#include <tuple>

#include "base/page.hpp"
#include "telemetry/csv/rows.hpp"
#include "telemetry/ingest/parse.hpp"
#include "telemetry/ingest/views.hpp"
#include "telemetry/limits.hpp"
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
                                       ReadingFields fields, Parse parse,
                                       std::string_view media_type = "application/json") {
    Connection& connection = state.gate.connection(Path::http, who.name);
    std::optional<Error> refused;
    try {
        if (body.content_type != media_type)
            throw Error(Code::unsupported_media_type, "Content-Type",
                        {body.content_type, std::string(media_type)});
        std::vector<Reading> readings = parse(body.bytes);
        check_scope(state, who, readings, where, fields);
        for (const Reading& reading : readings)
            if (!state.security.may_write_datastream(who, reading.datastream_id))
                throw Error(Code::datastream_not_allowed, std::string(where),
                            {std::to_string(reading.datastream_id)});
        co_return co_await state.gate.ingest(connection, std::move(readings), where, fields);
    } catch (const Error& e) {
        refused = e;
    }
    state.gate.refused(connection, *refused);
    throw *refused;
}

constexpr std::string_view csv_type = "text/csv";

// All rows or none: where in "/rows/0/t", from the first behind the header.
std::vector<Reading> parse_csv(std::string_view text) {
    CsvRows rows(text);
    std::vector<Reading> out;
    while (std::optional<CsvRows::Row> row = rows.next()) {
        if (row->error) {
            row->error->where = json::pointer(json::pointer("/rows", out.size()), row->error->where);
            throw *std::move(row->error);
        }
        if (out.size() == limits::readings_per_batch_max)
            throw Error(Code::too_many_items, "/rows",
                        {std::to_string(out.size() + 1), std::to_string(limits::readings_per_batch_max)});
        out.push_back(row->reading);
    }
    return out;
}

task<IngestView> post_observations(Telemetry::State& state, http::Call& call, const http::RawBody& body) {
    Intake::Outcome done;
    if (body.content_type == csv_type)
        done =
            co_await ingest_over_http(state, call.who, body, "/rows", ReadingFields{}, parse_csv, csv_type);
    else
        done = co_await ingest_over_http(state, call.who, body, "/readings", ReadingFields{}, parse_readings);
    co_return IngestView{done.accepted, done.duplicates};
}

std::string health_json(const Telemetry::State& state) {
    const Committer& committer = state.storage.committer;
    json::Writer w;
    w.begin_object().field("database", committer.database_up() ? "up" : "down");
    w.field("readings_per_s", state.gate.readings_per_s()).field("lag_s", state.gate.lag_s());
    w.field("queued", committer.queued()).field("queued_max", limits::queued_readings_max);
    w.field("unsealed", state.storage.streams.unsealed).field("unsealed_max", limits::unsealed_readings_max);
    w.field("batches", committer.batches()).field("chunks", state.storage.sealer.chunks_written());
    w.field("datastreams", state.storage.streams.all().size());
    const BrokerSource& broker = state.broker;
    w.field("mqtt", !broker.attached() ? "off" : broker.connected() ? "connected" : "disconnected");
    w.field("mqtt_paused", broker.paused()).field("mqtt_pauses", broker.pauses());
    w.key("mqtt_listener");
    if (const mqtt::Server* listener = state.devices.server())
        w.begin_object()
            .field("port", listener->port())
            .field("tls", listener->encrypted())
            .field("connections", listener->connections())
            .end_object();
    else
        w.null();
    w.field("connections", state.gate.connections().size()).field("mappings", state.mappings.book.size());
    w.field("waiting", state.mappings.book.waiting_count()).key("paths").begin_array();
    for (std::size_t i = 0; i < state.gate.counters().size(); ++i) {
        const PathCounters& c = state.gate.counters()[i];
        w.begin_object().field("path", to_text(static_cast<Path>(i))).field("accepted", c.accepted);
        w.field("duplicates", c.duplicates);
        w.field("waiting", c.waiting).field("left_out", c.left_out).key("refused").begin_object();
        for (const auto& [code, n] : c.refused) w.field(code, n);
        w.end_object().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

json::Raw refused_json(const Connection& c) {
    json::Writer w;
    w.begin_object();
    for (const auto& [code, n] : c.refused) w.field(error_info(code).code, n);
    w.end_object();
    return {w.take()};
}

ConnectionView view_of(const Connection& c) {
    ConnectionView out{.path = c.path,
                       .name = c.name,
                       .first = c.first,
                       .last = c.last,
                       .last_accepted = c.last_accepted,
                       .messages = c.messages,
                       .accepted = c.accepted,
                       .duplicates = c.duplicates,
                       .waiting = c.waiting,
                       .left_out = c.left_out,
                       .uncertain = c.uncertain,
                       .gaps = c.gaps,
                       .missing = c.missing,
                       .lost = c.lost,
                       .refused = refused_json(c),
                       .refused_total = 0,
                       .last_refusal = {},
                       .lag_s = static_cast<double>(c.lag_us) / kSecond,
                       .lag_most_s = static_cast<double>(c.lag_most_us) / kSecond,
                       .clock = c.clock.verdict(),
                       .clock_delay_s = static_cast<double>(c.clock.least_delay_us()) / kSecond};
    for (const auto& [code, n] : c.refused) out.refused_total += n;
    if (const auto& r = c.last_refusal)
        out.last_refusal =
            RefusalView{std::string(error_info(r->code).code), r->where, r->text_vi, r->text_en, r->at};
    return out;
}

// What asks for somebody: a refusal, a wrong clock, a gap.
bool is_troubled(const Connection& c) {
    using V = ClockWatch::Verdict;
    const V clock = c.clock.verdict();
    return !c.refused.empty() || c.gaps > 0 || c.lost > 0 || (clock != V::good && clock != V::unknown);
}

task<ConnectionList> list_connections(const Telemetry::State& state, ConnectionQuery in) {
    const std::int64_t limit = page_limit(in.limit);
    std::vector<const Connection*> all = state.gate.connections().all();
    ConnectionList out;
    out.most = static_cast<std::int64_t>(limits::connections_max);
    std::erase_if(all, [&](const Connection* c) {
        return (in.path && c->path != *in.path) || (in.q && c->name.find(*in.q) == std::string::npos) ||
               (in.trouble && is_troubled(*c) != *in.trouble);
    });
    out.total = static_cast<std::int64_t>(all.size());
    std::ranges::sort(all, [](const Connection* a, const Connection* b) {
        return std::tuple(!is_troubled(*a), b->last, a->name) <
               std::tuple(!is_troubled(*b), a->last, b->name);
    });
    if (out.total > limit) all.resize(static_cast<std::size_t>(limit));
    for (const Connection* c : all) out.items.push_back(view_of(*c));
    for (const auto& [id, suspect] : state.gate.units().flagged())
        out.units.push_back(
            {id, suspect.guess.scale, suspect.guess.shift, suspect.value, suspect.at, suspect.run});
    co_return out;
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
    router.get<http::Nothing, http::Response>(
        "/api/v1/ingest/health",
        {"telemetry.ingest.health", http::may("telemetry.read"), "Counters of ingest"},
        [&state](http::Call&, const http::Nothing&) { return get_health(state); });
    router.get<ConnectionQuery, ConnectionList>(
        "/api/v1/ingest/connections",
        {"telemetry.ingest.connections", http::may("telemetry.read"),
         "What each connection has brought since the server started"},
        [&state](http::Call&, const ConnectionQuery& in) { return list_connections(state, in); });
}

}  // namespace hatang::telemetry
