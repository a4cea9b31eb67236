// Tiles of the register: from memory, else from PostGIS; never twice at once for the same tile.
#pragma once

#include <map>
#include <memory>

#include "maps/tiles/tile_cache.hpp"
#include "module.hpp"

namespace hatang::maps {

class TileSource {
  public:
    explicit TileSource(Platform&);
    // The tile must lie within the pyramid.
    task<std::shared_ptr<const Tile>> get(TileId);
    // Subscribes to changes of assets. Before the bus starts.
    void follow_changes();

  private:
    struct Flight;
    task<std::shared_ptr<const Tile>> make(TileId);

    Platform& platform_;
    TileCache cache_;
    std::map<TileId, std::shared_ptr<Flight>> flights_;
};

}  // namespace hatang::maps
