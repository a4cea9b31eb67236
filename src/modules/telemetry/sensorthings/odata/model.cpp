#include "telemetry/sensorthings/odata/model.hpp"

#include <array>

namespace hatang::telemetry::odata {
namespace {

constexpr Property name_of{"name", Kind::text}, description_of{"description", Kind::text},
    encoding_of{"encodingType", Kind::text}, properties_of{"properties", Kind::json, true};

constexpr Property thing_properties[] = {name_of, description_of, properties_of};
constexpr Navigation thing_links[] = {{"Datastreams", Set::datastreams, true},
                                      {"MultiDatastreams", Set::multi_datastreams, true},
                                      {"Locations", Set::locations, true},
                                      {"HistoricalLocations", Set::historical_locations, true}};

constexpr Property location_properties[] = {
    name_of, description_of, encoding_of, {"location", Kind::geometry}, properties_of};
constexpr Navigation location_links[] = {{"Things", Set::things, true},
                                         {"HistoricalLocations", Set::historical_locations, true}};

constexpr Property historical_properties[] = {{"time", Kind::instant}};
constexpr Navigation historical_links[] = {{"Thing", Set::things, false},
                                           {"Locations", Set::locations, true}};

constexpr Property datastream_properties[] = {name_of,
                                              description_of,
                                              {"observationType", Kind::text},
                                              {"unitOfMeasurement", Kind::json, true},
                                              {"observedArea", Kind::geometry},
                                              {"phenomenonTime", Kind::time},
                                              {"resultTime", Kind::time},
                                              properties_of};
constexpr Navigation datastream_links[] = {{"Thing", Set::things, false},
                                           {"Sensor", Set::sensors, false},
                                           {"ObservedProperty", Set::observed_properties, false},
                                           {"Observations", Set::observations, true}};

constexpr Property multi_properties[] = {name_of,
                                         description_of,
                                         {"observationType", Kind::text},
                                         {"multiObservationDataTypes", Kind::json, true},
                                         {"unitOfMeasurements", Kind::json, true},
                                         {"observedArea", Kind::geometry},
                                         {"phenomenonTime", Kind::time},
                                         {"resultTime", Kind::time},
                                         properties_of};
constexpr Navigation multi_links[] = {{"Thing", Set::things, false},
                                      {"Sensor", Set::sensors, false},
                                      {"ObservedProperties", Set::observed_properties, true},
                                      {"Observations", Set::observations, true}};

constexpr Property sensor_properties[] = {
    name_of, description_of, encoding_of, {"metadata", Kind::json, true}, properties_of};
constexpr Navigation sensor_links[] = {{"Datastreams", Set::datastreams, true},
                                       {"MultiDatastreams", Set::multi_datastreams, true}};

constexpr Property observed_properties[] = {
    name_of, {"definition", Kind::text}, description_of, properties_of};
constexpr Navigation observed_links[] = {{"Datastreams", Set::datastreams, true},
                                         {"MultiDatastreams", Set::multi_datastreams, true}};

constexpr Property observation_properties[] = {
    {"phenomenonTime", Kind::time}, {"resultTime", Kind::instant}, {"result", Kind::json, true},
    {"resultQuality", Kind::text},  {"validTime", Kind::time},     {"parameters", Kind::json, true}};
constexpr Navigation observation_links[] = {{"Datastream", Set::datastreams, false},
                                            {"MultiDatastream", Set::multi_datastreams, false},
                                            {"FeatureOfInterest", Set::features_of_interest, false}};

constexpr Property feature_properties[] = {
    name_of, description_of, encoding_of, {"feature", Kind::geometry}, properties_of};
constexpr Navigation feature_links[] = {{"Observations", Set::observations, true}};

// In the order of Set.
constexpr std::array<EntityType, set_count> entity_table{{
    {Set::things, "Thing", "Things", thing_properties, thing_links},
    {Set::locations, "Location", "Locations", location_properties, location_links},
    {Set::historical_locations, "HistoricalLocation", "HistoricalLocations", historical_properties,
     historical_links},
    {Set::datastreams, "Datastream", "Datastreams", datastream_properties, datastream_links},
    {Set::sensors, "Sensor", "Sensors", sensor_properties, sensor_links},
    {Set::observed_properties, "ObservedProperty", "ObservedProperties", observed_properties, observed_links},
    {Set::observations, "Observation", "Observations", observation_properties, observation_links},
    {Set::features_of_interest, "FeatureOfInterest", "FeaturesOfInterest", feature_properties, feature_links},
    {Set::multi_datastreams, "MultiDatastream", "MultiDatastreams", multi_properties, multi_links},
}};

}  // namespace

std::string_view to_text(Kind kind) {
    constexpr std::string_view names[] = {"null",        "boolean",          "number",   "text",
                                          "time",        "time or interval", "duration", "date",
                                          "time of day", "geometry",         "any"};
    return names[static_cast<std::size_t>(kind)];
}

const Property* EntityType::property(std::string_view wanted) const {
    if (is_id_name(wanted)) return &id_property;
    for (const Property& p : properties)
        if (p.name == wanted) return &p;
    return nullptr;
}

const Navigation* EntityType::navigation(std::string_view wanted) const {
    for (const Navigation& n : navigations)
        if (n.name == wanted) return &n;
    return nullptr;
}

const EntityType& entity(Set set) { return entity_table[static_cast<std::size_t>(set)]; }
std::span<const EntityType> entities() { return entity_table; }

const EntityType* entity_of_set(std::string_view set_name) {
    for (const EntityType& e : entity_table)
        if (e.set_name == set_name) return &e;
    return nullptr;
}

bool is_id_name(std::string_view text) { return text == "id" || text == "@iot.id"; }

}  // namespace hatang::telemetry::odata
