#include "registry/assets/geometry.hpp"

#include <algorithm>

#include "geo/crs.hpp"

namespace hatang::registry {

CheckedGeometry check_geometry(const catalogue::AssetClass& c, json::Value geometry, std::string_view crs,
                               std::string_view where) {
    const auto system = geo::crs_from_text(crs);
    if (!system) throw Error(Code::unknown_crs, "/crs", {std::string(crs.substr(0, 100))});
    geo::Geometry read = geo::read_geometry_in(*system, geometry, where).value();
    const std::string type(geo::to_text(read.type));
    if (std::ranges::find(c.geometry, type) == c.geometry.end()) {
        std::string taken;
        for (const std::string& one : c.geometry) taken.append(taken.empty() ? "" : ", ").append(one);
        throw Error(Code::wrong_geometry_type, json::pointer(where, "type"), {c.key, type, taken});
    }
    return {std::move(read.geojson), std::move(read.wkb), type};
}

}  // namespace hatang::registry
