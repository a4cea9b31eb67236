// From a GeoJSON feature of a foreign file to an asset. Pure.
#pragma once

#include "json/value.hpp"
#include "registry/api.hpp"

namespace hatang::registry {

struct MappingRules {
    const catalogue::AssetClass* asset_class = nullptr;
    std::string id_property;      // "osm_id", "code", …
    std::string identifier_kind;  // empty: osm_way or osm_node by the geometry
    std::string file_name;        // becomes the source where the file says nothing better
    bool generated = false;
};
MappingRules rules_for(const catalogue::AssetClass&, const Registry::ImportOptions&);

struct MappedFeature {
    AssetInput input;  // with one identifier; geometry_json stays empty
    std::optional<json::Value> geometry;
};
// Throws what is wrong, at a pointer into the feature: missing_field at /properties/osm_id, …
MappedFeature map_feature(json::Value feature, const MappingRules&);

// Equal exactly when an import would write the same.
std::string content_sha256(const AssetInput&);

}  // namespace hatang::registry
