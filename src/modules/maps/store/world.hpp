// The world grid: Web Mercator as 2^32 × 2^32 integers, x to the east, y to the south. It is the 4096-grid of
// a tile at zoom 20, 9 mm at the equator, so a tile at any zoom is a shift away. Pure.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace hatang::maps {

inline constexpr int grid_zoom = 20;    // whose tiles have the world grid as their units
inline constexpr int extent_bits = 12;  // a tile has 4096 units a side
inline constexpr std::int32_t extent = 1 << extent_bits;
// Around a tile, 16 pixels of a tile drawn at 512: symbols on the border are drawn by both neighbours.
inline constexpr std::int32_t margin_units = 128;
inline constexpr double world_metres = 2 * 20037508.342789244;

// Grids that tiles are cut in: Web Mercator, or VN-2000 TM-3 with the meridian 105° (ogc/matrix_sets).
enum class Grid : std::uint8_t { web_mercator, vn2000_tm3 };

struct Point {
    std::uint32_t x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

// Both ends belong to it.
struct Box {
    std::uint32_t west = UINT32_MAX, north = UINT32_MAX, east = 0, south = 0;  // holds nothing yet
    bool operator==(const Box&) const = default;
    bool empty() const { return west > east; }
    bool meets(const Box& o) const {
        return west <= o.east && o.west <= east && north <= o.south && o.north <= south;
    }
    bool holds(const Box& o) const {
        return west <= o.west && o.east <= east && north <= o.north && o.south <= south;
    }
    void add(Point p) {
        west = std::min(west, p.x), east = std::max(east, p.x);
        north = std::min(north, p.y), south = std::max(south, p.y);
    }
    void add(const Box& o) {
        if (o.empty()) return;
        add(Point{o.west, o.north});
        add(Point{o.east, o.south});
    }
};

// Metres of EPSG:3857. Nothing for what is not a number; what lies beyond the edge stands on it.
inline std::optional<Point> world_of_metres(double x, double y) {
    if (!std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
    const auto unit = [](double part) {
        return static_cast<std::uint32_t>(std::clamp(std::round(part * 4294967296.0), 0.0, 4294967295.0));
    };
    return Point{unit(0.5 + x / world_metres), unit(0.5 - y / world_metres)};
}

struct Degrees {
    double lon, lat;
};
Degrees degrees_of(Point);
// Latitudes beyond Web Mercator stand on its edge.
Point world_of_degrees(Degrees);

}  // namespace hatang::maps
