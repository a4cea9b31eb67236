// Ends the process in thought at every step of committing and sealing, starts a new one on the same database,
// and compares every reading and every roll-up with a plain list.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>

#include "base/error.hpp"
#include "db/test_database.hpp"
#include "telemetry/series/query.hpp"
#include "telemetry/storage/amend.hpp"
#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

constexpr Instant start_of_test{1'795'000'000 * kSecond};

// What must be there: every acknowledged reading, first value of each time. Unacknowledged ones may be there.
struct Expected {
    std::map<std::pair<std::int64_t, std::int64_t>, double> acknowledged, tried;
};

// What a reading is of says its value, so the feature of the first one of a time is known by what is read.
std::int64_t feature_of(double value) {
    const auto tenths = static_cast<std::int64_t>(std::round(value * 10));
    return tenths % 5 == 3 ? tenths : 0;
}

struct World {
    TestTelemetry database;
    ManualClock clock{start_of_test};
    Expected expected;
    std::mt19937_64 random;
    std::vector<std::unique_ptr<Storage>> processes;  // the dead ones too: they must not disturb
    std::optional<Step> end_at;
    int steps_left = 0;
    bool by_error = false;  // the connection breaks there instead: the process lives on
    bool ended = false;

    explicit World(unsigned seed) : random(seed) {}
    ~World() {
        for (const auto& process : processes) database.loop.run_until(process->stop());
    }

    void watch(Step step) {
        if (step != end_at || --steps_left > 0) return;
        end_at.reset();
        if (by_error) throw Error(Code::unavailable, {}, {"test"});
        ended = true;
        throw ProcessEnded{};
    }

    // In the place of the last one, or beside it.
    Storage& begin_process(bool beside = false) {
        const auto index = processes.size();
        if (index > 0 && !beside) database.loop.run_until(processes.back()->sealer.stop());
        processes.push_back(
            std::make_unique<Storage>(database.loop, clock, database.pool, [this, index](Step step) {
                if (index + 1 == processes.size()) watch(step);
            }));
        ended = false;
        database.loop.run_until(processes.back()->start());
        return *processes.back();
    }

    std::vector<Reading> random_readings(int count) {
        std::vector<Reading> out;
        for (int i = 0; i < count; ++i) {
            const auto id = database.ids[random() % database.ids.size()];
            // Mostly new, some late, some again.
            const std::int64_t back = random() % 10 == 0 ? static_cast<std::int64_t>(random() % 4'000) : 0;
            const Instant t = clock.now() + (i - back) * 20 * kMillisecond;
            out.push_back({id, t, static_cast<double>(random() % 1'000) / 10,
                           static_cast<Quality>(random() % 30 == 0 ? 2 : 0)});
        }
        return out;
    }

    // Sends one batch; waits for its answer or for the end of the process.
    void send(Storage& storage, std::vector<Reading> readings, bool waits) {
        for (const Reading& r : readings) expected.tried.emplace(std::pair(r.datastream_id, r.t.us), r.value);
        bool answered = false;
        Intake intake{
            .readings = readings, .waits_for_database = waits, .done = [&](const Intake::Outcome& o) {
                answered = true;
                if (o.error) return;
                CHECK(o.accepted + o.duplicates == static_cast<std::int64_t>(readings.size()));
                for (const Reading& r : readings)
                    expected.acknowledged.emplace(std::pair(r.datastream_id, r.t.us), r.value);
            }};
        // Up to the last that is of a feature of its own; nothing when there is none.
        for (std::size_t i = 0; i < readings.size(); ++i) {
            if (feature_of(readings[i].value) == 0) continue;
            intake.features.resize(i);
            intake.features.push_back(feature_of(readings[i].value));
        }
        database.loop.run_until([&]() -> task<void> {
            while (!storage.committer.database_up())
                co_await database.loop.sleep(std::chrono::milliseconds(1));
            storage.committer.put(std::move(intake));
            while (!answered && !ended) co_await database.loop.sleep(std::chrono::milliseconds(1));
            // The dead process keeps its callbacks; nothing calls them.
        }());
    }

    void seal(Storage& storage, bool all) {
        database.loop.run_until([&]() -> task<void> {
            try {
                co_await storage.sealer.seal_due(all);
            } catch (const Error&) {
            } catch (const ProcessEnded&) {
            }
        }());
    }

    void check(Storage& storage) {
        std::map<std::pair<std::int64_t, std::int64_t>, double> found;
        for (const std::int64_t id : database.ids) {
            const Stream& s = *storage.streams.find(id);
            const SeriesData all = database.loop.run_until(
                read_series(database.loop, database.pool, s,
                            {.from = {0}, .to = start_of_test + kDay, .points = 0, .raw = true}));
            for (const Point& p : all.points) CHECK(found.emplace(std::pair(id, p.t_us), p.value).second);
            check_rollups(id, all.points, s);
        }
        for (const auto& [key, value] : expected.acknowledged) {
            const auto at = found.find(key);
            REQUIRE(at != found.end());
            if (expected.tried.at(key) == value) CHECK(at->second == value);
        }
        for (const auto& [key, value] : found) CHECK(expected.tried.contains(key));
        check_features(found);
    }

    // As durable as the readings, and none of any other.
    void check_features(const std::map<std::pair<std::int64_t, std::int64_t>, double>& found) {
        std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> features;
        for (const auto& [key, value] : found)
            if (feature_of(value) != 0) features.emplace(key, feature_of(value));
        const db::Rows rows = database.loop.run_until(database.pool.run(
            db::Query{"test.features",
                      "select f.datastream_id, f.t, f.feature_id from telemetry.reading_feature f "
                      "join telemetry.stream_feature s using (datastream_id, feature_id)"}));
        CHECK(rows.size() == static_cast<int>(features.size()));
        for (const db::Row row : rows) {
            const auto at = features.find({row.integer("datastream_id"), row.instant("t").us});
            REQUIRE(at != features.end());
            CHECK(at->second == row.integer("feature_id"));
        }
    }

    // Roll-ups in the tables and what is not sealed yet, together, are the buckets of all points.
    void check_rollups(std::int64_t id, const std::vector<Point>& points, const Stream& s) {
        std::vector<Point> unsealed = s.head;
        const auto expected_buckets = roll_up(points, kMinute);
        std::map<std::int64_t, Rollup> got;
        const db::Rows rows = database.loop.run_until(database.pool.run(
            db::Query{"test.rollup", "select * from telemetry.rollup_1m where datastream_id = $1"}, id));
        for (const db::Row row : rows) {
            Rollup& r = got[row.instant("bucket").us];
            r.n = row.integer("n");
            r.n_bad = row.integer("n_bad");
            if (r.n > 0)
                r.least = row.number("vmin"), r.most = row.number("vmax"), r.sum = row.number("vsum");
        }
        for (const auto& [start_us, rollup] : roll_up(unsealed, kMinute)) got[start_us].add(rollup);
        CHECK(got.size() == expected_buckets.size());
        for (const auto& [start_us, rollup] : expected_buckets) {
            const Rollup& r = got[start_us];
            CHECK(r.n == rollup.n);
            CHECK(r.n_bad == rollup.n_bad);
            CHECK((r.n == 0 || (r.least == rollup.least && r.most == rollup.most)));
            CHECK(r.sum == doctest::Approx(rollup.sum));
        }
    }
};

}  // namespace

TEST_CASE("recovery: no acknowledged reading is lost or doubled, wherever the process ends") {
    World world(7);
    const Step steps[] = {Step::batch_ready,    Step::batch_committed, Step::seal_begun,
                          Step::chunks_written, Step::rollups_written, Step::batches_deleted,
                          Step::seal_committed};
    Storage* storage = &world.begin_process();
    for (int round = 0; round < 42; ++round) {
        world.end_at = steps[round % 7];
        world.by_error = round % 3 == 1;
        world.steps_left = 1 + static_cast<int>(world.random() % 2);
        for (int i = 0; i < 4 && !world.ended; ++i) {
            world.send(*storage, world.random_readings(250), round % 2 == 0);
            world.clock.advance(3 * kSecond);
            if (!world.ended) world.seal(*storage, i % 2 == 1);
        }
        if (world.ended) storage = &world.begin_process();
        world.end_at.reset();
        if (round % 6 == 5) world.check(*storage);
    }
    world.check(*storage);
    // A clean stop and a start give the same.
    world.database.loop.run_until(storage->stop());
    world.check(world.begin_process());
}

TEST_CASE("recovery: who was turned away for unsealed readings is told when there is room") {
    World world(9);
    Storage& storage = world.begin_process();
    int told = 0;
    storage.committer.on_room = [&told] { ++told; };
    const auto wait = [&] {
        world.database.loop.run_until(world.database.loop.sleep(3 * limits::follow_pause));
    };
    storage.streams.unsealed += limits::unsealed_readings_max;
    CHECK_FALSE(storage.committer.has_room());
    wait();
    CHECK(told == 0);
    storage.streams.unsealed -= limits::unsealed_readings_max;
    wait();
    CHECK(told == 1);
}

TEST_CASE("recovery: two servers know the same, one of them seals, and a lease that is lost is lost") {
    World world(8);
    Storage& a = world.begin_process();
    Storage& b = world.begin_process(true);
    const auto run = [&](auto&& work) { return world.database.loop.run_until(std::move(work)); };
    const std::int64_t id = world.database.ids[0];
    const auto reading = [&](int second, double value) {
        return std::vector<Reading>{{id, world.clock.now() + second * kSecond, value}};
    };
    int told = 0;
    b.committer.on_news.push_back(
        [&](std::span<const Reading> news) { told += static_cast<int>(news.size()); });
    world.send(a, reading(0, 1), false);
    world.send(b, reading(0, 2), false);  // the first one wins
    world.send(b, reading(1, 3), false);
    world.send(a, reading(2, 4), false);
    run(b.committer.catch_up());
    CHECK(told == 3);
    CHECK(b.streams.find(id)->last->value == 4);
    CHECK(b.streams.last_batch == a.streams.last_batch);

    run(a.sealer.seal_due(true));
    CHECK(a.streams.unsealed == 0);
    world.send(b, reading(3, 5), false);
    run(b.sealer.seal_due(true));  // not its turn
    run(a.committer.catch_up());
    run(b.committer.catch_up());
    CHECK(b.streams.unsealed == 1);
    world.check(a);
    world.check(b);

    // One sleeps, and its lease runs out.
    run(world.database.pool.run(
        db::Query{"test.expire", "update telemetry.writer set lease_until = '-infinity'"}));
    run(b.sealer.seal_due(true));
    CHECK(b.streams.unsealed == 0);
    CHECK(b.sealer.epoch() > a.sealer.epoch());
    const std::int64_t lost = a.sealer.epoch();
    CHECK_THROWS_AS(run(world.database.pool.transaction([&](db::Session& tx) -> task<void> {
                        const bool mine = co_await note_amended(tx, id, lost);
                        if (!mine) throw Error(Code::unavailable, {}, {"test"});
                    })),
                    Error);
    run(a.sealer.seal_due(true));
    CHECK(a.sealer.epoch() == 0);
    world.send(a, reading(4, 6), false);
    run(b.committer.catch_up());
    world.check(a);
    world.check(b);
    run(a.stop());
    run(b.stop());
}

TEST_CASE("recovery: sealed batches go, unsealed ones stay") {
    World world(9);
    Storage& storage = world.begin_process();
    storage.sealer.batches_kept = 1;
    const auto batches = [&] {
        const db::Rows rows = world.database.loop.run_until(
            world.database.pool.run(db::Query{"test.n", "select count(*) as n from telemetry.batch"}));
        return rows.front().integer("n");
    };
    world.send(storage,
               {{world.database.ids[0], world.clock.now(), 1}, {world.database.ids[1], world.clock.now(), 2}},
               false);
    std::vector<Reading> many;
    for (int i = 1; i <= 1'500; ++i)
        many.push_back({world.database.ids[0], world.clock.now() + i * kMillisecond, i * 0.5});
    world.send(storage, many, false);
    CHECK(batches() == 3);       // with the empty one that begins the log
    world.seal(storage, false);  // only the long head
    CHECK(batches() == 2);       // the first batch still holds the reading of the other stream
    world.clock.advance(16 * kMinute);
    world.seal(storage, false);
    CHECK(batches() == 1);  // the newest stays
    CHECK(storage.streams.unsealed == 0);
    world.check(storage);
}
