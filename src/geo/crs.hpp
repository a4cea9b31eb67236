// Coordinate reference systems of incoming data. Everything is stored in WGS 84 (EPSG:4326); Vietnamese
// drawings come in VN-2000. The datum shift is pinned to EPSG:6960 "VN-2000 to WGS 84 (2)" (Coordinate Frame
// rotation, accuracy 1 m): what PROJ would choose by itself depends on its version and its grids.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace hatang::geo {

enum class Crs : int {
    wgs84 = 4326,          // longitude, latitude in degrees
    vn2000 = 4756,         // longitude, latitude in degrees
    vn2000_hanoi = 5897,   // TM-3 zone 482, central meridian 105°: x = easting, y = northing in metres
    vn2000_utm48n = 3405,  // UTM zone 48N: x = easting, y = northing in metres
};
// "5897" or "EPSG:5897"; nothing for those not taken.
std::optional<Crs> crs_from_text(std::string_view);

struct Position {
    double x, y;  // easting, northing or longitude, latitude
};
// Code::coordinates_outside_world when PROJ cannot transform it or the result is not on Earth.
Result<Position> to_wgs84(Crs, Position);
Result<Position> from_wgs84(Crs, Position);

// Reads a GeoJSON geometry whose coordinates are in `crs` and gives it in WGS 84, checked as read_geometry
// does. Heights are kept as they are. Code::unknown_crs is the caller's, from crs_from_text.
Result<Geometry> read_geometry_in(Crs, json::Value, std::string_view where = {});

}  // namespace hatang::geo
