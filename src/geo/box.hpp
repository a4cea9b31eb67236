// A bounding box of a query, in the system that it is given in, as an area in WGS 84. Pure.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "geo/crs.hpp"

namespace hatang::geo {

// Four numbers, or six with heights, that are not looked at: the register's search is in the plane. In the
// order of the axes of `crs`. In degrees the first longitude may be the larger: the box then crosses the
// antimeridian. Gives WKB of a Polygon or MultiPolygon. Edges of a projected box are bent in degrees, so they
// are cut into pieces. Throws invalid_parameter at `where`.
std::string box_wkb(const NamedCrs&, const std::vector<double>& numbers, const std::string& where);

// WKB of a rectangle within that area, some metres from its edges: what the operator @ of PostGIS finds in it
// meets the area. (That operator looks at boxes in single precision only, rounded outwards.) Nothing where
// the area is no rectangle or too small. `numbers` as box_wkb has taken them.
std::optional<std::string> box_core_wkb(const NamedCrs&, const std::vector<double>& numbers);

// A rectangle in WGS 84, in degrees; its sides belong to it.
struct DegreeBox {
    double west = std::numeric_limits<double>::infinity(), south = west, east = -west,
           north = -west;  // holds nothing yet

    bool meets(const DegreeBox& o) const {
        return west <= o.east && o.west <= east && south <= o.north && o.south <= north;
    }
    bool holds(const DegreeBox& o) const {
        return west <= o.west && o.east <= east && south <= o.south && o.north <= north;
    }
    bool holds(double lon, double lat) const {
        return west <= lon && lon <= east && south <= lat && lat <= north;
    }
    void add(const DegreeBox& o) {
        west = std::min(west, o.west), east = std::max(east, o.east);
        south = std::min(south, o.south), north = std::max(north, o.north);
    }
};
// That area where it is one. `numbers` as box_wkb has taken them.
std::optional<DegreeBox> degree_box(const NamedCrs&, const std::vector<double>& numbers);

}  // namespace hatang::geo
