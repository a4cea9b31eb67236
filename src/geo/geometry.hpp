// GeoJSON geometries (RFC 7946), read strictly: what is wrong and where, before anything reaches the
// database. Self-crossing rings are PostGIS's to find.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "json/value.hpp"

namespace hatang::geo {

// More is a data set, not a work: the outline of all Hà Nội has 10,000.
inline constexpr std::size_t vertices_max = 1'000'000;
// Collections inside collections; RFC 7946 section 3.1.8 advises against any.
inline constexpr int collection_depth_max = 4;

enum class Type {
    point,
    multi_point,
    line_string,
    multi_line_string,
    polygon,
    multi_polygon,
    geometry_collection
};
std::string_view to_text(Type);  // "Point", "MultiPoint", …
// The number of the type in WKB (OGC 06-103r4, section 8.2.3) and in FlatGeobuf (GeometryType of header.fbs).
std::uint8_t type_code(Type);

struct Box {
    double west, south, east, north;  // degrees
};

struct Geometry {
    Type type = Type::point;
    std::string
        geojson;  // canonical: members `type` and `coordinates` (or `geometries`), minified, full precision
    std::string
        wkb;  // the same as geo/wkb.hpp reads it; with heights where any position has one, 0 for others
    Box box{};
    std::size_t vertices = 0;
    bool is_multi() const {
        return type == Type::multi_point || type == Type::multi_line_string || type == Type::multi_polygon ||
               type == Type::geometry_collection;
    }
};

// Coordinates are longitude, latitude [, height] in WGS 84. The error's `where` is a JSON pointer, below
// `where`, to the faulty position. `bbox` is allowed and ignored; other members are unknown_field. Further
// errors: wrong_type, missing_field, invalid_geometry (unknown type, open or short ring, short line, empty,
// too deep), too_many_items (vertices), coordinates_outside_world, coordinates_swapped (exchanged, the values
// lie in Viet Nam; as given they do not).
Result<Geometry> read_geometry(json::Value, std::string_view where = {});
// The same from text; also invalid_json, invalid_utf8, json_too_deep. Never crashes on any bytes.
Result<Geometry> read_geometry_text(std::string_view bytes);

}  // namespace hatang::geo
