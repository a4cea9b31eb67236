#include "telemetry/series/query.hpp"

#include <doctest/doctest.h>

#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;

TEST_CASE("buckets begin at round local times") {
    const Instant t = *parse_rfc3339("2026-11-24T08:37:21.5+07:00");
    const auto start = [&](std::int64_t width) { return to_rfc3339({bucket_start(t.us, width)}); };
    CHECK(start(kMinute) == "2026-11-24T01:37:00Z");
    CHECK(start(kHour) == "2026-11-24T01:00:00Z");
    CHECK(start(6 * kHour) == "2026-11-23T23:00:00Z");
    CHECK(start(kDay) == "2026-11-23T17:00:00Z");  // midnight in Hà Nội
    CHECK(bucket_start(-1, kMinute) == -kMinute);
    CHECK(bucket_width_us(kHour, 600) == 10 * kSecond);
    CHECK(bucket_width_us(365 * kDay, 600) == kDay);
    CHECK(bucket_width_us(3'650 * kDay, 600) == 7 * kDay);
    CHECK(bucket_width_us(0, 600) == kMillisecond);
    CHECK(rollup_from_s(1.0) == 60);
    CHECK(rollup_from_s(60.0) == 900);
    CHECK(rollup_from_s(86'400.0) == 86'400);
}

TEST_CASE("a series is the same from chunks, roll-ups and heads") {
    TestTelemetry t(1);
    const Instant begin = *parse_rfc3339("2026-11-23T00:00:00Z");
    ManualClock clock(begin + 2 * kDay);
    Storage storage(t.loop, clock, t.pool);
    t.loop.run_until(storage.start());
    const std::int64_t id = t.ids.front();
    std::vector<Point> all;
    const auto put = [&](std::int64_t first, std::int64_t count, std::int64_t step_s) {
        std::vector<Reading> readings;
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t k = first + i * step_s;
            const Quality quality = k % 50 == 0 ? Quality::bad : Quality::good;
            readings.push_back({id, begin + k * kSecond, static_cast<double>(k % 137), quality});
            all.push_back({readings.back().t.us, readings.back().value, quality});
        }
        bool done = false;
        const auto send = [&]() -> task<void> {
            storage.committer.put(
                {.readings = std::move(readings), .done = [&](const auto&) { done = true; }});
            while (!done) co_await t.loop.sleep(std::chrono::milliseconds(1));
        };
        t.loop.run_until(send());
    };
    // A day at 10 s, sealed in pieces so that there are many chunks; then late readings between them, half of
    // them sealed.
    for (std::int64_t i = 0; i < 24; ++i) {
        put(i * 9'000, 900, 10);
        t.loop.run_until(storage.sealer.seal_due(true));
    }
    put(5, 800, 20);
    t.loop.run_until(storage.sealer.seal_due(true));
    put(100'005, 700, 20);
    std::sort(all.begin(), all.end(), earlier);

    const Stream& s = *storage.streams.find(id);
    const auto read = [&](SeriesQuery q) { return t.loop.run_until(read_series(t.loop, t.pool, s, q)); };
    const Instant end{all.back().t_us};
    const SeriesData raw = read({.from = begin, .to = end, .points = 600, .raw = true});
    REQUIRE(raw.points.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) REQUIRE(raw.points[i].t_us == all[i].t_us);

    SeriesPages pages(t.loop, t.pool, s, begin, end);
    std::vector<Point> paged;
    for (auto page = t.loop.run_until(pages.next()); !page.empty(); page = t.loop.run_until(pages.next()))
        paged.insert(paged.end(), page.begin(), page.end());
    REQUIRE(paged.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) REQUIRE(paged[i].t_us == all[i].t_us);

    // 300 points: wide buckets from the roll-ups. 5,000 points: narrow ones from the chunks.
    for (const std::int64_t points : {10, 300, 5'000}) {
        const SeriesData data = read({.from = begin, .to = end, .points = points});
        REQUIRE(data.aggregated);
        CHECK(static_cast<std::int64_t>(data.buckets.size()) <= points);
        std::vector<BucketRollup> expected = roll_up(all, data.bucket_us);
        std::erase_if(expected, [](const BucketRollup& b) { return b.rollup.n == 0; });
        REQUIRE(data.buckets.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CHECK(data.buckets[i].start_us == expected[i].start_us);
            CHECK(data.buckets[i].rollup.n == expected[i].rollup.n);
            CHECK(data.buckets[i].rollup.least == expected[i].rollup.least);
            CHECK(data.buckets[i].rollup.most == expected[i].rollup.most);
            CHECK(data.buckets[i].rollup.sum == doctest::Approx(expected[i].rollup.sum));
        }
    }
    const SeriesData few = read({.from = begin + kHour, .to = begin + kHour + 100 * kSecond, .points = 600});
    CHECK_FALSE(few.aggregated);
    CHECK(few.points.size() == 16);
    CHECK(read({.from = begin + -kDay, .to = begin + -kHour, .points = 600}).points.empty());
    t.loop.run_until(storage.stop());
}
