// The whole program, wired in one visible order: foundation first, then the modules from the lowest layer up.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "alarms/api.hpp"
#include "app/cluster_keeper.hpp"
#include "app/options.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "base/time.hpp"
#include "catalogue/api.hpp"
#include "db/cluster.hpp"
#include "events/bus.hpp"
#include "files/store.hpp"
#include "jobs/jobs.hpp"
#include "maintenance/api.hpp"
#include "maps/api.hpp"
#include "module.hpp"
#include "operations/api.hpp"
#include "registry/api.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::app {

class Program {
  public:
    // Starts or joins the private cluster when the options name no database; `say` hears each step.
    explicit Program(const Common&, const std::function<void(std::string_view)>& say = {});

    std::vector<Module*> modules();  // lowest layer first
    // Connects, migrates and starts the modules. `serving`: with their timers.
    task<db::MigrationReport> open(bool serving);
    task<void> close();

    // Runs a command's work between open() and close(). Prints the error and gives 1 when it fails.
    int run(std::function<task<int>(Program&)> work);

    SystemClock clock;
    Metrics metrics;
    Loop loop{3};  // argon2, image decoding and file writes; the event loop itself has its own thread
    std::optional<db::Cluster> cluster;
    db::Pool pool;
    events::Bus events;
    jobs::Jobs jobs;
    files::Store files;
    Secrets secrets;
    Platform platform;

    security::Security security;
    catalogue::Catalogue catalogue;
    registry::Registry registry;
    maps::Maps maps;
    telemetry::Telemetry telemetry;
    alarms::Alarms alarms;
    maintenance::Maintenance maintenance;
    operations::Operations operations;

  private:
    std::vector<Module*> started_;
    std::optional<ClusterKeeper> keeper_;  // while it serves
};

// The error as the operator reads it: what happened, in Vietnamese and English, with its code.
int report_failure(const std::exception&);

// A step of the way, on the standard error.
void say(std::string_view step);

// A command from its first step to its exit code; the steps are told on the standard error.
int run_command(const Common&, std::function<task<int>(Program&)> work);

}  // namespace hatang::app
