// A bounding box of a query, in the system that it is given in, as an area in WGS 84. Pure.
#pragma once

#include <string>
#include <vector>

#include "geo/crs.hpp"

namespace hatang::geo {

// Four numbers, or six with heights, that are not looked at: the register's search is in the plane. In the
// order of the axes of `crs`. In degrees the first longitude may be the larger: the box then crosses the
// antimeridian. Gives WKB of a Polygon or MultiPolygon. Edges of a projected box are bent in degrees, so they
// are cut into pieces. Throws invalid_parameter at `where`.
std::string box_wkb(const NamedCrs&, const std::vector<double>& numbers, const std::string& where);

}  // namespace hatang::geo
