// Cuts geometry to a tile and makes rings that a reader of MVT 2.1 can rely on. Coordinates are units of a
// tile; they may lie far outside of it. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace hatang::maps {

struct Local {
    std::int64_t x = 0, y = 0;
    bool operator==(const Local&) const = default;
};
using Path = std::vector<Local>;

// A square from `least` to `most` on both axes, both ends inside.
struct Window {
    std::int64_t least, most;
    bool holds(Local p) const { return p.x >= least && p.x <= most && p.y >= least && p.y <= most; }
};

void drop_repeats(Path&);
// The pieces of a line inside the window, each of two different points at least.
void clip_line(const Path&, const Window&, std::vector<Path>& pieces);

// Twice the area by the surveyor's formula: above 0 when the ring turns clockwise on screen (y grows down),
// which is how MVT wants outer rings. Rings are open: the last vertex joins the first.
std::int64_t doubled_area(const Path& ring);
// A ring cut to the window, without repeats and spikes, not crossing itself, with an area; else empty. Where
// it was cut it runs along the border of the window.
Path clip_ring(Path ring, const Window&);

}  // namespace hatang::maps
