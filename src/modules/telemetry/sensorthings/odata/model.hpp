// The entities of SensorThings and what can be asked of them, apart from names that differ between versions
// of the standard on the wire (@iot.id and id). Pure tables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hatang::telemetry::odata {

// Type of a value.
enum class Kind : std::uint8_t {
    null,
    boolean,
    number,
    text,
    instant,
    time,  // an instant or an interval: phenomenonTime
    duration,
    date,
    time_of_day,
    geometry,
    json,  // decided by what it is compared with: properties/…, result
};
std::string_view to_text(Kind);

enum class Set : std::uint8_t {
    things,
    locations,
    historical_locations,
    datastreams,
    sensors,
    observed_properties,
    observations,
    features_of_interest,
    multi_datastreams,
};
inline constexpr std::size_t set_count = 9;
// What readings belong to.
inline constexpr bool is_stream(Set set) { return set == Set::datastreams || set == Set::multi_datastreams; }

struct Property {
    std::string_view name;
    Kind kind;
    bool open = false;  // an object of any content: names may follow
};

struct Navigation {
    std::string_view name;
    Set target;
    bool many;
};

struct EntityType {
    Set set;
    std::string_view type, set_name;  // "Thing", "Things"
    std::span<const Property> properties;
    std::span<const Navigation> navigations;

    const Property* property(std::string_view) const;
    const Navigation* navigation(std::string_view) const;
};

const EntityType& entity(Set);
std::span<const EntityType> entities();
const EntityType* entity_of_set(std::string_view set_name);

// The identifier: a property that every entity has, under each of its names ("id", "@iot.id").
bool is_id_name(std::string_view);
inline constexpr Property id_property{"id", Kind::number};

}  // namespace hatang::telemetry::odata
