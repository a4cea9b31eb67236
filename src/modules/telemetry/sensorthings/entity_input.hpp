// What is sent to SensorThings as an entity: whole when it is made, in part when it is changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/describe.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry::sta {

struct EntityLink {
    std::int64_t id = 0;
};
struct SensorEntity {
    std::string name, description, encoding_type;
    json::Raw metadata;
    std::optional<json::Raw> properties;
};
struct ObservedPropertyEntity {
    std::string name, definition, description;
    std::optional<json::Raw> properties;
};
struct DatastreamEntity {
    std::string name, description, observation_type;
    json::Raw unit;
    std::optional<json::Raw> properties;
    std::optional<EntityLink> thing;
    std::optional<json::Raw> sensor, observed_property;  // a link, or the entity itself
    std::optional<std::vector<json::Raw>> observations;
};
struct MultiDatastreamEntity {
    std::string name, description, observation_type;
    std::vector<std::string> types;
    std::vector<json::Raw> units;
    std::optional<json::Raw> properties;
    std::optional<EntityLink> thing;
    std::optional<json::Raw> sensor;
    std::vector<json::Raw> observed_properties;  // links, or the entities themselves
    std::optional<std::vector<json::Raw>> observations;
};
struct LocationEntity {
    std::string name, description, encoding_type;
    json::Raw location;
    std::optional<json::Raw> properties;
};
struct HistoricalLocationEntity {
    json::Raw time;
    std::optional<json::Raw> thing;
    std::vector<json::Raw> locations;
};
struct FeatureEntity {
    std::string name, description, encoding_type;
    json::Raw feature;
    std::optional<json::Raw> properties;
};
struct ThingEntity {
    std::string name, description;
    std::optional<json::Raw> properties;
    std::optional<std::vector<json::Raw>> locations, datastreams, multi_datastreams;
};

struct SensorChange {
    std::optional<std::string> name, description, encoding_type;
    std::optional<json::Raw> metadata, properties;
};
struct ObservedPropertyChange {
    std::optional<std::string> name, definition, description;
    std::optional<json::Raw> properties;
};
struct DatastreamChange {
    std::optional<std::string> name, description, observation_type;
    std::optional<json::Raw> unit;
    std::optional<json::Raw> properties, thing, sensor, observed_property;  // the last three: links
};
struct MultiDatastreamChange {
    std::optional<std::string> name, description, observation_type;
    std::optional<json::Raw> types, units, properties;
};
struct ThingChange {
    std::optional<std::string> name, description;
    std::optional<json::Raw> properties;
};
struct LocationChange {
    std::optional<std::string> encoding_type;
    json::Raw location;
};
struct HistoricalLocationChange {
    std::optional<json::Raw> time, thing;
    std::optional<std::vector<json::Raw>> locations;
};
struct FeatureChange {
    std::optional<std::string> name, description, encoding_type;
    std::optional<json::Raw> feature, properties;
};
struct ObservationChange {
    std::optional<json::Raw> result, quality, time, feature;  // the last: a link
};

inline constexpr json::Limits readings_limits{.items_max = limits::readings_per_batch_max},
    locations_limits{.items_max = 1}, streams_limits{.items_max = sta_limits::streams_made_max},
    parts_limits{.items_max = sta_limits::parts_max};
}  // namespace hatang::telemetry::sta

