// Tiles of the register: from memory, else from PostGIS; never twice at once for the same tile.
#pragma once

#include <map>
#include <memory>

#include "maps/tiles/tile_cache.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::maps {

class TileSource {
  public:
    explicit TileSource(Platform&);
    // The tile as the scope sees it. It must lie within the pyramid; `id.scope` is set here.
    task<std::shared_ptr<const Tile>> get(TileId id, const security::Scope&);
    // Subscribes to changes of assets. Before the bus starts.
    void follow_changes();

  private:
    struct Flight;
    task<std::shared_ptr<const Tile>> make(TileId, const security::Scope&);

    Platform& platform_;
    TileCache cache_;
    std::map<TileId, std::shared_ptr<Flight>> flights_;
};

}  // namespace hatang::maps
