#include "maps/encode/clip.hpp"

#include <algorithm>
#include <cmath>

namespace hatang::maps {
namespace {

// Crossings are untied one by one; a knot of more is drawn as it is (readers fill it by their own rule).
constexpr int untie_max = 64;

std::int64_t cross(Local o, Local a, Local b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

struct Edge {
    bool vertical;  // x = at, else y = at
    bool keep_more;
    std::int64_t at;
    std::int64_t of(Local p) const { return vertical ? p.x : p.y; }
    bool inside(Local p) const { return keep_more ? of(p) >= at : of(p) <= at; }
    Local cut(Local a, Local b) const {
        const double t = static_cast<double>(at - of(a)) / static_cast<double>(of(b) - of(a));
        const auto between = [t](std::int64_t from, std::int64_t to) {
            return from + static_cast<std::int64_t>(std::llround(static_cast<double>(to - from) * t));
        };
        return vertical ? Local{at, between(a.y, b.y)} : Local{between(a.x, b.x), at};
    }
};

std::vector<Edge> edges_of(const Window& w) {
    return {{true, true, w.least}, {true, false, w.most}, {false, true, w.least}, {false, false, w.most}};
}

// Sutherland-Hodgman, one side.
Path cut_ring(const Path& ring, const Edge& edge) {
    Path out;
    out.reserve(ring.size() + 4);
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Local a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
        const bool a_in = edge.inside(a), b_in = edge.inside(b);
        if (a_in) out.push_back(a);
        if (a_in != b_in) out.push_back(edge.cut(a, b));
    }
    return out;
}

// Removes vertices that repeat, that lie on a straight line, and spikes (there and back again).
void straighten(Path& ring) {
    Path out;
    out.reserve(ring.size());
    const auto needless = [](Local a, Local b, Local c) { return cross(a, b, c) == 0; };
    for (const Local p : ring) {
        while (out.size() >= 2 && needless(out[out.size() - 2], out.back(), p)) out.pop_back();
        if (out.empty() || out.back() != p) out.push_back(p);
    }
    std::size_t from = 0;
    for (bool changed = true; changed && out.size() - from >= 3;) {
        changed = false;
        const std::size_t n = out.size();
        if (out.back() == out[from] || needless(out[n - 2], out[n - 1], out[from])) {
            out.pop_back();
            changed = true;
        } else if (needless(out[n - 1], out[from], out[from + 1])) {
            ++from;
            changed = true;
        }
    }
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(from));
    if (out.size() < 3) out.clear();
    ring = std::move(out);
}

int sign(std::int64_t n) { return (n > 0) - (n < 0); }

// The two stretches have a point in common that is inside of one of them at least, and do not just meet.
bool crosses(Local a, Local b, Local c, Local d) {
    const int s1 = sign(cross(a, b, c)), s2 = sign(cross(a, b, d));
    const int s3 = sign(cross(c, d, a)), s4 = sign(cross(c, d, b));
    return s1 * s2 < 0 && s3 * s4 < 0;
}

// The first two edges (by their vertices) that cross.
bool find_crossing(const Path& ring, std::size_t& first, std::size_t& second) {
    struct Span {
        std::int64_t west, east;
        std::size_t at;
    };
    const std::size_t n = ring.size();
    std::vector<Span> spans(n);
    for (std::size_t i = 0; i < n; ++i) {
        const Local a = ring[i], b = ring[i + 1 == n ? 0 : i + 1];
        spans[i] = {std::min(a.x, b.x), std::max(a.x, b.x), i};
    }
    std::ranges::sort(spans, {}, &Span::west);
    for (std::size_t i = 0; i < n; ++i) {
        const Local a = ring[spans[i].at], b = ring[(spans[i].at + 1) % n];
        for (std::size_t j = i + 1; j < n && spans[j].west < spans[i].east; ++j) {
            const Local c = ring[spans[j].at], d = ring[(spans[j].at + 1) % n];
            if (std::max(a.y, b.y) <= std::min(c.y, d.y) || std::max(c.y, d.y) <= std::min(a.y, b.y))
                continue;
            if (!crosses(a, b, c, d)) continue;
            first = std::min(spans[i].at, spans[j].at);
            second = std::max(spans[i].at, spans[j].at);
            return true;
        }
    }
    return false;
}

// Rounding to the grid can make near edges cross. Turning round the stretch between two crossing edges takes
// the crossing away and makes the ring shorter, so it ends.
void untie(Path& ring) {
    std::size_t first = 0, second = 0;
    for (int i = 0; i < untie_max && find_crossing(ring, first, second); ++i) {
        std::reverse(ring.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                     ring.begin() + static_cast<std::ptrdiff_t>(second) + 1);
        straighten(ring);
        if (ring.empty()) return;
    }
}

}  // namespace

void drop_repeats(Path& path) { path.erase(std::unique(path.begin(), path.end()), path.end()); }

void clip_line(const Path& line, const Window& window, std::vector<Path>& pieces) {
    const std::vector<Edge> edges = edges_of(window);
    Path piece;
    const auto finish = [&] {
        drop_repeats(piece);
        if (piece.size() >= 2) pieces.push_back(piece);
        piece.clear();
    };
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        Local a = line[i], b = line[i + 1];
        bool seen = true;
        for (const Edge& edge : edges) {
            const bool a_in = edge.inside(a), b_in = edge.inside(b);
            if (!a_in && !b_in) {
                seen = false;
                break;
            }
            if (!a_in) a = edge.cut(b, a);
            if (!b_in) b = edge.cut(a, b);
        }
        if (!seen) {
            finish();
            continue;
        }
        if (piece.empty() || piece.back() != a) {
            finish();
            piece.push_back(a);
        }
        piece.push_back(b);
        if (b != line[i + 1]) finish();
    }
    finish();
}

std::int64_t doubled_area(const Path& ring) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Local a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
        sum += a.x * b.y - b.x * a.y;
    }
    return sum;
}

Path clip_ring(Path ring, const Window& window) {
    const bool whole = std::ranges::all_of(ring, [&](Local p) { return window.holds(p); });
    if (!whole)
        for (const Edge& edge : edges_of(window)) {
            ring = cut_ring(ring, edge);
            if (ring.empty()) return ring;
        }
    straighten(ring);
    if (!ring.empty()) untie(ring);
    if (!ring.empty() && doubled_area(ring) == 0) ring.clear();
    return ring;
}

}  // namespace hatang::maps
