#include "operations/api.hpp"
#include "operations/live/hub.hpp"

namespace hatang::operations {

struct Operations::State {
    Hub hub;
};

Operations::Operations(Platform& platform, security::Security& security, telemetry::Telemetry& telemetry,
                       alarms::Alarms& alarms, maps::Maps& maps)
    : state_(new State{Hub(platform, security, telemetry, alarms, maps)}) {}
Operations::~Operations() = default;

// Keeps nothing of its own: what it shows belongs to the modules below it.
db::ModuleSchema Operations::schema() const { return {"operations", {}}; }

void Operations::add_routes(http::Router& router) { state_->hub.add_routes(router); }
task<void> Operations::start(bool serving) {
    if (serving) co_await state_->hub.start();
}
task<void> Operations::stop() { co_await state_->hub.stop(); }

}  // namespace hatang::operations
