// Generated networks along a road: lamps and their cabinets, a water main and a sewer. Pure: the same road
// gives the same works. None of them is real, and each is marked so.
#pragma once

#include <string>
#include <vector>

namespace hatang::demo {

// Of latitude, and of longitude at the equator.
inline constexpr double m_per_degree = 111'320;

struct Position {
    double lon = 0, lat = 0;
};
using Line = std::vector<Position>;

struct GeneratedWork {
    std::string class_key;  // lamp, lighting_cabinet, water_pipe, sewer
    std::string name, key;  // key: unique over the city, for the identifier
    Line geometry;          // one position: a point
    std::string kit;        // the sensors it carries; empty: none
};

std::vector<GeneratedWork> networks_along(const std::string& road_name, const std::string& road_key,
                                          const Line& road);

double length_m(const Line&);
// The part of the line between two distances from its start.
Line part_of(const Line&, double from_m, double to_m);
// The line moved sideways; positive to the right of its direction.
Line shifted(const Line&, double right_m);

}  // namespace hatang::demo
