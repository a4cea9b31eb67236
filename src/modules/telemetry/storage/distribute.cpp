#include "telemetry/storage/distribute.hpp"

#include <string>

#include "base/log.hpp"

namespace hatang::telemetry {
namespace {

// What a reader takes of one stream comes from one snapshot, which Citus gives on its nodes since 11.2.
constexpr db::Query citus_version{
    "telemetry.citus",
    "select extversion as version, split_part(extversion, '.', 1)::int >= 12 as fits from pg_extension "
    "where extname = 'citus'"};
constexpr db::Query is_distributed{
    "telemetry.is_distributed",
    "select exists (select from pg_dist_partition where logicalrelid = $1::text::regclass) as there"};
// Two servers that start do not do it twice. Any number will do as long as it never changes.
constexpr db::Query take_distribute_lock{"telemetry.distribute_lock",
                                         "select pg_advisory_lock(7205759403792793601)"};
constexpr db::Query no_distribute_limit{"telemetry.distribute_no_limit", "set statement_timeout = 0"};

// The rows of one datastream lie on one node, those of all tables together.
constexpr const char* distributed_tables[] = {"telemetry.chunk",     "telemetry.sealed",
                                              "telemetry.rollup_1m", "telemetry.rollup_15m",
                                              "telemetry.rollup_1h", "telemetry.rollup_1d"};

std::string create_call(const std::string& table) {
    return "select create_distributed_table('" + table + "', 'datastream_id', colocate_with => '" +
           (table == distributed_tables[0] ? "none" : distributed_tables[0]) + "')";
}

}  // namespace

task<bool> distribute(db::Pool& pool) {
    const db::Rows found = co_await pool.run(citus_version);
    if (found.empty()) co_return false;
    const std::string version(found.front().text("version"));
    if (!found.front().boolean("fits")) {
        log::warn("telemetry.citus_too_old", {{"version", version}});
        co_return false;
    }
    db::Pool::Lease session = co_await pool.lease();
    session.poison();  // its settings and its lock end with it
    co_await session->run(no_distribute_limit);
    co_await session->run(take_distribute_lock);
    int made = 0;
    for (const std::string table : distributed_tables) {
        const db::Rows rows = co_await session->run(is_distributed, table);
        if (rows.front().boolean("there")) continue;
        const std::string create = create_call(table);
        co_await session->script("telemetry.distribute", create);
        // Its rows have gone to the nodes and would stay here as well.
        const std::string empty = "select truncate_local_data_after_distributing_table('" + table + "')";
        co_await session->script("telemetry.distribute_empty", empty);
        ++made;
    }
    if (made > 0) log::info("telemetry.distributed", {{"tables", made}, {"citus", version}});
    co_return true;
}

}  // namespace hatang::telemetry
