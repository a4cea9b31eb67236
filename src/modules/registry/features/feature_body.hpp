// A GeoJSON feature that was sent, in the words of the register. Pure.
#pragma once

#include <optional>
#include <string>

#include "geo/crs.hpp"
#include "json/describe.hpp"
#include "registry/assets/model.hpp"
#include "registry/features/collection.hpp"

namespace hatang::registry {

struct FeatureBody {
    std::optional<std::string> type;
    json::Patch<json::Raw> geometry, properties;
    std::optional<json::Raw> id, bbox, links;  // of a feature that was read here; not looked at
};

// A feature for a new work. Properties that the register sets itself are passed over, as their schema says
// (readOnly), but `class` must be that of the collection. Throws what is wrong, at a pointer into the
// feature.
AssetCreate create_of(const FeatureBody&, const Collection&, const geo::NamedCrs&);
// A feature in the place of one that is there: what is not said is cleared, but for the sensitivity, which
// silence never lowers. `valid_from` as it was read means: from now on.
AssetPatch replacement_of(const FeatureBody&, const Collection&, const geo::NamedCrs&,
                          const AssetView& present);
// A JSON merge patch of a feature.
AssetPatch patch_of(const FeatureBody&, const Collection&, const geo::NamedCrs&);

// An error of the register at the place in the feature: "/name" → "/properties/name".
Error in_feature(Error);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::FeatureBody> {
    using T = registry::FeatureBody;
    static constexpr std::string_view name = "Feature";
    static constexpr auto fields =
        std::tuple{field("type", &T::type, "Feature"),
                   field("geometry", &T::geometry, "In the system of Content-Crs"),
                   field("properties", &T::properties, "By the schema of the collection"),
                   field("id", &T::id, "Not looked at"),
                   field("bbox", &T::bbox, "Not looked at"),
                   field("links", &T::links, "Not looked at")};
};

}  // namespace hatang::json
