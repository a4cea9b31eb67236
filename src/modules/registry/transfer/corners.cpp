#include "registry/transfer/corners.hpp"

#include <algorithm>
#include <cmath>

#include "geo/crs.hpp"

namespace hatang::registry {
namespace {

using geo::Position;

double cross(Position o, Position a, Position b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

// Twice the area, positive for counterclockwise rings; relative to the first corner, so that large northings
// cost no digits.
double twice_area(const std::vector<Position>& ring) {
    double sum = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) sum += cross(ring[0], ring[i], ring[i + 1]);
    return sum;
}

double perimeter(const std::vector<Position>& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Position a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += std::hypot(b.x - a.x, b.y - a.y);
    }
    return sum;
}

bool cross_each_other(Position a, Position b, Position c, Position d) {
    const auto side = [](double value) { return value > 0 ? 1 : value < 0 ? -1 : 0; };
    const int s1 = side(cross(a, b, c)), s2 = side(cross(a, b, d)), s3 = side(cross(c, d, a)),
              s4 = side(cross(c, d, b));
    if (s1 != s2 && s3 != s4) return true;
    const auto on = [](Position p, Position q, Position r) {
        return std::min(p.x, q.x) <= r.x && r.x <= std::max(p.x, q.x) && std::min(p.y, q.y) <= r.y &&
               r.y <= std::max(p.y, q.y);
    };
    return (s1 == 0 && on(a, b, c)) || (s2 == 0 && on(a, b, d)) || (s3 == 0 && on(c, d, a)) ||
           (s4 == 0 && on(c, d, b));
}

// The first pair of sides that cross: 2,000 corners are two million pairs, some milliseconds.
std::optional<std::size_t> crossing_side(const std::vector<Position>& ring) {
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = i + 2; k < n; ++k) {
            if (i == 0 && k == n - 1) continue;  // neighbours over the end
            if (cross_each_other(ring[i], ring[i + 1], ring[k], ring[(k + 1) % n])) return k;
        }
    return {};
}

std::string rounded(double value, double step) {
    return json::Writer().value(std::round(value / step) * step).take();
}

}  // namespace

CornerWarning warning_of(const Error& e) {
    return {std::string(error_info(e.code).code), e.where, e.text_vi(), e.text_en()};
}

CornersResult polygon_of(const CornersInput& in) {
    const auto crs = geo::crs_from_text(in.crs);
    if (!crs) throw Error(Code::unknown_crs, "/crs", {in.crs.substr(0, 100)});
    std::vector<Position> ring;
    for (const Corner& corner : in.corners) ring.push_back({corner.easting, corner.northing});
    CornersResult out;
    const auto same = [](Position a, Position b) { return a.x == b.x && a.y == b.y; };
    out.closed = ring.size() > 1 && same(ring.front(), ring.back());
    if (out.closed) ring.pop_back();
    for (std::size_t i = 0; i < ring.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (same(ring[i], ring[k]))
                throw Error(Code::repeated_corner, json::pointer("/corners", i), {std::to_string(k + 1)});
    if (ring.size() < 3) throw Error(Code::too_few_corners, "/corners", {std::to_string(ring.size())});

    const double signed_area = twice_area(ring) / 2;
    out.orientation = signed_area < 0 ? "clockwise" : "counterclockwise";
    std::vector<Position> outer = ring;
    if (signed_area < 0) std::ranges::reverse(outer);
    outer.push_back(outer.front());
    json::Writer polygon;
    polygon.begin_object().field("type", "Polygon").key("coordinates").begin_array().begin_array();
    for (const Position p : outer) polygon.begin_array().value(p.x).value(p.y).end_array();
    polygon.end_array().end_array().end_object();
    const json::Document document = json::parse(polygon.text());
    const geo::Geometry read = geo::read_geometry_in(*crs, document.root(), "/corners").value();
    out.geometry.json = read.geojson;
    if (*crs == geo::Crs::wgs84 || *crs == geo::Crs::vn2000) {
        // Degrees have no area: that of Hà Nội's zone stands in for it.
        for (Position& p : ring) {
            const Position wgs84 = geo::to_wgs84(*crs, p).value();
            p = geo::from_wgs84(geo::Crs::vn2000_hanoi, wgs84).value();
        }
    }
    out.area_m2 = std::abs(twice_area(ring)) / 2;
    out.perimeter_m = perimeter(ring);
    if (const auto side = crossing_side(ring)) {
        const Corner& at = in.corners[*side];
        out.warnings.push_back(warning_of(
            Error(Code::self_intersection, json::pointer("/corners", *side),
                  {json::Writer().value(at.easting).take(), json::Writer().value(at.northing).take()})));
    }
    if (in.stated_area_m2 &&
        std::abs(out.area_m2 - *in.stated_area_m2) > *in.stated_area_m2 * limits::area_differs_percent / 100)
        out.warnings.push_back(
            warning_of(Error(Code::area_differs, "/stated_area_m2",
                             {rounded(out.area_m2, 0.1), json::Writer().value(*in.stated_area_m2).take(),
                              json::Writer().value(limits::area_differs_percent).take()})));
    return out;
}

}  // namespace hatang::registry
