// Geometry on its way in: from any accepted coordinate system to checked WGS 84 GeoJSON.
#pragma once

#include <string>
#include <string_view>

#include "catalogue/api.hpp"
#include "db/pool.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace hatang::registry {

struct CheckedGeometry {
    std::string geojson;  // WGS 84
    std::string wkb;      // the same
    std::string type;     // "LineString"
};

// Coordinates within the world, of a type that the class takes, transformed from `crs` ("EPSG:3405") to
// WGS 84. Throws the geometry errors at a pointer below `where`.
CheckedGeometry check_geometry(const catalogue::AssetClass&, json::Value geometry, std::string_view crs,
                               std::string_view where);

// What only the database can judge: a polygon that crosses itself, a line without length. Throws
// self_intersection or invalid_geometry with the place. Gives the text that PostGIS will show for it.
task<std::string> check_shape(db::Session&, std::string geojson, std::string where);

// The error for a reason of ST_IsValidDetail and its place.
Error shape_error(std::string_view reason, double x, double y, std::string where);

}  // namespace hatang::registry
