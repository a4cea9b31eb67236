#include "telemetry/storage/streams.hpp"

#include <doctest/doctest.h>

using namespace hatang::telemetry;

TEST_CASE("what a step needs of a stream stands in the lines of memory that it fetches") {
    constexpr std::ptrdiff_t line = 64;
    const Stream s;
    const auto end = [&s](const auto& field) {
        return reinterpret_cast<const char*>(&field + 1) - reinterpret_cast<const char*>(&s);
    };
    // fetch_to_compare
    CHECK(end(s.last) <= line);
    CHECK(end(s.arriving_us) <= line);
    CHECK(end(s.removed_before_us) <= line);
    // fetch_to_commit
    CHECK(end(s.head_last_batch) <= 2 * line);
    CHECK(end(s.head_since) <= 2 * line);
    CHECK(end(s.head) <= 2 * line);
    CHECK(end(s.head_first_batch) <= 2 * line);
    // fetch_to_judge
    CHECK(end(s.seen_us) <= 3 * line);
    CHECK(end(s.readings_days) <= 3 * line);
    CHECK(end(s.result) <= 3 * line);
    CHECK(end(s.about.sensor_id) <= 3 * line);
    CHECK(end(s.about.interval_s) <= 3 * line);
    CHECK(end(s.about.least) <= 3 * line);
    CHECK(end(s.about.most) <= 3 * line);
}
