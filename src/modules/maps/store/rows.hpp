// From rows of HATANG_MAP_FEATURE (tiles/queries.hpp) to features.
#pragma once

#include "db/query.hpp"
#include "maps/store/feature.hpp"

namespace hatang::maps {

// Nothing for a geometry that has nothing to draw.
std::optional<Feature> feature_of(const db::Row&, Groups&);

}  // namespace hatang::maps
