// For tests: features without a database.
#pragma once

#include "maps/store/layer.hpp"

namespace hatang::maps {

inline security::Scope everything() {
    return security::Scope({{.sensitivity_max = security::Sensitivity::restricted}}, true);
}

inline Point at_degrees(double lon, double lat) { return world_of_degrees({lon, lat}); }

struct TestFeatures {
    Groups groups;
    std::vector<Feature> all;

    Feature& add(Kind kind, std::vector<Part> parts, Group group = {.class_key = "road", .domain = "road"}) {
        Feature f;
        f.id = static_cast<std::int64_t>(all.size()) + 1;
        f.group = groups.intern(group.key());
        f.status = status_of("in_service");
        f.shape = pack(kind, parts).value();
        return all.emplace_back(std::move(f));
    }
    Feature& add_point(double lon, double lat, Group group = {.class_key = "lamp", .domain = "lighting"}) {
        return add(Kind::point, {{{at_degrees(lon, lat)}, true}}, std::move(group));
    }
    Feature& add_line(std::vector<std::pair<double, double>> lonlat,
                      Group group = {.class_key = "road", .domain = "road"}) {
        Part part;
        for (const auto& [lon, lat] : lonlat) part.points.push_back(at_degrees(lon, lat));
        return add(Kind::line, {part}, std::move(group));
    }
    std::shared_ptr<const Layer> layer() const { return Layer::pack(all, groups.size()); }
};

}  // namespace hatang::maps
