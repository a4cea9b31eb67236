#include "operations/kpi/kpi.hpp"

#include <cmath>

#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

// "select count(*) as n from <from> where <where> and <scope of alias a>", one after the other.
struct Count {
    std::string_view name, head, permission;
};
constexpr Count asset_count{"operations.count_assets",
                            "select count(*) as n from registry_api.asset a where a.status <> 'retired' and ",
                            "asset.read"};
constexpr Count sensor_count{
    "operations.count_sensors",
    "select count(*) as n from telemetry_api.sensor s left join registry_api.asset a on "
    "a.id = s.asset_id where ",
    "telemetry.read"};
constexpr Count alarm_count{
    "operations.count_alarms",
    "select count(*) as n, count(*) filter (where not l.acknowledged) as unacknowledged, "
    "count(*) filter (where l.priority = 'critical') as critical, count(*) filter (where l.priority = "
    "'major') "
    "as major, count(*) filter (where l.priority = 'warning') as warning, count(*) filter (where l.priority "
    "= "
    "'notice') as notice from alarms_api.alarm l left join registry_api.asset a on a.id = l.asset_id "
    "where l.state <> 'closed' and ",
    "alarm.read"};
constexpr Count work_count{
    "operations.count_work",
    "select count(*) as n, count(*) filter (where w.due_at < now() and w.state <> 'completed') as overdue "
    "from maintenance_api.work_order w left join registry_api.asset a on a.id = w.asset_id "
    "where w.state not in ('accepted', 'cancelled') and ",
    "work.read"};

task<db::Rows> run(Platform& platform, Count count, http::Principal who) {
    db::Where where;
    security::scope(who, count.permission).add_to(where, "a");
    const std::string text = std::string(count.head) + where.text();
    const db::Query query{count.name, text};
    co_return co_await platform.db.run_params(query, where.params());
}

}  // namespace

std::string KpiCounter::key(const http::Principal& who) {
    std::string out;
    for (const Count& count : {asset_count, sensor_count, alarm_count, work_count})
        out += security::scope(who, count.permission).key() + "\n";
    return out;
}

task<Kpi> KpiCounter::get(http::Principal who) {
    const Instant now = platform_.clock.now();
    const std::string mine = key(who);
    Counted counted;
    bool fresh_totals = false;
    if (const auto found = last_.find(mine); found != last_.end()) {
        if (now - found->second.kpi.at < kpi_age_us) co_return found->second.kpi;
        counted = found->second;
        fresh_totals = now - counted.totals_at < kpi_totals_age_us;
    }
    Kpi& kpi = counted.kpi;
    kpi.at = now;
    if (!fresh_totals) {
        const db::Rows asset_rows = co_await run(platform_, asset_count, who);
        kpi.assets = asset_rows.front().integer("n");
        const db::Rows sensor_rows = co_await run(platform_, sensor_count, who);
        kpi.sensors = sensor_rows.front().integer("n");
        counted.totals_at = now;
    }
    const db::Rows alarm_rows = co_await run(platform_, alarm_count, who);
    const db::Row a = alarm_rows.front();
    kpi.alarms_open = a.integer("n");
    kpi.alarms_unacknowledged = a.integer("unacknowledged");
    kpi.alarms_by_priority = {a.integer("critical"), a.integer("major"), a.integer("warning"),
                              a.integer("notice")};
    const db::Rows work_rows = co_await run(platform_, work_count, who);
    kpi.work_open = work_rows.front().integer("n");
    kpi.work_overdue = work_rows.front().integer("overdue");
    const security::Scope& seen = security::scope(who, "telemetry.read");
    const Live live = live_(seen);
    kpi.sensors_fresh = live.sensors_fresh;
    kpi.readings_per_s.reset();
    if (seen.everywhere()) kpi.readings_per_s = std::round(live.readings_per_s * 10) / 10;
    if (last_.size() >= kpi_scopes_max) last_.clear();
    last_[mine] = counted;
    co_return kpi;
}

void KpiCounter::add_routes(http::Router& router) {
    router.get<http::Nothing, Kpi>(
        "/api/v1/kpi", {"operations.kpi", http::may_within("live.read"), "Figures of the operations centre"},
        [this](http::Call& call, const http::Nothing&) { return get(call.who); });
}

}  // namespace hatang::operations
