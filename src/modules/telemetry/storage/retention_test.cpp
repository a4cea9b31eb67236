// Readings that are kept no longer go; their roll-ups stay, and what came too late is not counted again.
#include <doctest/doctest.h>

#include <random>

#include "telemetry/ingest/check.hpp"
#include "telemetry/series/query.hpp"
#include "telemetry/storage/amend.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

// Midnight of Việt Nam.
const Instant first_day = *parse_rfc3339("2026-11-01T00:00:00+07:00");

struct KeepingWorld {
    TestTelemetry database{1, 60};
    ManualClock clock{first_day};
    std::unique_ptr<Storage> storage;

    KeepingWorld() { start(); }
    template <class T>
    T run(task<T> work) {
        return database.loop.run_until(std::move(work));
    }
    void start() {
        if (storage) run(storage->stop());
        storage = std::make_unique<Storage>(database.loop, clock, database.pool);
        run(storage->start());
    }
    Stream& stream() { return *storage->streams.find(database.ids.front()); }
    std::int64_t accepted(std::vector<Reading> readings) {
        std::int64_t n = 0;
        storage->committer.put(
            {.readings = std::move(readings), .done = [&n](const Intake::Outcome& o) { n = o.accepted; }});
        run(storage->flush());
        return n;
    }
    // A day with a reading every ten minutes, in chunks.
    void day(int index) {
        std::vector<Reading> readings;
        for (int i = 0; i < 144; ++i)
            readings.push_back(
                {database.ids.front(), first_day + index * kDay + i * 10 * kMinute, 1.0 * index});
        CHECK(accepted(readings) == 144);
        run(storage->sealer.seal_due(true));
    }
    void keep(std::optional<std::int64_t> readings_days, std::optional<std::int64_t> rollup_days) {
        run(database.pool.run(db::Query{"test.clear", "delete from telemetry.retention"}));
        if (readings_days)
            run(database.pool.run(
                db::Query{"test.keep",
                          "insert into telemetry.retention (property, readings_days, "
                          "rollup_days, changed_by) values ('water_level', $1::int, $2::int, 'test')"},
                *readings_days, rollup_days));
        run(storage->load_streams());
    }
    std::int64_t count(const char* sql) {
        const db::Rows rows = run(database.pool.run(db::Query{"test.count", sql}));
        return rows.front().integer("n");
    }
    std::int64_t summed() {
        return count("select coalesce(sum(n), 0)::bigint as n from telemetry.rollup_1d");
    }
    SeriesData read(Instant from, Instant to, std::int64_t points, bool raw) {
        return run(read_series(database.loop, database.pool, stream(),
                               {.from = from, .to = to, .points = points, .raw = raw}));
    }
};

}  // namespace

TEST_CASE("retention: whole chunks behind the limit go, roll-ups answer for them") {
    KeepingWorld world;
    for (int i = 0; i < 30; ++i) world.day(i);
    world.clock.advance(30 * kDay + 5 * kHour);
    const auto chunks = [&] { return world.count("select count(*) as n from telemetry.chunk"); };
    const std::int64_t all = chunks();
    REQUIRE(all > 5);

    world.run(world.storage->remove_old());  // for ever
    CHECK(chunks() == all);
    CHECK_FALSE(world.read(first_day, first_day + 30 * kDay, 600, false).removed_before);

    world.keep(9, {});
    world.run(world.storage->remove_old());
    const Instant limit = first_day + 21 * kDay;
    CHECK(chunks() < all);
    CHECK(world.count("select count(*) as n from telemetry.chunk where t1 < '2026-11-22T00:00:00+07:00'") ==
          0);
    CHECK(world.count("select count(*) as n from telemetry.chunk where t0 < '2026-11-22T00:00:00+07:00'") ==
          1);
    CHECK(world.summed() == 30 * 144);
    CHECK(world.stream().removed_before_us == limit.us);

    // Old times come from the roll-ups and say so; raw readings begin at the limit.
    const SeriesData old = world.read(first_day, first_day + kDay + -1, 600, false);
    REQUIRE(old.removed_before);
    CHECK(*old.removed_before == limit);
    CHECK(old.aggregated);
    std::int64_t n = 0;
    for (const BucketRollup& b : old.buckets) n += b.rollup.n;
    CHECK(n == 144);
    const SeriesData raw = world.read(first_day, first_day + 30 * kDay, 600, true);
    CHECK(raw.points.size() == 9 * 144);
    CHECK(raw.removed_before);
    CHECK_FALSE(world.read(limit, first_day + 30 * kDay, 600, true).removed_before);

    // What comes again is refused at the door, and behind it counted as a duplicate; so also after a restart
    // and when readings are kept longer from now on.
    Reading again{world.database.ids.front(), first_day + 3 * kDay, 3};
    world.keep({}, {});
    world.start();
    REQUIRE(check_reading(world.storage->streams, world.clock.now(), again, "").has_value());
    CHECK(world.accepted({again}) == 0);
    CHECK(world.summed() == 30 * 144);

    // A reading that is left of a removed time may change; the sums of its bucket stay as they were.
    const db::Rows left = world.run(
        world.database.pool.run(db::Query{"test.left", "select min(t0) as t from telemetry.chunk"}));
    const std::int64_t t_us = left.front().instant("t").us;
    REQUIRE(t_us < limit.us);
    {
        Sealer::Hold hold = world.run(world.storage->sealer.hold());
        const Stream& s = world.stream();
        const Amendment change{s.about.id, s.rollup_from_us, t_us, {}};
        CHECK(world.run(world.database.pool.transaction(
            [&](db::Session& tx) -> task<bool> { return amend(world.database.loop, tx, change); })));
    }
    CHECK(world.summed() == 30 * 144);
}

TEST_CASE("retention: roll-ups have a limit of their own, and a silent stream is emptied") {
    KeepingWorld world;
    for (int i = 0; i < 30; ++i) world.day(i);
    world.clock.advance(40 * kDay);
    world.keep(2, 15);
    world.run(world.storage->remove_old());
    CHECK(world.count("select count(*) as n from telemetry.chunk") == 0);
    CHECK(world.summed() == 5 * 144);
    CHECK_FALSE(world.stream().last);
    world.start();
    CHECK_FALSE(world.stream().last);
    CHECK(world.accepted({{world.database.ids.front(), world.clock.now(), 1}}) == 1);
    world.run(world.storage->sealer.seal_due(true));
    CHECK(world.summed() == 5 * 144 + 1);
    CHECK(world.count("select count(*) as n from telemetry_api.rollup where level = '1d'") == 6);
}

TEST_CASE("retention: a server that has lost the lease removes nothing") {
    KeepingWorld world;
    for (int i = 0; i < 8; ++i) world.day(i);
    world.clock.advance(30 * kDay);
    world.keep(2, {});
    Storage next(world.database.loop, world.clock, world.database.pool);
    world.run(next.start());
    world.run(world.database.pool.run(
        db::Query{"test.expire", "update telemetry.writer set lease_until = '-infinity'"}));
    world.run(next.sealer.seal_due(false));  // takes the lease
    const std::int64_t before = world.count("select count(*) as n from telemetry.chunk");
    CHECK_THROWS_AS(world.run(world.storage->remove_old()), Error);
    CHECK(world.count("select count(*) as n from telemetry.chunk") == before);
    world.run(next.stop());
}
