// What the parts of the map services share.
#pragma once

#include <vector>

#include "maps/api.hpp"
#include "maps/basemaps/basemaps.hpp"
#include "maps/basemaps/raster_source.hpp"
#include "maps/limits.hpp"
#include "maps/styles/style.hpp"
#include "maps/tiles/tile_source.hpp"

namespace hatang::maps {

struct Domain {
    std::string key, name_vi, name_en;
};

// A bound in bytes that the environment may set otherwise. Throws invalid_value for what is no number of MiB.
std::size_t megabytes(const char* variable, std::size_t usual);

struct State {
    State(Platform& p, security::Security& s, catalogue::Catalogue& c)
        : platform(p),
          security(s),
          catalogue(c),
          store(p, megabytes("HATANG_MAP_STORE_MB", limits::store_bytes_max)),
          tiles(p, store, megabytes("HATANG_TILE_CACHE_MB", limits::cache_bytes_max)),
          rasters(p, megabytes("HATANG_BASEMAP_CACHE_MB", limits::basemap_cache_bytes_max)) {}
    Platform& platform;
    security::Security& security;
    catalogue::Catalogue& catalogue;
    LayerStore store;
    TileSource tiles;
    RasterSource rasters;
    std::vector<Domain> domains;
    AttributionList attributions;
    HueList hues;
};

struct Maps::State : maps::State {
    using maps::State::State;
};

void add_tile_routes(http::Router&, State&);
void add_ogc_tile_routes(http::Router&, State&);
void add_style_routes(http::Router&, State&);
void add_basemap_routes(http::Router&, State&);

inline constexpr std::string_view mvt_type = "application/vnd.mapbox-vector-tile";
// The answer that a tile is, in the coding that the client takes.
http::Response tile_response(const http::Request&, const Tile&);
// "https://host", as the client came here; empty without a Host.
std::string origin_of(const http::Request&);

}  // namespace hatang::maps
