// Changes and removes readings at random, and compares every reading and every roll-up with a plain list.
#include "telemetry/storage/amend.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

#include "telemetry/series/query.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

constexpr Instant start_of_amending{1'795'000'000 * kSecond};

struct AmendWorld {
    TestTelemetry database{2};
    ManualClock clock{start_of_amending};
    std::unique_ptr<Storage> storage;
    std::map<std::int64_t, Point> expected;  // of the first datastream

    std::int64_t id() const { return database.ids.front(); }
    template <class T>
    T run(task<T> work) {
        return database.loop.run_until(std::move(work));
    }

    void start() {
        if (storage) run(storage->stop());
        storage = std::make_unique<Storage>(database.loop, clock, database.pool);
        run(storage->start());
    }
    void put(const std::vector<Point>& points) {
        std::vector<Reading> readings;
        for (const Point& p : points) {
            readings.push_back({id(), {p.t_us}, p.value, p.quality});
            expected.emplace(p.t_us, p);
        }
        storage->committer.put({.readings = std::move(readings), .done = [](const Intake::Outcome&) {}});
        run(storage->flush());
    }
    bool amend_one(std::int64_t t_us, std::optional<Point> becomes, bool fails = false) {
        return run(amend_held(t_us, becomes, fails));
    }
    task<bool> amend_held(std::int64_t t_us, std::optional<Point> becomes, bool fails) {
        const Sealer::Hold hold = co_await storage->sealer.hold();
        Stream& s = *storage->streams.find(id());
        co_await storage->sealer.seal_now(s);
        const Amendment change{id(), s.rollup_from_us, t_us, becomes};
        bool found = false;
        try {
            co_await database.pool.transaction([&](db::Session& tx) -> task<void> {
                found = co_await amend(database.loop, tx, change);
                if (fails) throw Error(Code::unavailable, {}, {"test"});
            });
        } catch (const Error&) {
            REQUIRE(fails);
        }
        const std::vector<std::int64_t> ids{id()};
        co_await storage->settle(ids);
        co_return found;
    }

    void check() {
        const Stream& s = *storage->streams.find(id());
        const SeriesData all =
            run(read_series(database.loop, database.pool, s,
                            {.from = {0}, .to = start_of_amending + 10 * kDay, .points = 0, .raw = true}));
        std::vector<Point> wanted, sealed;
        for (const auto& [t_us, p] : expected) wanted.push_back(p);
        REQUIRE(all.points.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            CHECK(all.points[i].t_us == wanted[i].t_us);
            CHECK(all.points[i].value == wanted[i].value);
            CHECK(all.points[i].quality == wanted[i].quality);
        }
        CHECK(s.last.has_value() == !wanted.empty());
        if (s.last) CHECK(s.last->t_us == wanted.back().t_us);
        CHECK(s.first().has_value() == !wanted.empty());
        if (const auto first = s.first()) CHECK(first->us == wanted.front().t_us);
        for (const Point& p : wanted)
            if (!s.holds(p.t_us)) sealed.push_back(p);
        for (const sql::RollupLevel& level : sql::rollup_levels) check_level(level, sealed);
    }
    void check_level(const sql::RollupLevel& level, const std::vector<Point>& points) {
        const auto wanted = roll_up(points, level.width_us);
        const db::Rows rows =
            run(database.pool.run(level.read, id(), Instant{0}, start_of_amending + 10 * kDay));
        REQUIRE(rows.size() == static_cast<int>(wanted.size()));
        std::map<std::int64_t, int> row_of;
        for (int i = 0; i < rows.size(); ++i) row_of[rows[i].instant("bucket").us] = i;
        for (const auto& [start_us, sum] : wanted) {
            REQUIRE(row_of.contains(start_us));
            const db::Row row = rows[row_of[start_us]];
            CHECK(row.integer("n") == sum.n);
            CHECK(row.integer("n_bad") == sum.n_bad);
            CHECK(row.is_null("vmin") == (sum.n == 0));
            if (sum.n > 0) CHECK(row.number("vmin") == sum.least);
            if (sum.n > 0) CHECK(row.number("vmax") == sum.most);
            CHECK(row.number("vsum") == doctest::Approx(sum.sum));
        }
    }
};

std::vector<Point> points_from(Instant start, int count, std::int64_t step_us, std::mt19937_64& random) {
    std::vector<Point> out;
    for (int i = 0; i < count; ++i)
        out.push_back({start.us + i * step_us, static_cast<double>(random() % 1'000) / 8,
                       static_cast<Quality>(random() % 9 == 0 ? 2 : 0)});
    return out;
}

}  // namespace

TEST_CASE("amending: readings change and go, and the sums follow") {
    AmendWorld world;
    std::mt19937_64 random(3);
    world.start();
    world.put(points_from(start_of_amending, 1'700, 7 * kSecond, random));
    world.run(world.storage->sealer.seal_due(true));
    // Late ones, in chunks of their own that overlap; and some that are in memory only.
    world.put(points_from(start_of_amending + 3 * kSecond, 30, 70 * kSecond, random));
    world.run(world.storage->sealer.seal_due(true));
    world.put(points_from(start_of_amending + 5 * kHour, 40, kMinute, random));
    world.check();
    for (int round = 0; round < 60; ++round) {
        auto at = world.expected.begin();
        std::advance(at, round % 5 == 0   ? 0
                         : round % 5 == 1 ? static_cast<std::ptrdiff_t>(world.expected.size()) - 1
                                          : static_cast<std::ptrdiff_t>(random() % world.expected.size()));
        const std::int64_t t_us = at->first;
        if (random() % 2 == 0) {
            world.expected.erase(at);
            CHECK(world.amend_one(t_us, {}));
            CHECK_FALSE(world.amend_one(t_us, {}));
        } else {
            at->second.value = -static_cast<double>(round);
            at->second.quality = static_cast<Quality>(random() % 3);
            CHECK(world.amend_one(t_us, at->second));
        }
        // The heads stay usable.
        if (round % 10 == 3)
            world.put(points_from(start_of_amending + kDay + round * kMinute, 3, kSecond, random));
        if (round % 10 == 5) world.run(world.storage->sealer.seal_due(true));
        if (round % 20 == 7) world.start();
        if (round % 6 == 0) world.check();
    }
    world.check();
    // A transaction that fails changes nothing.
    CHECK(world.amend_one(world.expected.begin()->first, {}, true));
    world.check();
}

TEST_CASE("amending: a stream whose last reading goes is empty, stays empty, and takes new ones") {
    AmendWorld world;
    std::mt19937_64 random(4);
    world.start();
    world.put(points_from(start_of_amending, 2, kSecond, random));
    // Another stream keeps the batch alive.
    world.storage->committer.put({.readings = {{world.database.ids.back(), start_of_amending, 1}},
                                  .done = [](const Intake::Outcome&) {}});
    world.run(world.storage->flush());
    for (int i = 0; i < 2; ++i) {
        const std::int64_t t_us = world.expected.begin()->first;
        world.expected.erase(t_us);
        CHECK(world.amend_one(t_us, {}));
        world.check();
    }
    world.start();
    world.check();
    // The same times are free again.
    world.put(points_from(start_of_amending, 2, kSecond, random));
    world.check();
    world.run(world.storage->sealer.seal_due(true));
    world.start();
    world.check();
}

TEST_CASE("amending: an erased datastream leaves nothing, and is not replayed") {
    AmendWorld world;
    std::mt19937_64 random(5);
    world.start();
    world.put(points_from(start_of_amending, 1'200, kSecond, random));
    world.run(world.storage->sealer.seal_due(true));
    world.put(points_from(start_of_amending + kHour, 5, kSecond, random));
    world.run([&]() -> task<void> {
        const Sealer::Hold hold = co_await world.storage->sealer.hold();
        co_await world.database.pool.transaction([&](db::Session& tx) -> task<void> {
            co_await erase_readings(tx, world.id());
            co_await tx.run(db::Query{"test.erase", "delete from telemetry.datastream where id = $1"},
                            world.id());
        });
        const std::vector<std::int64_t> ids{world.id()};
        co_await world.storage->settle(ids);
    }());
    CHECK(world.storage->streams.find(world.id()) == nullptr);
    CHECK(world.storage->streams.unsealed == 0);
    world.start();
    world.run(world.storage->sealer.seal_due(true));
    CHECK(world.storage->streams.find(world.id()) == nullptr);
    for (const char* table : {"chunk", "sealed", "rollup_1m", "rollup_15m", "rollup_1h", "rollup_1d"}) {
        const std::string text = "select count(*) as n from telemetry." + std::string(table);
        const db::Query query{"test.left", text};
        CHECK(world.run(world.database.pool.run(query)).front().integer("n") == 0);
    }
}

TEST_CASE("amending: the first readings of a datastream that is made with them") {
    AmendWorld world;
    std::mt19937_64 random(6);
    world.start();
    const std::vector<Point> points = points_from(start_of_amending, 2'500, kSecond, random);
    for (const Point& p : points) world.expected.emplace(p.t_us, p);
    world.run([&]() -> task<void> {
        const Sealer::Hold hold = co_await world.storage->sealer.hold();
        co_await world.database.pool.transaction([&](db::Session& tx) -> task<void> {
            co_await world.storage->sealer.seal_first(tx, world.id(), kMinute, points);
        });
        const std::vector<std::int64_t> ids{world.id()};
        co_await world.storage->settle(ids);
    }());
    world.check();
    world.put(points_from(start_of_amending + kHour, 5, kSecond, random));
    world.check();
    world.run(world.storage->sealer.seal_due(true));
    world.start();
    world.check();
}
