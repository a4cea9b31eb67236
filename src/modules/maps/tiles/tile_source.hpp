// Tiles of the register: from the cache, else from the layer in memory, else from PostGIS; never twice at
// once for the same tile.
#pragma once

#include <memory>
#include <unordered_map>

#include "maps/encode/tile.hpp"
#include "maps/store/layer_store.hpp"
#include "maps/tiles/tile_cache.hpp"
#include "security/api.hpp"

namespace hatang::maps {

class TileSource {
  public:
    TileSource(Platform&, LayerStore&, std::size_t cache_bytes_max);
    // The domains of a tile of all of them, in the order of its layers.
    void start(std::vector<std::string> domains) { domains_ = std::move(domains); }
    // The tile as the scope sees it. It must lie within its grid; `id.scope` is set here.
    task<std::shared_ptr<const Tile>> get(TileId id, const security::Scope&);

  private:
    struct Flight;
    task<std::shared_ptr<const Tile>> make(TileId, const security::Scope&);
    // Tiles of several layers, one after the other, are one tile.
    task<std::shared_ptr<const Tile>> join(TileId, const security::Scope&);
    // What lies around a tile, from PostGIS, as a layer of its own.
    task<std::shared_ptr<const Layer>> fetch(TileId, const Frame&, const security::Scope&, bool& cut);
    void on_news(const LayerNews&);

    Platform& platform_;
    LayerStore& store_;
    TileCache cache_;
    std::vector<std::string> domains_;
    std::unordered_map<TileId, std::shared_ptr<Flight>, TileIdHash> flights_;
};

}  // namespace hatang::maps
