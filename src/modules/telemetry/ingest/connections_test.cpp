#include "telemetry/ingest/connections.hpp"

#include <doctest/doctest.h>

#include "telemetry/ingest/arrivals.hpp"
#include "telemetry/limits.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

constexpr Instant arrival{1'795'000'000 * kSecond};

ClockWatch::Verdict after(std::int64_t delay_us, int messages = 5) {
    ClockWatch clock;
    // Every third message waited somewhere.
    for (int i = 0; i < messages; ++i) clock.note(delay_us + (i % 3 == 1 ? 900 * kSecond : i * kMillisecond));
    return clock.verdict();
}

}  // namespace

TEST_CASE("the clock of a device") {
    using V = ClockWatch::Verdict;
    CHECK(after(200 * kMillisecond, 4) == V::unknown);
    CHECK(after(200 * kMillisecond) == V::good);
    CHECK(after(-kSecond) == V::good);
    CHECK(after(-30 * kSecond) == V::ahead);
    CHECK(after(20 * kMinute) == V::behind);
    CHECK(after(-7 * kHour + kSecond) == V::local_as_utc);
    CHECK(after(7 * kHour + kSecond) == V::utc_as_local);
    CHECK(after(30 * kDay) == V::good);  // history that is filled in
    // A clock that was set right is believed after its sixteen last messages.
    ClockWatch clock;
    for (int i = 0; i < 20; ++i) clock.note(-30 * kSecond);
    for (int i = 0; i < 16; ++i) clock.note(kSecond);
    CHECK(clock.verdict() == V::good);
}

TEST_CASE("connections are bounded") {
    Connections all;
    Connection& first = all.at(Path::http, "a", arrival);
    CHECK(&all.at(Path::http, "a", arrival) == &first);
    CHECK(&all.at(Path::mqtt, "a", arrival) != &first);
    for (std::size_t i = all.size(); i < limits::connections_max; ++i)
        all.at(Path::mqtt, std::to_string(i), arrival);
    Connection& rest = all.at(Path::mqtt, "one too many", arrival);
    CHECK(rest.name.empty());
    CHECK(&all.at(Path::mqtt, "two too many", arrival) == &rest);
    CHECK(&all.at(Path::http, "a", arrival) == &first);
}

TEST_CASE("gaps and lag are those of the declared interval") {
    Streams streams;
    Stream& s = streams.at(1);
    s.about.interval_s = 10;
    UnitWatch units;
    Connection c;
    const auto message = [&](std::vector<std::int64_t> seconds) {
        Arrivals arrivals(units);
        for (const std::int64_t at : seconds) arrivals.note(s, {1, arrival + at * kSecond, 1}, arrival);
        arrivals.tell(c, arrival);
    };
    message({-100, -90, -80});
    CHECK(c.gaps == 0);
    message({-66});  // a little late is no gap
    CHECK(c.gaps == 0);
    message({-30, -10});  // 36 s: three are missing less one; 20 s: one
    CHECK(c.gaps == 2);
    CHECK(c.missing == 4);
    message({-50, -40});  // they were late: no new gap
    CHECK(c.gaps == 2);
    CHECK(c.clock.least_delay_us() == 10 * kSecond);
}

TEST_CASE("values that would fit in another unit") {
    CHECK(guess_unit(3'420, 0, 20, false) == UnitGuess{0.001, 0});  // mm for m
    CHECK(guess_unit(0.0042, 1, 10, false) == UnitGuess{1000, 0});  // kPa for Pa, m for mm
    CHECK(guess_unit(86, -10, 60, true) == UnitGuess{5.0 / 9, -160.0 / 9});
    CHECK(guess_unit(86, -10, 60, false) == UnitGuess{0.001, 0});
    CHECK_FALSE(guess_unit(-5, 0, 20, false));
    CHECK_FALSE(guess_unit(0, 1, 20, false));
    CHECK_FALSE(guess_unit(1e300, 0, 20, false));

    Streams streams;
    Stream& s = streams.at(7);
    s.about.least = 0;
    s.about.most = 20;
    UnitWatch units;
    Connection c;
    const auto value = [&](double v) {
        Arrivals arrivals(units);
        arrivals.note(s, {7, arrival, v}, arrival);
        arrivals.tell(c, arrival);
    };
    value(3'400);
    value(3'500);
    CHECK(units.flagged().empty());
    value(3'600);
    REQUIRE(units.flagged().size() == 1);
    CHECK(units.flagged()[0].first == 7);
    CHECK(units.flagged()[0].second.guess == UnitGuess{0.001, 0});
    CHECK(c.uncertain == 3);
    value(-1);  // simply wrong
    CHECK(units.flagged().empty());
    for (int i = 0; i < 3; ++i) value(3'400);
    value(3.4);
    CHECK(units.flagged().empty());
}
