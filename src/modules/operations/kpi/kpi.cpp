#include "operations/kpi/kpi.hpp"

#include <cmath>

#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

constexpr db::Query totals{
    "operations.totals",
    "select (select count(*) from registry_api.asset where status <> 'retired') as assets, "
    "(select count(*) from telemetry_api.sensor) as sensors"};
constexpr db::Query counts{
    "operations.counts",
    "select a.*, w.* from (select count(*) as alarms_open, count(*) filter (where not acknowledged) as "
    "unacknowledged, "
    "count(*) filter (where priority = 'critical') as critical, count(*) filter (where priority = 'major') "
    "as major, "
    "count(*) filter (where priority = 'warning') as warning, count(*) filter (where priority = 'notice') as "
    "notice "
    "from alarms_api.alarm where state <> 'closed') a, "
    "(select count(*) as work_open, count(*) filter (where due_at < $1 and state <> 'completed') as overdue "
    "from maintenance_api.work_order where state not in ('accepted', 'cancelled')) w"};

}  // namespace

task<Kpi> KpiCounter::get() {
    const Instant now = platform_.clock.now();
    if (last_ && now - last_->at < kpi_age_us) co_return *last_;
    Kpi kpi = last_.value_or(Kpi{});
    kpi.at = now;
    if (!last_ || now - totals_at_ >= kpi_totals_age_us) {
        const db::Rows rows = co_await platform_.db.run(totals);
        kpi.assets = rows.front().integer("assets");
        kpi.sensors = rows.front().integer("sensors");
        totals_at_ = now;
    }
    const db::Rows rows = co_await platform_.db.run(counts, now);
    const db::Row row = rows.front();
    kpi.alarms_open = row.integer("alarms_open");
    kpi.alarms_unacknowledged = row.integer("unacknowledged");
    kpi.alarms_by_priority = {row.integer("critical"), row.integer("major"), row.integer("warning"),
                              row.integer("notice")};
    kpi.work_open = row.integer("work_open");
    kpi.work_overdue = row.integer("overdue");
    const Live live = live_();
    kpi.sensors_fresh = live.sensors_fresh;
    kpi.readings_per_s = std::round(live.readings_per_s * 10) / 10;
    last_ = kpi;
    co_return kpi;
}

void KpiCounter::add_routes(http::Router& router) {
    router.get<http::Nothing, Kpi>(
        "/api/v1/kpi", {"operations.kpi", http::may("live.read"), "Figures of the operations centre"},
        [this](http::Call&, const http::Nothing&) -> task<Kpi> { co_return co_await get(); });
}

}  // namespace hatang::operations
