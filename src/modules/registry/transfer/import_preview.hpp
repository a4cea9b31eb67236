// What an import would look like on the map, before anything is tried.
#pragma once

#include <map>

#include "registry/transfer/import_store.hpp"

namespace hatang::registry {

struct PreviewFeature {
    std::int64_t row = 0;
    std::string geometry, properties;  // properties: members without braces
    geo::Box box{};
};
struct Preview {
    std::vector<PreviewFeature> features;
    std::int64_t unreadable = 0;
    std::optional<geo::Box> box;
};

// Every n-th feature of the layer, as the settings make it. Reads the staged file: for the pool.
Preview read_preview(const ImportPlan&);
// A FeatureCollection; `outcomes` of a check by row, `outside`: how many lie outside of the city.
std::string preview_json(const Preview&, const std::map<std::int64_t, std::string>& outcomes,
                         std::int64_t outside);

}  // namespace hatang::registry
