// Places typed into the search box. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "geo/crs.hpp"

namespace hatang::registry {

struct Place {
    double lon, lat;
    geo::Crs from = geo::Crs::wgs84;  // in which it was typed
};
// WGS 84: "21.03,105.85", "21.03 105.85", "21,03; 105,85", 21°01′42″N 105°51′15″E (also B and Đ), latitude
// first as people write it; longitude first is understood where only that makes sense in the world. VN-2000
// of Hà Nội (EPSG:5897): "2325118,45 588432,10" or "X = 2 325 118,45; Y = 588 432,10", in either order, as a
// northing is always above 1,000,000 m and an easting below. Nothing for any other text.
std::optional<Place> parse_coordinates(std::string_view text);

}  // namespace hatang::registry