namespace hatang::json {

template <>
struct Describe<telemetry::sta::EntityLink> {
    using T = telemetry::sta::EntityLink;
    static constexpr std::string_view name = "SensorThingsLink";
    static constexpr auto fields = std::tuple{field("@iot.id", &T::id, "Of the entity that is meant")};
};
template <>
struct Describe<telemetry::sta::SensorEntity> {
    using T = telemetry::sta::SensorEntity;
    static constexpr std::string_view name = "SensorThingsSensor";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Name", name_limits),
                   field("description", &T::description, "Where and how it is mounted"),
                   field("encodingType", &T::encoding_type, "Media type of metadata", code_limits),
                   field("metadata", &T::metadata, "Of that type: often the address of a data sheet"),
                   field("properties", &T::properties,
                         "Anything; `serial` and `model` are those of the sensor, `asset` is "
                         "the work that it stands on")};
};
template <>
struct Describe<telemetry::sta::ObservedPropertyEntity> {
    using T = telemetry::sta::ObservedPropertyEntity;
    static constexpr std::string_view name = "SensorThingsObservedProperty";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits),
        field("definition", &T::definition, "URI of what is measured", name_limits),
        field("description", &T::description, "In words"),
        field("properties", &T::properties, "Anything; `key` is the name of the property elsewhere here")};
};
template <>
struct Describe<telemetry::sta::DatastreamEntity> {
    using T = telemetry::sta::DatastreamEntity;
    static constexpr std::string_view name = "SensorThingsDatastream";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits),
        field("description", &T::description, "In words"),
        field("observationType", &T::observation_type, "OM_Measurement, or what else results are",
              name_limits),
        field("unitOfMeasurement", &T::unit,
              "name, symbol and definition; null where results are no measurements"),
        field("properties", &T::properties,
              "Anything; `interval_s`, `least`, `most` and `decimals` are those of the datastream, "
              "`feature_of_interest` is what its Observations are of that say nothing else"),
        field("Thing", &T::thing, "The work; that of the sensor when absent"),
        field("Sensor", &T::sensor, "A link, or a Sensor to be made with it"),
        field("ObservedProperty", &T::observed_property, "A link, or one to be made with it"),
        field("Observations", &T::observations, "Its first readings", telemetry::sta::readings_limits)};
};
template <>
struct Describe<telemetry::sta::MultiDatastreamEntity> {
    using T = telemetry::sta::MultiDatastreamEntity;
    static constexpr std::string_view name = "SensorThingsMultiDatastream";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits),
        field("description", &T::description, "In words"),
        field("observationType", &T::observation_type, "OM_ComplexObservation", name_limits),
        field("multiObservationDataTypes", &T::types, "OM_Measurement and so on, one for each result",
              telemetry::sta::parts_limits),
        field("unitOfMeasurements", &T::units, "name, symbol and definition, one for each result",
              telemetry::sta::parts_limits),
        field("properties", &T::properties, "Anything; `interval_s` is that of all its results"),
        field("Thing", &T::thing, "The work; that of the sensor when absent"),
        field("Sensor", &T::sensor, "A link, or a Sensor to be made with it"),
        field("ObservedProperties", &T::observed_properties,
              "Links, or ObservedProperties to be made with it, one for each result",
              telemetry::sta::parts_limits),
        field("Observations", &T::observations, "Its first readings", telemetry::sta::readings_limits)};
};
template <>
struct Describe<telemetry::sta::LocationEntity> {
    using T = telemetry::sta::LocationEntity;
    static constexpr std::string_view name = "SensorThingsLocation";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits), field("description", &T::description, "In words"),
        field("encodingType", &T::encoding_type, "application/geo+json", name_limits),
        field("location", &T::location, "Geometry or Feature of GeoJSON, WGS 84"),
        field("properties", &T::properties, "Anything; not kept")};
};
template <>
struct Describe<telemetry::sta::HistoricalLocationEntity> {
    using T = telemetry::sta::HistoricalLocationEntity;
    static constexpr std::string_view name = "SensorThingsHistoricalLocation";
    static constexpr auto fields = std::tuple{
        field("time", &T::time, "Since when the work is there: behind its last change"),
        field("Thing", &T::thing, "{\"@iot.id\":…}; not needed below a Thing"),
        field("Locations", &T::locations, "The Location where it is", telemetry::sta::locations_limits)};
};
template <>
struct Describe<telemetry::sta::HistoricalLocationChange> {
    using T = telemetry::sta::HistoricalLocationChange;
    static constexpr std::string_view name = "SensorThingsHistoricalLocationChange";
    static constexpr auto fields = std::tuple{
        field("time", &T::time, "Since when the work was there: between its places before and after"),
        field("Thing", &T::thing, "As it is"),
        field("Locations", &T::locations, "The Location where it was", telemetry::sta::locations_limits)};
};
template <>
struct Describe<telemetry::sta::FeatureEntity> {
    using T = telemetry::sta::FeatureEntity;
    static constexpr std::string_view name = "SensorThingsFeatureOfInterest";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits), field("description", &T::description, "In words"),
        field("encodingType", &T::encoding_type, "application/geo+json", name_limits),
        field("feature", &T::feature, "Geometry or Feature of GeoJSON, WGS 84"),
        field("properties", &T::properties, "Anything; `asset` is the work whose rights hold for it")};
};
template <>
struct Describe<telemetry::sta::FeatureChange> {
    using T = telemetry::sta::FeatureChange;
    static constexpr std::string_view name = "SensorThingsFeatureOfInterestChange";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits), field("description", &T::description, "In words"),
        field("encodingType", &T::encoding_type, "application/geo+json", name_limits),
        field("feature", &T::feature, "Geometry or Feature of GeoJSON, WGS 84"),
        field("properties", &T::properties, "Replaced; `asset` stays when it is not named")};
};
template <>
struct Describe<telemetry::sta::ThingEntity> {
    using T = telemetry::sta::ThingEntity;
    static constexpr std::string_view name = "SensorThingsThing";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits),
        field("description", &T::description, "The remark on the work"),
        field("properties", &T::properties,
              "`class` is that of the work and has to be there; `status`, `grade`, `parent`, `name_en` and "
              "`address` are of the work, all else attributes of its class"),
        field("Locations", &T::locations, "Where it is", telemetry::sta::locations_limits),
        field("Datastreams", &T::datastreams, "To be made with it", telemetry::sta::streams_limits),
        field("MultiDatastreams", &T::multi_datastreams, "To be made with it",
              telemetry::sta::streams_limits)};
};

