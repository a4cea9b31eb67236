// The spatial functions. Literals come in the CRS of the filter and are compared in WGS 84, in two
// dimensions.
#include "cql2/compiler.hpp"
#include "cql2/writing.hpp"

namespace hatang::cql2 {
namespace {

std::string_view spatial_function_of(Op op) {
    switch (op) {
        case Op::s_contains:
            return "st_contains(";
        case Op::s_crosses:
            return "st_crosses(";
        case Op::s_disjoint:
            return "st_disjoint(";
        case Op::s_equals:
            return "st_equals(";
        case Op::s_intersects:
            return "st_intersects(";
        case Op::s_overlaps:
            return "st_overlaps(";
        case Op::s_touches:
            return "st_touches(";
        default:
            return "st_within(";
    }
}

// Rings that cross themselves and lines without length would end the statement with an error of GEOS.
std::string valid(const std::string& sql) { return "st_makevalid(" + sql + ")"; }

bool is_geographic(geo::Crs crs) { return crs == geo::Crs::wgs84 || crs == geo::Crs::vn2000; }

}  // namespace

std::string Compiler::spatial(const At& at, const Operation& o) {
    const std::string first = operand(at, 0, Base::geometry);
    return std::string(spatial_function_of(o.op)) + first + ", " + operand(at, 1, Base::geometry) + ")";
}

Position Compiler::on_earth(const At& at, Position p) const {
    const auto moved =
        geo::to_wgs84(crs_.crs, crs_.latitude_first ? geo::Position{p.y, p.x} : geo::Position{p.x, p.y});
    if (moved) return {moved->x, moved->y, {}};
    throw invalid_filter(at.place(), wkt({geo::Type::point, {p}, {}}),
                         "filter-crs " + std::to_string(static_cast<int>(crs_.crs)));
}

std::string Compiler::geometry_literal(const At& at, const Geometry& literal) {
    Geometry g = literal;
    const auto move = [&](auto& self, Geometry& part) -> void {
        for (Position& p : part.positions) p = on_earth(at, p);
        for (Geometry& below : part.parts) self(self, below);
    };
    move(move, g);
    const std::string sql = "st_geomfromtext(" + parameter(wkt(g)) + ", 4326)";
    return g.type == geo::Type::point ? sql : valid(sql);
}

std::string Compiler::bbox_literal(const At& at, const Bbox& box) {
    const std::size_t half = box.bounds.size() / 2;
    Position low{box.bounds[0], box.bounds[1], {}}, high{box.bounds[half], box.bounds[half + 1], {}};
    const bool geographic = is_geographic(crs_.crs);
    const bool spans = geographic && (crs_.latitude_first ? low.y > high.y : low.x > high.x);
    const bool upside_down = crs_.latitude_first ? low.x > high.x : low.y > high.y;
    if (upside_down || (!geographic && low.x > high.x))
        throw invalid_filter(at.place(), "BBOX", "lower left, upper right");

    // Straight edges of a projection are curves in degrees: enough corners that they leave the line by less
    // than 0.1 m over the width of a city.
    constexpr int steps = 32;
    if (!geographic) {
        Geometry ring{geo::Type::line_string, {}, {}};
        const Position corners[] = {low, {high.x, low.y, {}}, high, {low.x, high.y, {}}, low};
        for (std::size_t side = 0; side < 4; ++side)
            for (int i = 0; i < steps; ++i) {
                const double t = static_cast<double>(i) / steps;
                const Position &a = corners[side], &b = corners[side + 1];
                ring.positions.push_back({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, {}});
            }
        ring.positions.push_back(low);
        return geometry_literal(at, {geo::Type::polygon, {}, {std::move(ring)}});
    }
    low = on_earth(at, low);
    high = on_earth(at, high);
    const auto envelope = [&](double west, double east) {
        std::string sql = "st_makeenvelope(";
        for (const double degrees : {west, low.y, east, high.y}) sql += parameter(degrees) + ", ";
        sql += "4326)";
        return west == east || low.y == high.y ? valid(sql) : sql;
    };
    if (!spans) return envelope(low.x, high.x);
    const std::string western = envelope(low.x, 180.0);
    return "st_collect(" + western + ", " + envelope(-180.0, high.x) + ")";
}

}  // namespace hatang::cql2
