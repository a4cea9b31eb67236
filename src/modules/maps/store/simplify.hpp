// From which zoom each vertex of a line matters: Douglas-Peucker once, for all zooms. A vertex is kept from
// the zoom at which it lies farther than a quarter of a pixel (2 units of a tile's 4096) from the line
// without it, and never before the vertices around it that it hangs on, so zooms nest. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "maps/store/world.hpp"

namespace hatang::maps {

// Lines longer than this are simplified in runs whose ends are always kept: bounds the time to
// O(vertices × run_max), whoever drew the line.
inline constexpr std::size_t run_max = 1'024;

// One zoom for each vertex. The ends of a line matter always; of a ring two far ends do.
std::vector<std::uint8_t> vertex_zooms(std::span<const Point>, bool ring);

}  // namespace hatang::maps