template <>
struct Describe<telemetry::sta::SensorChange> {
    using T = telemetry::sta::SensorChange;
    static constexpr std::string_view name = "SensorThingsSensorChange";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits), field("description", &T::description, "In words"),
        field("encodingType", &T::encoding_type, "Media type of metadata", code_limits),
        field("metadata", &T::metadata, "Of that type"), field("properties", &T::properties, "Replaced")};
};
template <>
struct Describe<telemetry::sta::ObservedPropertyChange> {
    using T = telemetry::sta::ObservedPropertyChange;
    static constexpr std::string_view name = "SensorThingsObservedPropertyChange";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name", name_limits), field("definition", &T::definition, "URI", name_limits),
        field("description", &T::description, "In words"), field("properties", &T::properties, "Replaced")};
};
template <>
struct Describe<telemetry::sta::DatastreamChange> {
    using T = telemetry::sta::DatastreamChange;
    static constexpr std::string_view name = "SensorThingsDatastreamChange";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Name", name_limits),
                   field("description", &T::description, "In words"),
                   field("observationType", &T::observation_type, "As it is", name_limits),
                   field("unitOfMeasurement", &T::unit,
                         "name, symbol and definition; null where results are no measurements"),
                   field("properties", &T::properties, "Replaced"),
                   field("Thing", &T::thing, "A link"),
                   field("Sensor", &T::sensor, "A link"),
                   field("ObservedProperty", &T::observed_property, "A link")};
};
template <>
struct Describe<telemetry::sta::MultiDatastreamChange> {
    using T = telemetry::sta::MultiDatastreamChange;
    static constexpr std::string_view name = "SensorThingsMultiDatastreamChange";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Name", name_limits),
                   field("description", &T::description, "In words"),
                   field("observationType", &T::observation_type, "As it is", name_limits),
                   field("multiObservationDataTypes", &T::types, "As they are"),
                   field("unitOfMeasurements", &T::units, "As they are"),
                   field("properties", &T::properties, "Replaced")};
};
template <>
struct Describe<telemetry::sta::ThingChange> {
    using T = telemetry::sta::ThingChange;
    static constexpr std::string_view name = "SensorThingsThingChange";
    static constexpr auto fields = std::tuple{field("name", &T::name, "Name", name_limits),
                                              field("description", &T::description, "The remark on the work"),
                                              field("properties", &T::properties, "Merged; null removes")};
};
template <>
struct Describe<telemetry::sta::LocationChange> {
    using T = telemetry::sta::LocationChange;
    static constexpr std::string_view name = "SensorThingsLocationChange";
    static constexpr auto fields =
        std::tuple{field("encodingType", &T::encoding_type, "application/geo+json", name_limits),
                   field("location", &T::location, "Geometry or Feature of GeoJSON, WGS 84")};
};
template <>
struct Describe<telemetry::sta::ObservationChange> {
    using T = telemetry::sta::ObservationChange;
    static constexpr std::string_view name = "SensorThingsObservationChange";
    static constexpr auto fields = std::tuple{
        field("result", &T::result, "Number"), field("resultQuality", &T::quality, "good, uncertain or bad"),
        field("phenomenonTime", &T::time, "As it is"), field("FeatureOfInterest", &T::feature, "A link")};
};

}  // namespace hatang::json
