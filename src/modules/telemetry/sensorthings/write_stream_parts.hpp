// Inside of write_streams.cpp and write_multi.cpp: what the making of both kinds of datastreams shares.
#pragma once

#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {

// Of an observationType that one result can have. Throws invalid_value.
ResultType type_of(const std::string& uri, std::string where);
// {"name","symbol","definition"}: the unit of the results. Only what is no measurement may have none.
struct Unit {
    std::string json, symbol;
};
Unit unit_of(const json::Raw&, ResultType, std::string where);

// The asset of a sensor that is linked, as far as the caller may write there. Throws unknown_sensor,
// forbidden.
task<std::optional<std::int64_t>> asset_of_linked(Writing&, std::int64_t sensor_id);
struct LinkedProperty {
    std::string key, name;
};
task<LinkedProperty> linked_property(Writing&, std::int64_t property_id, std::string where);
// A sensor stands on one work, and its datastreams are of that work.
void require_same_thing(std::optional<std::int64_t> thing, std::optional<std::int64_t> asset);

struct StreamText {
    std::string description;
    std::optional<std::string> unit;
    std::string properties;
};
// Gives the id.
task<std::int64_t> add_stream(Writing&, DatastreamInput, StreamText, ResultType);
task<void> make_first_observations(Writing&, std::int64_t id, bool multi, const std::vector<json::Raw>&);
// Known to be writable.
task<void> end_stream(Writing&, DatastreamView);

}  // namespace hatang::telemetry::sta
