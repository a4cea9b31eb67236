// Makes a tile of a layer: finds what lies in it, leaves out what its reader may not see, thins points where
// the map has no room, cuts, and writes. Pure; runs on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "maps/encode/frame.hpp"
#include "maps/store/layer.hpp"
#include "security/api.hpp"

namespace hatang::maps {

struct TileBody {
    std::string bytes;                     // empty: nothing there
    std::int64_t omitted = 0;              // features left out for want of room; never silently
    std::vector<std::int64_t> restricted;  // assets in it whose reading is put on record
};

struct TileLimits {
    std::size_t features_max, bytes_max;
};

// `class_key` empty: all classes of the layer. `name`: of the layer in the tile.
TileBody make_tile(const Layer&, const Frame&, std::string_view name, std::string_view class_key,
                   const security::Scope&, TileLimits);

}  // namespace hatang::maps
