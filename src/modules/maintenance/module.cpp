#include <span>

#include "maintenance/api.hpp"
#include "maintenance/work/orders.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_maintenance();
}

namespace hatang::maintenance {

struct Maintenance::State {
    Orders orders;
};

Maintenance::Maintenance(Platform& platform, security::Security& security, registry::Registry& registry,
                         alarms::Alarms& alarms)
    : state_(new State{Orders(platform, security, registry, alarms)}) {
    platform.metrics.describe("hatang_work_acts_total",
                              "Work orders created, assigned, started, completed, accepted, cancelled");
}
Maintenance::~Maintenance() = default;

db::ModuleSchema Maintenance::schema() const { return {"maintenance", embedded_maintenance()}; }

void Maintenance::add_routes(http::Router& router) {
    state_->orders.add_routes(router);
    state_->orders.add_photo_routes(router);
}

task<void> Maintenance::start(bool) { co_return; }

}  // namespace hatang::maintenance
