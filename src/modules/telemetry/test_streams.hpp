// For tests: a database with this module's schema, one sensor and a few datastreams.
#pragma once

#include <string>
#include <vector>

#include "db/migrate.hpp"
#include "db/test_database.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_telemetry();
}

namespace hatang::telemetry {

class TestTelemetry : public db::TestDatabase {
  public:
    explicit TestTelemetry(int datastreams = 5, double interval_s = 1) {
        loop.run_until(make(datastreams, interval_s));
    }
    std::vector<std::int64_t> ids;

  private:
    task<void> make(int datastreams, double interval_s) {
        // What telemetry reads of the register; no asset is in it.
        const db::Query schema{"test.schema", "create schema if not exists registry_api"};
        co_await pool.run(schema);
        const db::Query assets{"test.assets",
                               "create table registry_api.asset (id bigint, owner_id bigint, operator_id "
                               "bigint, ward_code text, "
                               "domain text, class_key text, sensitivity text, lon float8, lat float8, "
                               "name text)"};
        co_await pool.run(assets);
        std::vector<db::ModuleSchema> schemas{{"telemetry", embedded_telemetry()}};
        (void)co_await db::migrate(pool, std::move(schemas));
        const db::Query sensor{
            "test.sensor",
            "insert into telemetry.sensor (serial, name) values ('s1', 'Cảm biến') returning id"};
        const db::Rows made = co_await pool.run(sensor);
        const std::int64_t sensor_id = made.front().integer("id");
        const db::Query stream{"test.stream",
                               "insert into telemetry.datastream (sensor_id, name, property, unit, "
                               "interval_s, decimals, rollup_from_s) "
                               "select $1, 'Mực nước', 'water_level', 'm', $2, 2, 60 from generate_series(1, "
                               "$3::bigint) returning id"};
        const db::Rows rows = co_await pool.run(stream, sensor_id, interval_s, std::int64_t{datastreams});
        for (const db::Row row : rows) ids.push_back(row.integer("id"));
    }
};

}  // namespace hatang::telemetry
