// Vector tiles and the configured base maps.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "catalogue/api.hpp"
#include "module.hpp"

namespace hatang::http {
class Client;
}

namespace hatang::maps {

// What has changed on the map, told when tiles of this node show it.
struct TilesChanged {
    struct Area {
        security::AssetKey key;           // who may see the asset may hear of it
        double west, south, east, north;  // degrees
    };
    std::string domain;
    std::vector<Area> areas;  // of each asset where it was and where it is; valid during the call
};

class Maps final : public Module {
  public:
    Maps(Platform&, security::Security&, catalogue::Catalogue&);
    ~Maps() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;
    task<void> stop() override;

    // Through what tiles of other servers are fetched.
    void use(http::Client& outgoing);
    void on_tiles_changed(std::function<void(const TilesChanged&)>);
    // Whether changes of a domain are told with their areas now. Else its tiles are made from the database,
    // and show a change as soon as "asset.changed" has come.
    bool tells_areas(std::string_view domain) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hatang::maps
