// Making, changing and removing the entities that SensorThings shows, inside of a Writing. Each checks the
// caller's rights, leaves the audit row and the event that the program's own interface leaves, and throws
// what is wrong with its place in the body.
#pragma once

#include "telemetry/sensorthings/entity_input.hpp"
#include "telemetry/sensorthings/results.hpp"
#include "telemetry/sensorthings/write_observations.hpp"
#include "telemetry/sensorthings/writing.hpp"

namespace hatang::telemetry::sta {

task<std::int64_t> make_thing(Writing&, const ThingEntity&);
// A Thing moves: its Location has the id of the asset.
task<std::int64_t> make_location(Writing&, std::int64_t thing, const LocationEntity&);
// It has moved, at a time that lies behind its last change. `thing`: of the path.
task<std::int64_t> make_historical_location(Writing&, const HistoricalLocationEntity&,
                                            std::optional<std::int64_t> thing);
// One that was posted: the register tells anew where the work was, and keeps on record what it said before.
// Those of the register itself are method_not_allowed.
task<void> change_historical_location(Writing&, std::int64_t id, const HistoricalLocationChange&);
task<void> remove_historical_location(Writing&, std::int64_t id);
// The geometry, as the database reads it. Throws the errors of geo::read_geometry and invalid_geometry.
task<std::string> shape_of(db::Session&, std::string encoding_type, json::Raw, std::string where);
// `thing`: the work that it stands on, known to be writable; else the one in its properties.
task<std::int64_t> make_sensor(Writing&, const SensorEntity&, std::optional<std::int64_t> thing);
struct MadeProperty {
    std::int64_t id = 0;
    std::string key;
};
task<MadeProperty> make_observed_property(Writing&, const ObservedPropertyEntity&);
// What the path says of its links.
struct PathLinks {
    std::optional<std::int64_t> thing, sensor, observed_property;
};
task<std::int64_t> make_datastream(Writing&, const DatastreamEntity&, PathLinks);
// With a datastream of its own for each of its results.
task<std::int64_t> make_multi_datastream(Writing&, const MultiDatastreamEntity&, PathLinks);
// Throws unknown_datastream for one that the caller may not write, datastream_not_allowed.
void require_ingest(const Telemetry::State&, const http::Principal&, const PostedObservation&,
                    const char* where = "/Datastream");
// The readings of what was posted, each checked against the type of its datastream; terms and features are
// made.
task<PostedReadings> readings_of(Telemetry::State&, const http::Call&, std::vector<PostedObservation>&);
// To a datastream that may be made here. Gives its id.
task<std::int64_t> make_observation(Writing&, PostedObservation);

// `whole`: PUT, what is absent is cleared.
task<void> change_thing(Writing&, std::int64_t id, const ThingChange&);
task<void> change_location(Writing&, std::int64_t id, const LocationChange&);
task<void> change_sensor_entity(Writing&, std::int64_t id, const SensorChange&, bool whole);
task<void> change_observed_property(Writing&, std::int64_t id, const ObservedPropertyChange&, bool whole);
task<void> change_datastream_entity(Writing&, std::int64_t id, const DatastreamChange&, bool whole);
task<void> change_multi_datastream(Writing&, std::int64_t id, const MultiDatastreamChange&, bool whole);
task<void> change_observation(Writing&, std::int64_t id, const ObservationChange&, bool whole);

// With what hangs on it, as the standard's table 25 says. The row of a datastream stays, ended, for the
// alarms that point at it; what it takes from other systems is mapped no longer.
task<void> remove_thing(Writing&, std::int64_t id);
task<void> remove_sensor(Writing&, std::int64_t id);
task<void> remove_observed_property(Writing&, std::int64_t id);
task<void> remove_datastream(Writing&, std::int64_t id);
// With the datastreams of its results.
task<void> remove_multi_datastream(Writing&, std::int64_t id);
// Datastreams of both kinds that hang on what is removed, as rows with their ids.
task<void> remove_streams(Writing&, const db::Rows& ids);
task<void> remove_observation(Writing&, std::int64_t id);
// Nothing when there is none. Its datastream is to be one of the Reach.
task<void> remove_reading_at(Writing&, std::int64_t datastream_id, Instant t);

// The geometry of a Location or a feature: the value itself, or that of a Feature of GeoJSON. `where`:
// "/location".
std::string geometry_of(const std::string& encoding_type, const json::Raw&, const std::string& where);

// The id in {"@iot.id":…} alone; nothing for anything else.
std::optional<std::int64_t> link_of(const json::Raw&, std::string_view where);
// Throws what is wrong with a Datastream, a Sensor, … that stands in another entity.
template <class T>
T inline_entity(const json::Raw& raw, std::string_view where) {
    const json::Document document = json::parse(raw.json);
    return json::read<T>(document.root(), where);
}
// The work of a part of a request, with its place in front of the places that the part names.
template <class T>
task<T> inside(std::string where, task<T> work) {
    try {
        co_return co_await std::move(work);
    } catch (Error& e) {
        e.where = where + e.where;
        throw;
    }
}
// "Sensors(5)": what is not there and what may not be seen are refused in the same words.
inline std::string entity_path(Set set, std::int64_t id) {
    return std::string(odata::entity(set).set_name) + "(" + std::to_string(id) + ")";
}
[[noreturn]] inline void throw_unknown(Set set, std::int64_t id) {
    throw Error(Code::not_found, {}, {entity_path(set, id)});
}

}  // namespace hatang::telemetry::sta
