// What is posted to SensorThings as a Sensor, an ObservedProperty or a Datastream.
#pragma once

#include <optional>
#include <string>

#include "json/describe.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry::sta {

struct EntityLink {
    std::int64_t id = 0;
};
struct UnitInput {
    std::string name, symbol, definition;
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
    UnitInput unit;
    std::optional<json::Raw> properties;
    std::optional<EntityLink> thing;
    json::Raw sensor, observed_property;  // a link, or the entity itself
};

inline constexpr std::string_view measurement_type =
    "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement";

}  // namespace hatang::telemetry::sta

namespace hatang::json {

template <>
struct Describe<telemetry::sta::EntityLink> {
    using T = telemetry::sta::EntityLink;
    static constexpr std::string_view name = "SensorThingsLink";
    static constexpr auto fields = std::tuple{field("@iot.id", &T::id, "Of the entity that is meant")};
};
template <>
struct Describe<telemetry::sta::UnitInput> {
    using T = telemetry::sta::UnitInput;
    static constexpr std::string_view name = "SensorThingsUnit";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Name", name_limits),
                   field("symbol", &T::symbol, "As it is shown behind values", code_limits),
                   field("definition", &T::definition, "URI", name_limits)};
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
        field("observationType", &T::observation_type, "OM_Measurement", name_limits),
        field("unitOfMeasurement", &T::unit, "Unit of the results"),
        field("properties", &T::properties,
              "Anything; `interval_s`, `least`, `most` and `decimals` are those of the datastream"),
        field("Thing", &T::thing, "The work; that of the sensor when absent"),
        field("Sensor", &T::sensor, "A link, or a Sensor to be made with it"),
        field("ObservedProperty", &T::observed_property, "A link, or one to be made with it")};
};

}  // namespace hatang::json
