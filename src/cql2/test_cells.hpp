// For tests: the nine intersections (OGC 06-103r4, section 6.1.15) of geometries whose edges run along a
// grid, by counting cells. A grid of doubled coordinates has a cell for each corner, each open edge and each
// open square, so that interior and boundary of such a geometry are sets of cells and relations between
// geometries are relations between finite sets.
#pragma once

#include <cmath>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "cql2/ast.hpp"

namespace hatang::cql2::cells {

// One unit of the grid is 0.01°, from 105° E 21° N; geometries lie within 0…units_max of it.
inline constexpr double west = 105.0, south = 21.0, unit = 0.01;
inline constexpr int units_max = 12;

using Cell = std::pair<int, int>;  // doubled coordinates: even, even is a corner; odd, odd a square
enum class Part { interior, boundary };
using Cells = std::map<Cell, Part>;

inline int dimension(Cell c) { return (c.first & 1) + (c.second & 1); }
inline Cell corner(const Position& p) {
    return {2 * static_cast<int>(std::lround((p.x - west) / unit)),
            2 * static_cast<int>(std::lround((p.y - south) / unit))};
}

// All cells of the closed segments of a line that runs along the grid.
inline std::vector<Cell> along(const Geometry& line) {
    std::vector<Cell> out;
    for (std::size_t i = 1; i < line.positions.size(); ++i) {
        Cell at = corner(line.positions[i - 1]);
        const Cell to = corner(line.positions[i]);
        const auto sign = [](int d) { return (d > 0) - (d < 0); };
        const Cell step{sign(to.first - at.first), sign(to.second - at.second)};
        for (out.push_back(at); at != to; out.push_back(at)) {
            at.first += step.first;
            at.second += step.second;
        }
    }
    return out;
}

// Whether the middle of a cell lies inside of a ring: a ray to the east meets its upright edges an odd number
// of times.
inline bool inside(const Geometry& ring, Cell c) {
    bool in = false;
    for (std::size_t i = 1; i < ring.positions.size(); ++i) {
        const Cell a = corner(ring.positions[i - 1]), b = corner(ring.positions[i]);
        if (a.first != b.first || a.first <= c.first) continue;
        // Half open, so that the corner between two edges counts once.
        if ((a.second <= c.second && c.second < b.second) || (b.second <= c.second && c.second < a.second))
            in = !in;
    }
    return in;
}

inline void add(Cells& out, const Geometry& g) {
    using geo::Type;
    switch (g.type) {
        case Type::point:
            out.emplace(corner(g.positions[0]), Part::interior);
            return;
        case Type::line_string:
            for (const Cell& c : along(g)) out.emplace(c, Part::interior);
            return;
        case Type::polygon: {
            Cells border;
            for (const Geometry& ring : g.parts)
                for (const Cell& c : along(ring)) border.emplace(c, Part::boundary);
            for (int x = 0; x <= 2 * units_max; ++x)
                for (int y = 0; y <= 2 * units_max; ++y) {
                    bool in = false;
                    for (const Geometry& ring : g.parts) in ^= inside(ring, {x, y});
                    if (in && !border.contains({x, y})) out.emplace(Cell{x, y}, Part::interior);
                }
            out.merge(border);
            return;
        }
        default:
            for (const Geometry& part : g.parts) add(out, part);
    }
}

// The ends of lines: a corner where an odd number of them end is boundary.
inline void count_ends(std::map<Cell, int>& ends, const Geometry& g) {
    if (g.type == geo::Type::line_string) {
        ++ends[corner(g.positions.front())];
        ++ends[corner(g.positions.back())];
    } else if (g.type != geo::Type::polygon) {
        for (const Geometry& part : g.parts) count_ends(ends, part);
    }
}

inline Cells of(const Geometry& g) {
    Cells out;
    add(out, g);
    std::map<Cell, int> ends;
    count_ends(ends, g);
    for (const auto& [cell, n] : ends) out[cell] = n % 2 ? Part::boundary : Part::interior;
    return out;
}

// The largest dimension of the intersection of parts, -1 when it is empty. `other` absent: the exterior.
struct Relation {
    int interiors = -1, anything = -1, interior_beyond = -1, beyond = -1;  // of the first with the second
};
inline Relation relate(const Cells& a, const Cells& b) {
    Relation r;
    for (const auto& [cell, part] : a) {
        const auto other = b.find(cell);
        const int d = dimension(cell);
        if (other == b.end()) {
            r.beyond = std::max(r.beyond, d);
            if (part == Part::interior) r.interior_beyond = std::max(r.interior_beyond, d);
        } else {
            r.anything = std::max(r.anything, d);
            if (part == Part::interior && other->second == Part::interior)
                r.interiors = std::max(r.interiors, d);
        }
    }
    return r;
}
inline int dimension(const Cells& cells) {
    int out = 0;
    for (const auto& [cell, part] : cells) out = std::max(out, dimension(cell));
    return out;
}

inline bool holds(Op op, const Cells& a, const Cells& b) {
    const Relation ab = relate(a, b), ba = relate(b, a);
    const int da = dimension(a), db = dimension(b);
    switch (op) {
        case Op::s_intersects:
            return ab.anything >= 0;
        case Op::s_disjoint:
            return ab.anything < 0;
        case Op::s_equals:
            return ab.beyond < 0 && ba.beyond < 0;
        case Op::s_within:
            return ab.interiors >= 0 && ab.beyond < 0;
        case Op::s_contains:
            return ab.interiors >= 0 && ba.beyond < 0;
        case Op::s_touches:
            return ab.anything >= 0 && ab.interiors < 0;
        case Op::s_crosses:
            if (da == 1 && db == 1) return ab.interiors == 0;
            return ab.interiors >= 0 &&
                   (da < db ? ab.interior_beyond >= 0 : da > db && ba.interior_beyond >= 0);
        default:  // s_overlaps
            return da == db && ab.interiors == da && ab.interior_beyond >= 0 && ba.interior_beyond >= 0;
    }
}

}  // namespace hatang::cql2::cells
