#include "geo/crs.hpp"

#include <proj.h>

#include <cmath>
#include <map>
#include <memory>
#include <numbers>

#include "geo/reader.hpp"
#include "json/writer.hpp"

namespace hatang::geo {
namespace {

// EPSG:6960, method 9607: rotations in seconds of arc and scale in parts per million, signs as EPSG prints
// them. The same numbers under +convention=position_vector would be wrong by 0.75 m in Hà Nội, no shift at
// all by 224 m.
constexpr const char* shift_to_wgs84 =
    " +step +proj=cart +ellps=WGS84"
    " +step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835"
    " +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame"
    " +step +inv +proj=cart +ellps=WGS84"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg";

std::string pipeline_of(Crs crs) {
    const auto metres = [](const char* scale) {
        return std::string(
                   " +step +inv +proj=tmerc +lat_0=0 +lon_0=105 +x_0=500000 +y_0=0 +ellps=WGS84 +k=") +
               scale;
    };
    std::string first;
    switch (crs) {
        case Crs::vn2000_hanoi:
            first = metres("0.9999");
            break;
        case Crs::vn2000_utm48n:
            first = metres("0.9996");
            break;
        case Crs::vn2000:
            first = " +step +proj=unitconvert +xy_in=deg +xy_out=rad";
            break;
        case Crs::wgs84:
        case Crs::web_mercator:
            break;
    }
    return "+proj=pipeline" + first + shift_to_wgs84;
}

// A PROJ context belongs to one thread.
struct Transformations {
    std::unique_ptr<PJ_CONTEXT, decltype(&proj_context_destroy)> context{proj_context_create(),
                                                                         proj_context_destroy};
    std::map<Crs, std::unique_ptr<PJ, decltype(&proj_destroy)>> pipelines;

    PJ* get(Crs crs) {
        auto found = pipelines.find(crs);
        if (found == pipelines.end()) {
            proj_log_level(context.get(), PJ_LOG_NONE);
            PJ* made = proj_create(context.get(), pipeline_of(crs).c_str());
            if (!made) throw std::logic_error("geo: PROJ does not know " + pipeline_of(crs));
            found = pipelines.emplace(crs, std::unique_ptr<PJ, decltype(&proj_destroy)>(made, proj_destroy))
                        .first;
        }
        return found->second.get();
    }
};

// EPSG:3857 "Popular Visualisation Pseudo-Mercator", method 1024: a sphere of the ellipsoid's radius.
constexpr double radius_m = 6'378'137, degree = std::numbers::pi / 180;
// The latitude at which the square world ends; beyond there is no map.
constexpr double latitude_most = 85.06;

bool on_earth(Position p) { return p.x >= -180 && p.x <= 180 && p.y >= -90 && p.y <= 90; }

Error outside(Position p) {
    return {Code::coordinates_outside_world,
            {},
            {json::Writer().value(p.x).take(), json::Writer().value(p.y).take()}};
}

Result<Position> transform(Crs crs, PJ_DIRECTION direction, Position p) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return outside(p);
    thread_local Transformations transformations;
    PJ* pipeline = transformations.get(crs);
    proj_errno_reset(pipeline);
    const PJ_COORD out = proj_trans(pipeline, direction, proj_coord(p.x, p.y, 0, 0));
    if (proj_errno(pipeline) != 0 || !std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) return outside(p);
    return Position{out.xy.x, out.xy.y};
}

}  // namespace

std::optional<Crs> crs_from_text(std::string_view text) {
    if (text.starts_with("EPSG:")) text.remove_prefix(5);
    for (const Crs crs : {Crs::wgs84, Crs::vn2000, Crs::vn2000_hanoi, Crs::vn2000_utm48n})
        if (text == std::to_string(static_cast<int>(crs))) return crs;
    return {};
}

namespace {

Result<Position> from_mercator(Position p) {
    const Position out{p.x / radius_m / degree, std::atan(std::sinh(p.y / radius_m)) / degree};
    if (!std::isfinite(out.x) || !std::isfinite(out.y) || !on_earth(out)) return outside(p);
    return out;
}
Result<Position> to_mercator(Position p) {
    if (std::abs(p.y) > latitude_most) return outside(p);
    return Position{radius_m * degree * p.x, radius_m * std::asinh(std::tan(p.y * degree))};
}

constexpr std::string_view epsg_uri = "http://www.opengis.net/def/crs/EPSG/0/",
                           epsg_urn = "urn:ogc:def:crs:EPSG::", epsg_curie = "EPSG:",
                           crs84_urn = "urn:ogc:def:crs:OGC:1.3:CRS84";

}  // namespace

const std::array<NamedCrs, 6> named_crs{{
    {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", Crs::wgs84, false, 7},
    {"http://www.opengis.net/def/crs/EPSG/0/4326", Crs::wgs84, true, 7},
    {"http://www.opengis.net/def/crs/EPSG/0/4756", Crs::vn2000, true, 7},
    {"http://www.opengis.net/def/crs/EPSG/0/5897", Crs::vn2000_hanoi, false, 3},
    {"http://www.opengis.net/def/crs/EPSG/0/3405", Crs::vn2000_utm48n, false, 3},
    {"http://www.opengis.net/def/crs/EPSG/0/3857", Crs::web_mercator, false, 3},
}};

const NamedCrs& crs84() { return named_crs[0]; }

const NamedCrs* crs_of_uri(std::string_view text) {
    if (text == crs84_urn) return &named_crs[0];
    std::string_view code;
    for (const std::string_view prefix : {epsg_urn, epsg_curie})
        if (text.starts_with(prefix)) code = text.substr(prefix.size());
    for (const NamedCrs& named : named_crs)
        if (named.uri == text ||
            (!code.empty() && named.uri.starts_with(epsg_uri) && named.uri.substr(epsg_uri.size()) == code))
            return &named;
    return nullptr;
}

Result<Position> to_wgs84(Crs crs, Position p) {
    if (crs == Crs::wgs84 || crs == Crs::vn2000)
        if (!on_earth(p)) return outside(p);
    if (crs == Crs::wgs84) return p;
    if (crs == Crs::web_mercator) return from_mercator(p);
    return transform(crs, PJ_FWD, p);
}

Result<Position> from_wgs84(Crs crs, Position p) {
    if (!on_earth(p)) return outside(p);
    if (crs == Crs::wgs84) return p;
    if (crs == Crs::web_mercator) return to_mercator(p);
    return transform(crs, PJ_INV, p);
}

Result<Geometry> read_geometry_in(Crs crs, json::Value v, std::string_view where) {
    try {
        return read(crs, false, v, where);
    } catch (const Error& error) {
        return error;
    }
}

Result<Geometry> read_geometry_in(const NamedCrs& named, json::Value v, std::string_view where) {
    try {
        return read(named.crs, named.latitude_first, v, where);
    } catch (const Error& error) {
        return error;
    }
}

}  // namespace hatang::geo
