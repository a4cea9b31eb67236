// Observations posted to SensorThings.
#include <charconv>
#include <deque>

#include "base/text.hpp"
#include "http/base_url.hpp"
#include "json/writer.hpp"
#include "telemetry/ingest/read_away.hpp"
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

namespace {

// A datastream that the caller may not write is not there.
Result<const Stream*> stream_to_write(const Telemetry::State& state, const http::Principal& who,
                                      std::int64_t id, bool multi, const char* where) {
    const Stream* s = state.storage.streams.find(id);
    if (!s || (s->result == ResultType::several) != multi ||
        !security::scope(who, "telemetry.ingest").allows(s->about.key()))
        return Error(Code::unknown_datastream, where, {std::to_string(id)});
    if (!state.security.may_write_datastream(who, id))
        return Error(Code::datastream_not_allowed, where, {std::to_string(id)});
    return s;
}

}  // namespace

void sta::require_ingest(const Telemetry::State& state, const http::Principal& who,
                         const PostedObservation& posted, const char* where) {
    (void)stream_to_write(state, who, posted.reading.datastream_id, posted.multi, where).value();
}

namespace {

std::string observations_url(const http::Request& request) {
    return http::base_url(request) + "/sta/v1.1/Observations(";
}
std::int64_t observation_of(const Reading& r) { return sta::observation_id({r.datastream_id, {r.t.us}}); }

void require_json(const http::RawBody& body) {
    if (body.content_type != "application/json")
        throw Error(Code::unsupported_media_type, "Content-Type", {body.content_type, "application/json"});
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
    require_json(body);
    const json::Document document = json::parse(body.bytes);
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
    response.header("Location", observations_url(call.request) + std::to_string(observation_of(made)) + ")");
    co_return response;
}

// The rows of a data array, in their order: a reading each. What more is to be said of some of them, that are
// no plain readings or are wrong, stands beside: `readings` holds only their place then.
struct PostedRow {
    std::size_t place = 0;
    sta::PostedObservation observation;
    std::optional<Error> error = {};
};
struct PostedRows {
    std::vector<Reading> readings;
    std::deque<PostedRow> others;  // by their places; terms and features point at them
    std::vector<sta::TermWanted> terms;
};

// A row that is wrong is an error, not an end.
void take_other_row(Telemetry::State& state, const http::Call& call, Connection& connection,
                    const sta::PostedGroup& group, std::size_t index, json::Value value, Instant now,
                    PostedRows& out) {
    PostedRow& row = out.others.emplace_back();
    row.place = out.readings.size();
    out.readings.emplace_back();
    const auto terms_before = static_cast<std::ptrdiff_t>(out.terms.size());
    const Streams& streams = state.storage.streams;
    try {
        row.observation = sta::read_row(group, index, value, now);
        sta::require_ingest(state, call.who, row.observation);
        sta::settle(streams, *streams.find(group.datastream_id), row.observation, out.terms);
        if (auto error = sta::check_readings(streams, now, row.observation)) throw *error;
    } catch (const Error& e) {
        row.error = e;
        out.terms.erase(out.terms.begin() + terms_before, out.terms.end());
        state.gate.refused(connection, e);
    }
}

PostedRows take_rows(Telemetry::State& state, const http::Call& call, Connection& connection,
                     const std::vector<sta::PostedGroup>& groups, Instant now) {
    PostedRows out;
    std::size_t count = 0;
    for (const sta::PostedGroup& group : groups) count += group.rows.size();
    out.readings.reserve(count);
    for (const sta::PostedGroup& group : groups) {
        const auto found = stream_to_write(state, call.who, group.datastream_id, group.multi, "");
        const bool plain =
            found && ((*found)->result == ResultType::number || (*found)->result == ResultType::count);
        const std::int64_t feature = found ? sta::usual_feature(**found) : 0;
        auto rows = group.rows.items().begin();
        for (std::size_t i = 0; i < group.plain.size(); ++i, ++rows) {
            const std::optional<sta::PlainRow>& row = group.plain[i];
            Reading reading{.datastream_id = group.datastream_id};
            if (row) reading.t = row->t, reading.value = row->value;
            if (plain && row && row->feature.value_or(feature) == feature &&
                !check_reading(*found, now, reading, {}, sta::posted_fields))
                out.readings.push_back(reading);
            else
                take_other_row(state, call, connection, group, i, *rows, now, out);
        }
    }
    return out;
}

// A row that names a feature which is not there is wrong as any other.
task<void> find_features_of(Telemetry::State& state, const http::Call& call, Connection& connection,
                            std::deque<PostedRow>& rows) {
    std::vector<sta::FeatureWanted> wanted;
    std::vector<PostedRow*> of;
    for (PostedRow& row : rows) {
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

// Of the rows that are not wrong.
sta::PostedReadings readings_of_rows(PostedRows& rows) {
    sta::PostedReadings out;
    out.readings.reserve(rows.readings.size());
    std::size_t place = 0;
    const auto plain_until = [&](std::size_t end) {
        for (; place < end; ++place) out.add(rows.readings[place], 0);
    };
    for (const PostedRow& row : rows.others) {
        plain_until(row.place);
        ++place;
        if (row.error) continue;
        rows.readings[row.place] = row.observation.reading;
        sta::add_readings(row.observation, out);
    }
    plain_until(rows.readings.size());
    return out;
}

// The link of each row, or "error".
std::string links_json(const http::Request& request, const PostedRows& rows) {
    constexpr std::size_t id_digits_most = 20;
    std::string begin;
    append_json_string(begin, observations_url(request));
    begin.pop_back();  // the quotation mark
    std::string out = "[";
    out.reserve(2 + rows.readings.size() * (begin.size() + id_digits_most + sizeof ")\","));
    auto other = rows.others.begin();
    for (std::size_t i = 0; i < rows.readings.size(); ++i) {
        if (i > 0) out += ',';
        const bool is_other = other != rows.others.end() && other->place == i;
        const bool wrong = is_other && other->error;
        if (is_other) ++other;
        if (wrong) {
            out += "\"error\"";
            continue;
        }
        char id[id_digits_most];
        const auto end = std::to_chars(id, id + sizeof id, observation_of(rows.readings[i])).ptr;
        out.append(begin).append(id, end).append(")\"");
    }
    out += ']';
    return out;
}

task<http::Response> create_observations(Telemetry::State& state, const http::Call& call,
                                         const http::RawBody& body, Connection& connection) {
    require_json(body);
    const Instant now = state.platform.clock.now();
    const auto read = [&] { return sta::read_data_arrays(body.bytes, now, limits::readings_per_batch_max); };
    const sta::PostedArrays posted = co_await read_away(state.platform.loop, body.bytes.size(), read);
    PostedRows rows = take_rows(state, call, connection, posted.groups, now);
    co_await sta::make_terms(state.platform.db, rows.terms);
    co_await find_features_of(state, call, connection, rows.others);
    sta::PostedReadings taken = readings_of_rows(rows);
    (void)co_await state.gate.ingest(connection, std::move(taken.readings), {}, sta::posted_fields,
                                     std::move(taken.features));
    co_return http::Response::json(links_json(call.request, rows), 201);
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
