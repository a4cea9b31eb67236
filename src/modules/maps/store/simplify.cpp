#include "maps/store/simplify.hpp"

namespace hatang::maps {
namespace {

double distance_squared(Point p, Point a, Point b) {
    const double ax = a.x, ay = a.y, dx = b.x - ax, dy = b.y - ay;
    const double px = p.x - ax, py = p.y - ay;
    const double length = dx * dx + dy * dy;
    const double t = length == 0 ? 0 : std::clamp((px * dx + py * dy) / length, 0.0, 1.0);
    const double ex = px - t * dx, ey = py - t * dy;
    return ex * ex + ey * ey;
}

// The least zoom whose tolerance is below the distance; everything is there at the last one.
int zoom_of(double squared) {
    int zoom = 0;
    for (double tolerance = 2.0 * (1 << grid_zoom); zoom < grid_zoom && squared <= tolerance * tolerance;
         tolerance /= 2)
        ++zoom;
    return zoom;
}

struct Stretch {
    std::size_t from, to;
    int zoom;  // of its ends
};

void simplify(std::span<const Point> line, std::size_t from, std::size_t to, std::vector<std::uint8_t>& out) {
    std::vector<Stretch> waiting{{from, to, 0}};
    while (!waiting.empty()) {
        const Stretch s = waiting.back();
        waiting.pop_back();
        if (s.to - s.from < 2) continue;
        std::size_t farthest = s.from + 1;
        double most = -1;
        for (std::size_t i = s.from + 1; i < s.to; ++i)
            if (const double d = distance_squared(line[i], line[s.from], line[s.to]); d > most)
                most = d, farthest = i;
        const int zoom = std::max(zoom_of(most), s.zoom);
        out[farthest] = static_cast<std::uint8_t>(zoom);
        waiting.push_back({s.from, farthest, zoom});
        waiting.push_back({farthest, s.to, zoom});
    }
}

}  // namespace

std::vector<std::uint8_t> vertex_zooms(std::span<const Point> line, bool ring) {
    std::vector<std::uint8_t> out(line.size(), grid_zoom);
    if (line.empty()) return out;
    out.front() = 0;
    std::vector<Point> closed;
    std::size_t middle = 0;
    if (ring) {  // opened at its first vertex and cut again at the one farthest from it
        closed.assign(line.begin(), line.end());
        closed.push_back(line.front());
        double most = -1;
        for (std::size_t i = 1; i < line.size(); ++i)
            if (const double d = distance_squared(line[i], line[0], line[0]); d > most) most = d, middle = i;
        line = closed;
        out.push_back(0);
    }
    out[middle] = out.back() = 0;
    for (std::size_t from = 0; from + 1 < line.size();) {
        std::size_t to = std::min(from + run_max, line.size() - 1);
        if (from < middle) to = std::min(to, middle);
        out[to] = 0;
        simplify(line, from, to, out);
        from = to;
    }
    if (ring) out.pop_back();
    return out;
}

}  // namespace hatang::maps
