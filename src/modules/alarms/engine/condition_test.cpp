#include "alarms/engine/condition.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace hatang::alarms::engine {
namespace {

struct Point {
    double t_s, value;
};
struct Case {
    const char* what;
    Threshold threshold;
    std::vector<Point> readings;
    const char* steps;  // one letter a reading: . none, p phase, R raised, C cleared
};

Threshold threshold_above(double limit, double dead_band = 0, double on_s = 0, double off_s = 0) {
    return {true, limit, dead_band, static_cast<std::int64_t>(on_s * kSecond),
            static_cast<std::int64_t>(off_s * kSecond)};
}
Threshold below(double limit, double dead_band = 0) { return {false, limit, dead_band, 0, 0}; }

const Case cases[] = {
    {"the limit itself is normal", threshold_above(250), {{0, 250}, {1, 250.1}, {2, 250}}, ".RC"},
    {"below mirrors above", below(2), {{0, 2}, {1, 1.9}, {2, 2}}, ".RC"},
    {"the dead band holds the alarm", threshold_above(10, 2), {{0, 11}, {1, 9}, {2, 8.1}, {3, 8}}, "R..C"},
    {"the dead band of below lies above the limit", below(10, 2), {{0, 9}, {1, 11.9}, {2, 12}}, "R.C"},
    {"an excursion of 1 s does not end a delay of 10 s",
     threshold_above(10, 0, 10),
     {{0, 11}, {1, 9}, {30, 9}},
     "pp."},
    {"one excursion in a slow stream", threshold_above(10, 0, 10), {{0, 11}, {60, 9}}, "pp"},
    {"the delay ends exactly at its length",
     threshold_above(10, 0, 10),
     {{0, 11}, {9.999, 12}, {10, 12}},
     "p.R"},
    {"a gap with both ends beyond the limit", threshold_above(10, 0, 10), {{0, 11}, {120, 12}}, "pR"},
    {"each dip starts the delay anew",
     threshold_above(10, 0, 10),
     {{0, 11}, {6, 9}, {7, 11}, {16, 11}, {17, 11}},
     "ppp.R"},
    {"the dead band does not shorten the way to an alarm",
     threshold_above(10, 2, 5),
     {{0, 11}, {3, 9}, {5, 11}},
     "ppp"},
    {"flapping around the limit with a dead band",
     threshold_above(10, 1),
     {{0, 10.5}, {1, 9.5}, {2, 10.5}, {3, 9.5}, {4, 9}},
     "R...C"},
    {"flapping without protection", threshold_above(10), {{0, 11}, {1, 9}, {2, 11}, {3, 9}}, "RCRC"},
    {"the off-delay needs the value to stay back",
     threshold_above(10, 0, 0, 5),
     {{0, 11}, {1, 9}, {3, 11}, {4, 9}, {8.9, 9}, {9, 9}},
     "Rppp.C"},
    {"the off-delay is broken inside the dead band",
     threshold_above(10, 2, 0, 5),
     {{0, 11}, {1, 8}, {3, 9}, {4, 8}, {9, 8}},
     "RpppC"},
    {"late readings change nothing",
     threshold_above(10),
     {{5, 9}, {1, 99}, {5, 99}, {6, 11}, {2, 0}},
     "...R."},
    {"a late return does not break a delay", threshold_above(10, 0, 10), {{5, 11}, {4, 9}, {15, 11}}, "p.R"},
};

char letter(Step step) { return ".pRC"[static_cast<int>(step)]; }
Instant second(double t_s) { return {static_cast<std::int64_t>(t_s * kSecond)}; }

}  // namespace

TEST_CASE("readings drive the transitions of a threshold") {
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Track track;
        std::string steps;
        for (const Point& p : c.readings)
            steps += letter(on_reading(c.threshold, track, second(p.t_s), p.value, second(p.t_s)));
        CHECK(steps == c.steps);
    }
}

TEST_CASE("the result does not depend on when the readings arrive") {
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Track track;
        std::string steps;
        for (const Point& p : c.readings)
            steps += letter(on_reading(c.threshold, track, second(p.t_s), p.value, second(1e6)));
        CHECK(steps == c.steps);
    }
}

TEST_CASE("the wall clock ends a delay on the held value") {
    const Threshold threshold = threshold_above(10, 0, 10, 5);
    Track track;
    // The reading arrives 3 s late: what follows it may be as late, so the delay counts from its arrival.
    CHECK(on_reading(threshold, track, second(100), 11, second(103)) == Step::phase);
    CHECK(track.due == second(113));
    CHECK(on_due(track) == Step::raised);
    CHECK(on_reading(threshold, track, second(120), 9, second(120)) == Step::phase);
    CHECK(track.due == second(125));
    CHECK(on_due(track) == Step::cleared);
    CHECK(on_due(track) == Step::none);
}

TEST_CASE("the extreme is the worst value since the limit was exceeded") {
    const Threshold threshold = threshold_above(10, 0, 2);
    Track track;
    on_reading(threshold, track, second(0), 40, second(0));
    on_reading(threshold, track, second(1), 9, second(1));
    on_reading(threshold, track, second(2), 12, second(2));
    on_reading(threshold, track, second(3), 15, second(3));
    CHECK(on_reading(threshold, track, second(4), 13, second(4)) == Step::raised);
    CHECK(track.extreme == 15);
}

}  // namespace hatang::alarms::engine
