// What a module is to the program, and what the program gives to a module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "base/secrets.hpp"
#include "base/time.hpp"
#include "db/migrate.hpp"
#include "db/pool.hpp"
#include "events/bus.hpp"
#include "files/store.hpp"
#include "http/router.hpp"
#include "jobs/jobs.hpp"

namespace hatang {

// The foundation, as one handful. Modules take it by reference in their constructor.
struct Platform {
    Loop& loop;
    Clock& clock;
    Metrics& metrics;
    db::Pool& db;
    events::Bus& events;
    jobs::Jobs& jobs;
    files::Store& files;
    Secrets& secrets;
    std::string data_folder;  // absolute; for what must stand outside of the database
};

// Each module derives from this in its api.hpp; app/ wires them in one visible order.
class Module {
  public:
    virtual ~Module() = default;
    virtual db::ModuleSchema schema() const = 0;
    virtual void add_routes(http::Router&) {}
    // After the migrations: loads what it keeps in memory, writes its reference data, starts its timers.
    // `serving` is false for commands that only need the module's functions (import): then no timers start.
    virtual task<void> start(bool serving) = 0;
    virtual task<void> stop() { co_return; }
};

}  // namespace hatang
