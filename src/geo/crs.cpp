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

// Parameters of the EPSG data set 10.076.
constexpr double tm3 = 0.9999, utm = 0.9996;
constexpr Zone all_zones[] = {
    {32648, 105, utm, "WGS 84 / UTM 48N", false}, {32649, 111, utm, "WGS 84 / UTM 49N", false},
    {3405, 105, utm, "VN-2000 / UTM 48N"},        {3406, 111, utm, "VN-2000 / UTM 49N"},
    {5896, 102, tm3, "VN-2000 / TM-3 102-00"},    {5897, 105, tm3, "VN-2000 / TM-3 105-00"},
    {5898, 108, tm3, "VN-2000 / TM-3 108-00"},    {5899, 107.75, tm3, "VN-2000 / TM-3 107-45"},
    {9205, 103, tm3, "VN-2000 / TM-3 103-00"},    {9206, 104, tm3, "VN-2000 / TM-3 104-00"},
    {9207, 104.5, tm3, "VN-2000 / TM-3 104-30"},  {9208, 104.75, tm3, "VN-2000 / TM-3 104-45"},
    {9209, 105.5, tm3, "VN-2000 / TM-3 105-30"},  {9210, 105.75, tm3, "VN-2000 / TM-3 105-45"},
    {9211, 106, tm3, "VN-2000 / TM-3 106-00"},    {9212, 106.25, tm3, "VN-2000 / TM-3 106-15"},
    {9213, 106.5, tm3, "VN-2000 / TM-3 106-30"},  {9214, 107, tm3, "VN-2000 / TM-3 107-00"},
    {9215, 107.25, tm3, "VN-2000 / TM-3 107-15"}, {9216, 107.5, tm3, "VN-2000 / TM-3 107-30"},
    {9217, 108.25, tm3, "VN-2000 / TM-3 108-15"}, {9218, 108.5, tm3, "VN-2000 / TM-3 108-30"},
};

const Zone* zone_of(Crs crs) {
    for (const Zone& zone : all_zones)
        if (zone.epsg == static_cast<int>(crs)) return &zone;
    return nullptr;
}

std::string pipeline_of(Crs crs) {
    std::string first;
    if (const Zone* zone = zone_of(crs)) {
        first = " +step +inv +proj=tmerc +lat_0=0 +x_0=500000 +y_0=0 +ellps=WGS84 +lon_0=" +
                json::Writer().value(zone->meridian).take() +
                " +k=" + json::Writer().value(zone->scale).take();
    } else if (crs == Crs::vn2000) {
        first = " +step +proj=unitconvert +xy_in=deg +xy_out=rad";
    }
    if (const Zone* zone = zone_of(crs); zone && !zone->vn2000)
        return "+proj=pipeline" + first + " +step +proj=unitconvert +xy_in=rad +xy_out=deg";
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
    for (const Crs crs : {Crs::wgs84, Crs::vn2000})
        if (text == std::to_string(static_cast<int>(crs))) return crs;
    for (const Zone& zone : all_zones)
        if (text == std::to_string(zone.epsg)) return static_cast<Crs>(zone.epsg);
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
std::string_view crs_name(Crs crs) {
    if (const Zone* zone = zone_of(crs)) return zone->name;
    return crs == Crs::wgs84 ? "WGS 84" : crs == Crs::vn2000 ? "VN-2000" : "";
}

std::span<const Zone> zones() { return all_zones; }

Result<Position> to_wgs84(Crs crs, Position p) {
    if (crs == Crs::wgs84 || crs == Crs::vn2000)
        if (!on_earth(p)) return outside(p);
    if (crs == Crs::wgs84) return p;
    if (crs == Crs::web_mercator) return from_mercator(p);
    // Further from the meridian or the equator than the Earth is large: its formulas would go round and
    // round.
    if (zone_of(crs) && !(std::abs(p.x) < 5e6 && std::abs(p.y) < 1.1e7)) return outside(p);
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
