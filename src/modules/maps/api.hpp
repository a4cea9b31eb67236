// Vector tiles and the configured base maps.
#pragma once

#include <memory>

#include "catalogue/api.hpp"
#include "module.hpp"

namespace hatang::maps {

class Maps final : public Module {
  public:
    Maps(Platform&, security::Security&, catalogue::Catalogue&);
    ~Maps() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hatang::maps
