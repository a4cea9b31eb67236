// The figures of the operations centre.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "db/pool.hpp"
#include "http/router.hpp"
#include "json/describe.hpp"
#include "module.hpp"
#include "security/api.hpp"

namespace hatang::operations {

struct AlarmCounts {
    std::int64_t critical = 0, major = 0, warning = 0, notice = 0;
};
struct Kpi {
    Instant at;
    std::int64_t assets = 0, sensors = 0, sensors_fresh = 0;
    std::int64_t alarms_open = 0, alarms_unacknowledged = 0;
    AlarmCounts alarms_by_priority;
    std::int64_t work_open = 0, work_overdue = 0;
    std::optional<double> readings_per_s;  // nothing for who sees a part of the city only
};

// Counts what somebody may see; at most once a second for all who see the same.
class KpiCounter {
  public:
    struct Live {
        std::int64_t sensors_fresh = 0;
        double readings_per_s = 0;
    };
    KpiCounter(Platform& platform, std::function<Live(const security::Scope&)> live)
        : platform_(platform), live_(std::move(live)) {}
    task<Kpi> get(http::Principal);
    // People with equal keys get equal figures.
    static std::string key(const http::Principal&);
    void add_routes(http::Router&);

  private:
    Platform& platform_;
    struct Counted {
        Kpi kpi;
        Instant totals_at;
    };
    std::function<Live(const security::Scope&)> live_;
    std::map<std::string, Counted> last_;  // by key
};

}  // namespace hatang::operations

namespace hatang::json {

template <>
struct Describe<operations::AlarmCounts> {
    using A = operations::AlarmCounts;
    static constexpr std::string_view name = "AlarmCounts";
    static constexpr auto fields = std::tuple{field("critical", &A::critical, "Open critical alarms"),
                                              field("major", &A::major, "Open major alarms"),
                                              field("warning", &A::warning, "Open warnings"),
                                              field("notice", &A::notice, "Open notices")};
};

template <>
struct Describe<operations::Kpi> {
    using K = operations::Kpi;
    static constexpr std::string_view name = "Kpi";
    static constexpr auto fields =
        std::tuple{field("at", &K::at, "When it was counted"),
                   field("assets", &K::assets, "Assets that are not retired"),
                   field("sensors", &K::sensors, "Sensors"),
                   field("sensors_fresh", &K::sensors_fresh, "Sensors with a value that is not stale"),
                   field("alarms_open", &K::alarms_open, "Alarms that are not closed"),
                   field("alarms_unacknowledged", &K::alarms_unacknowledged, "Of those, not acknowledged"),
                   field("alarms_by_priority", &K::alarms_by_priority, "Of those, by priority"),
                   field("work_open", &K::work_open, "Work orders neither accepted nor cancelled"),
                   field("work_overdue", &K::work_overdue, "Of those, past due and not completed"),
                   field("readings_per_s", &K::readings_per_s, "Readings committed a second")};
};

}  // namespace hatang::json
