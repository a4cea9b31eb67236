// Work orders: from an alarm or by hand, to the crew, and into the history of the asset.
#pragma once

#include <memory>

#include "alarms/api.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::maintenance {

class Maintenance final : public Module {
  public:
    Maintenance(Platform&, security::Security&, registry::Registry&, alarms::Alarms&);
    ~Maintenance() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Events "work.created|assigned|started|noted|completed|accepted|cancelled" carry the work order as JSON.
// Read-only view maintenance_api.work_order(id, asset_id, alarm_id, state, priority, assignee_id, due_at).

}  // namespace hatang::maintenance
