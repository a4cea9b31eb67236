// Coordinate reference systems of incoming data. Everything is stored in WGS 84 (EPSG:4326); Vietnamese
// drawings come in VN-2000. The datum shift is pinned to EPSG:6960 "VN-2000 to WGS 84 (2)" (Coordinate Frame
// rotation, accuracy 1 m): what PROJ would choose by itself depends on its version and its grids.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "geo/geometry.hpp"

namespace hatang::geo {

// EPSG codes. The zones of VN-2000: x = easting, y = northing in metres, named by their central meridian.
enum class Crs : int {
    wgs84 = 4326,          // longitude, latitude in degrees
    vn2000 = 4756,         // longitude, latitude in degrees
    vn2000_hanoi = 5897,   // TM-3 zone 482, central meridian 105°
    vn2000_utm48n = 3405,  // UTM zone 48N, central meridian 105°
    web_mercator = 3857,   // x = easting, y = northing in metres of the map
    // and every other zone of zones()
};

// A zone of transverse Mercator on the ellipsoid of WGS 84, false easting 500,000 m.
struct Zone {
    int epsg;
    double meridian;  // degrees east
    double scale;     // on the central meridian
    std::string_view name;
    bool vn2000 = true;  // false: WGS 84 itself, without the shift
};
// UTM 48N and 49N of WGS 84 (what GPS receivers write) and of VN-2000, TM-3 of EPSG:5896–5899 and 9205–9218.
// The deprecated 6956–6959 are not among them: their false easting and northing are exchanged.
std::span<const Zone> zones();

// "5897" or "EPSG:5897"; nothing for those in which nobody surveys: Web Mercator is for showing.
std::optional<Crs> crs_from_text(std::string_view);
std::string_view crs_name(Crs);  // "VN-2000 / TM-3 105-00"

// A coordinate system as OGC interfaces name it. `x` and `y` above are always easting and northing;
// EPSG:4326 and EPSG:4756 are written latitude first (EPSG registry, checked with PROJ 9.1).
struct NamedCrs {
    std::string_view uri;
    Crs crs;
    bool latitude_first;
    int decimals;  // that are worth writing: a centimetre in degrees, a millimetre in metres
};
extern const std::array<NamedCrs, 6> named_crs;  // CRS84 first
const NamedCrs& crs84();
// By URI, by URN ("urn:ogc:def:crs:EPSG::5897") or "EPSG:5897"; null for those not served.
const NamedCrs* crs_of_uri(std::string_view);

struct Position {
    double x, y;  // easting, northing or longitude, latitude
};
// Code::coordinates_outside_world when PROJ cannot transform it or the result is not on Earth.
Result<Position> to_wgs84(Crs, Position);
Result<Position> from_wgs84(Crs, Position);

// Reads a GeoJSON geometry whose coordinates are in `crs` and gives it in WGS 84, checked as read_geometry
// does. Heights are kept as they are. Code::unknown_crs is the caller's, from crs_from_text.
Result<Geometry> read_geometry_in(Crs, json::Value, std::string_view where = {});
// The same with the axes in the order that the system is named with.
Result<Geometry> read_geometry_in(const NamedCrs&, json::Value, std::string_view where = {});

}  // namespace hatang::geo
