// Writes the demo city into the register: accounts, organisations, works, generated networks, sensors and
// rules.
#pragma once

#include <functional>
#include <string_view>

#include "alarms/api.hpp"
#include "db/migrate.hpp"
#include "registry/api.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::demo {

struct LoadTarget {
    Platform& platform;
    security::Security& security;
    registry::Registry& registry;
    telemetry::Telemetry& telemetry;
    alarms::Alarms& alarms;
};

struct LoadReport {
    bool already = false;  // this version was there; nothing was done
    int accounts = 0, works = 0, generated = 0, datastreams = 0, rules = 0;
};

inline constexpr std::string_view demo_password = "Hatang-demo-2026";
struct DemoAccount {
    std::string_view name, full_name, role;
};
std::span<const DemoAccount> demo_accounts();

db::ModuleSchema schema();
// Restarts where an earlier load was cut off: works are found again by their identifier.
task<LoadReport> load_city(LoadTarget, std::function<void(double percent, std::string_view words)> progress);

}  // namespace hatang::demo
