// The geometry of an asset in a few bytes: parts of vertices on the world grid, each vertex with the zoom
// from which it matters. Points are their box and need no bytes at all.
//
//   line, polygon   part*
//   points          part of vertices whose zoom is 0 (only for several points)
//   part            varint(count × 2 + begins), then count × (zigzag dx, zigzag dy, byte zoom); differences
//                   run on from the part before. `begins`: an outer ring; holes follow theirs.
//
// Rings are kept open: the first vertex is not repeated. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "maps/store/world.hpp"

namespace hatang::maps {

enum class Kind : std::uint8_t { point = 1, line = 2, polygon = 3 };  // the numbers of MVT 2.1

struct Part {
    std::vector<Point> points;
    bool begins = true;
};

struct Shape {
    Kind kind = Kind::point;
    Box box;
    std::string packed;
};

// Simplifies for every zoom and packs; the most that is not well formed (short lines, rings of no area) is
// left out. Nothing when nothing is left.
std::optional<Shape> pack(Kind, const std::vector<Part>&);

// Reads a shape part by part, leaving out the vertices that do not matter at a zoom.
class PartReader {
  public:
    PartReader(Kind kind, const Box& box, std::string_view packed, int zoom);
    // Fills `out`; false at the end.
    bool next(Part& out);

  private:
    std::string_view rest_;
    Point at_{};
    int zoom_;
    bool single_;  // a point without bytes
};

// A geometry of PostGIS in EPSG:3857 (st_asbinary, little-endian). A collection gives its parts of the
// highest dimension, as ST_AsMVTGeom does. Nothing for an empty geometry and for bytes that are none; any
// bytes may come.
std::optional<Shape> shape_of_wkb(std::string_view);

}  // namespace hatang::maps
