#include "maps/store/world.hpp"

#include <numbers>

namespace hatang::maps {

Degrees degrees_of(Point p) {
    constexpr double pi = std::numbers::pi;
    const double x = p.x / 4294967296.0, y = p.y / 4294967296.0;
    return {x * 360 - 180, std::atan(std::sinh(pi * (1 - 2 * y))) * 180 / pi};
}

Point world_of_degrees(Degrees d) {
    constexpr double pi = std::numbers::pi;
    const double lat = std::clamp(d.lat, -85.0511287798, 85.0511287798) * pi / 180;
    const double x = d.lon / 360 * world_metres, y = std::asinh(std::tan(lat)) / (2 * pi) * world_metres;
    return world_of_metres(x, y).value_or(Point{});
}

}  // namespace hatang::maps
