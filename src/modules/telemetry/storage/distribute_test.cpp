// What is asked of Citus, and when. A stand-in takes the place of its functions: what they do is shown by
// tests/citus.test.mjs, where the extension is there.
#include "telemetry/storage/distribute.hpp"

#include <doctest/doctest.h>

#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

struct DistributeWorld {
    TestTelemetry database{1};

    void script(const std::string& sql) {
        const auto body = [&]() -> task<void> {
            db::Pool::Lease lease = co_await database.pool.lease();
            co_await lease->script("test.script", sql);
        };
        database.loop.run_until(body());
    }
    void stand_in(const std::string& version) {
        script(
            "create table pg_dist_partition (no bigint generated always as identity, logicalrelid regclass, "
            "partkey text, colocate_with text, emptied boolean not null default false)");
        script(
            "create function create_distributed_table(regclass, text, colocate_with text) returns void "
            "language "
            "sql as "
            "$$insert into pg_dist_partition (logicalrelid, partkey, colocate_with) values ($1, $2, $3)$$");
        script(
            "create function truncate_local_data_after_distributing_table(regclass) returns void language "
            "sql as "
            "$$update pg_dist_partition set emptied = true where logicalrelid = $1$$");
        script(
            "insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) "
            "select "
            "99999, 'citus', 10, 11, false, '" +
            version + "'");
    }
    bool distribute() { return database.loop.run_until(telemetry::distribute(database.pool)); }
    std::vector<std::string> distributed() {
        const db::Rows rows = database.loop.run_until(database.pool.run(
            db::Query{"test.distributed",
                      "select concat_ws(' ', logicalrelid, partkey, colocate_with, emptied) as line "
                      "from pg_dist_partition order by no"}));
        std::vector<std::string> out;
        for (const db::Row row : rows) out.emplace_back(row.text("line"));
        return out;
    }
};

}  // namespace

TEST_CASE("without Citus nothing is distributed") {
    DistributeWorld w;
    CHECK_FALSE(w.distribute());
}

TEST_CASE("with Citus each table by datastream is distributed once, all of them together") {
    DistributeWorld w;
    w.stand_in("13.2-1");
    w.script(
        "select create_distributed_table('telemetry.rollup_1h', 'datastream_id', colocate_with => 'before')");
    CHECK(w.distribute());
    const std::vector<std::string> expected{
        "telemetry.rollup_1h datastream_id before f",
        "telemetry.chunk datastream_id none t",
        "telemetry.sealed datastream_id telemetry.chunk t",
        "telemetry.rollup_1m datastream_id telemetry.chunk t",
        "telemetry.rollup_15m datastream_id telemetry.chunk t",
        "telemetry.rollup_1d datastream_id telemetry.chunk t",
    };
    CHECK(w.distributed() == expected);
    CHECK(w.distribute());
    CHECK(w.distributed() == expected);
}

TEST_CASE("a Citus that gives no snapshots on its nodes is left alone") {
    DistributeWorld w;
    w.stand_in("11.1-1");
    CHECK_FALSE(w.distribute());
    CHECK(w.distributed().empty());
}

TEST_CASE("a server that waits for the other nodes knows what another one has sealed") {
    DistributeWorld w;
    ManualClock clock{{1'767'225'600 * kSecond}};
    Storage first(w.database.loop, clock, w.database.pool), second(w.database.loop, clock, w.database.pool);
    const auto run = [&](task<void> work) { w.database.loop.run_until(std::move(work)); };
    for (Storage* s : {&first, &second}) {
        s->streams.distributed = true;
        run(s->start());
    }
    const std::int64_t id = w.database.ids.front();
    std::vector<Reading> readings;
    for (int i = 0; i < 10; ++i) readings.push_back({id, clock.now() + i, 1.0 * i});
    first.committer.put({.readings = readings, .done = [](const Intake::Outcome&) {}});
    run(first.flush());
    run(first.sealer.seal_due(true));
    run(second.committer.catch_up());
    CHECK(second.streams.find(id)->head.empty());
    CHECK(second.streams.find(id)->sealed_last->t_us == readings.back().t.us);
    // The same again, to the other one: it looks into the chunk.
    std::int64_t duplicates = 0;
    second.committer.put(
        {.readings = readings, .done = [&](const Intake::Outcome& o) { duplicates = o.duplicates; }});
    run(second.flush());
    CHECK(duplicates == 10);
    run(first.stop());
    run(second.stop());
}
