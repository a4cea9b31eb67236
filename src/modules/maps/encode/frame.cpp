#include "maps/encode/frame.hpp"

namespace hatang::maps {
namespace {

Box reach_of(int z, std::uint32_t x, std::uint32_t y) {
    const int side_bits = 32 - z;
    const std::int64_t side = std::int64_t{1} << side_bits;
    const std::int64_t margin = (side >> extent_bits) * margin_units;
    const auto edge = [](std::int64_t n) {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(n, 0, UINT32_MAX));
    };
    const std::int64_t west = std::int64_t{x} << side_bits, north = std::int64_t{y} << side_bits;
    return {edge(west - margin), edge(north - margin), edge(west + side + margin),
            edge(north + side + margin)};
}

}  // namespace

WebFrame::WebFrame(int z, std::uint32_t x, std::uint32_t y)
    : Frame(reach_of(z, x, y), z),
      west_(std::int64_t{x} << (32 - z)),
      north_(std::int64_t{y} << (32 - z)),
      shift_(grid_zoom - z) {}

// Rounded to the nearest unit; neighbouring tiles round alike, as a tile begins on a multiple of a unit.
void WebFrame::place(const std::vector<Point>& points, Path& out) const {
    const std::int64_t half = shift_ > 0 ? std::int64_t{1} << (shift_ - 1) : 0;
    out.clear();
    out.reserve(points.size());
    for (const Point p : points)
        out.push_back({(p.x - west_ + half) >> shift_, (p.y - north_ + half) >> shift_});
}

}  // namespace hatang::maps
