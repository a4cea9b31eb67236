#include "geo/box.hpp"

#include <cmath>

namespace hatang::geo {
namespace {

// Of an edge: over the 100 km of Hà Nội a line of the map and its chord then differ by less than a
// millimetre.
constexpr int pieces = 16;

void put_number(std::string& out, std::uint32_t n) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(n >> shift & 0xFF);
}
void put_real(std::string& out, double d) {
    out.append(reinterpret_cast<const char*>(&d), sizeof d);  // little-endian, as the machine is
}

std::string polygon(const std::vector<Position>& ring) {
    std::string out("\x01", 1);
    put_number(out, 3);
    put_number(out, 1);
    put_number(out, static_cast<std::uint32_t>(ring.size()));
    for (const Position p : ring) {
        put_real(out, p.x);
        put_real(out, p.y);
    }
    return out;
}

std::string rectangle(double west, double south, double east, double north) {
    return polygon({{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
}

std::string both(const std::string& a, const std::string& b) {
    std::string out("\x01", 1);
    put_number(out, 6);
    put_number(out, 2);
    return out + a + b;
}

struct Corners {
    Position low, high;  // x is the longitude or easting
};
Corners corners(const NamedCrs& crs, const std::vector<double>& n) {
    const std::size_t upper = n.size() / 2;
    Corners c{{n[0], n[1]}, {n[upper], n[upper + 1]}};
    if (crs.latitude_first) {
        std::swap(c.low.x, c.low.y);
        std::swap(c.high.x, c.high.y);
    }
    return c;
}

}  // namespace

std::string box_wkb(const NamedCrs& crs, const std::vector<double>& n, const std::string& where) {
    const auto refuse = [&](std::string what) {
        return Error(Code::invalid_parameter, where,
                     {std::move(what), std::string("min, min, max, max · ") + std::string(crs.uri)});
    };
    if (n.size() != 4 && n.size() != 6) throw refuse(std::to_string(n.size()) + " số / numbers");
    for (const double d : n)
        if (!std::isfinite(d)) throw refuse("∞");
    const auto [low, high] = corners(crs, n);
    const auto text = [](Position p) { return std::to_string(p.x) + ", " + std::to_string(p.y); };
    if (low.y > high.y) throw refuse(text(low) + " > " + text(high));
    if (crs.crs == Crs::wgs84) {
        for (const Position p : {low, high})
            if (p.x < -180 || p.x > 180 || p.y < -90 || p.y > 90) throw refuse(text(p));
        if (low.x <= high.x) return rectangle(low.x, low.y, high.x, high.y);
        return both(rectangle(low.x, low.y, 180, high.y), rectangle(-180, low.y, high.x, high.y));
    }
    if (low.x > high.x) throw refuse(text(low) + " > " + text(high));
    std::vector<Position> ring;
    const Position turns[] = {low, {high.x, low.y}, high, {low.x, high.y}, low};
    for (int edge = 0; edge < 4; ++edge)
        for (int i = 0; i < pieces; ++i) {
            const Position a = turns[edge], b = turns[edge + 1];
            const double t = static_cast<double>(i) / pieces;
            const Result<Position> p = to_wgs84(crs.crs, {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
            if (!p) throw refuse(text(a));
            ring.push_back(*p);
        }
    ring.push_back(ring.front());
    return polygon(ring);
}

std::optional<std::string> box_core_wkb(const NamedCrs& crs, const std::vector<double>& n) {
    // Single precision has steps of 0.0000153° near 180°.
    constexpr double step = 0.00002;
    const std::optional<DegreeBox> box = degree_box(crs, n);
    if (!box || box->east - box->west <= 2 * step || box->north - box->south <= 2 * step) return {};
    return rectangle(box->west + step, box->south + step, box->east - step, box->north - step);
}

std::optional<DegreeBox> degree_box(const NamedCrs& crs, const std::vector<double>& n) {
    if (crs.crs != Crs::wgs84) return {};
    const auto [low, high] = corners(crs, n);
    if (low.x > high.x) return {};
    return DegreeBox{low.x, low.y, high.x, high.y};
}

}  // namespace hatang::geo
