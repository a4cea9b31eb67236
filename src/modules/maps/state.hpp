// What the parts of the map services share.
#pragma once

#include <vector>

#include "maps/api.hpp"
#include "maps/basemaps/basemaps.hpp"
#include "maps/tiles/tile_source.hpp"

namespace hatang::maps {

struct Domain {
    std::string key, name_vi, name_en;
};

struct State {
    State(Platform& p, security::Security& s) : platform(p), security(s), tiles(p) {}
    Platform& platform;
    security::Security& security;
    TileSource tiles;
    std::vector<Domain> domains;
    BasemapList basemaps;
    AttributionList attributions;
};

struct Maps::State : maps::State {
    using maps::State::State;
};

void add_tile_routes(http::Router&, State&);
void add_basemap_routes(http::Router&, State&);

}  // namespace hatang::maps
