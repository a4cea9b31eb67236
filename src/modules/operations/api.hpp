// The operations centre: the live channel and its figures.
#pragma once

#include <memory>

#include "alarms/api.hpp"
#include "maps/api.hpp"
#include "module.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::operations {

class Operations final : public Module {
  public:
    Operations(Platform&, security::Security&, telemetry::Telemetry&, alarms::Alarms&, maps::Maps&);
    ~Operations() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;
    task<void> stop() override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hatang::operations
