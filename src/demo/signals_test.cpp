#include "demo/signals.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::demo;

namespace {

// 2026-11-24 12:00 in Hà Nội.
const Instant noon{1'795'496'400'000'000};

SensorModel strain_of_vinh_tuy(int place) {
    return {.datastream_id = 40 + place,
            .asset_class = "bridge",
            .asset_name = "Cầu Vĩnh Tuy",
            .property = "strain",
            .base = 120,
            .day = 25,
            .noise = 4,
            .least = -2000,
            .most = 2000,
            .decimals = 1,
            .place = place};
}

}  // namespace

TEST_CASE("demo signals: the same seed, stream and time give the same value") {
    const SensorModel s = strain_of_vinh_tuy(1);
    CHECK(value_at(s, noon, {}, 1) == value_at(s, noon, {}, 1));
    CHECK(value_at(s, noon, {}, 1) != value_at(s, noon + kSecond, {}, 1));
}

TEST_CASE("demo signals: an incident ramps up, holds and fades") {
    const Incident incident{IncidentKind::bridge_strain, noon};
    CHECK(intensity(incident, noon + -kSecond) == 0);
    CHECK(intensity(incident, noon + 10 * kSecond) == doctest::Approx(0.5));
    CHECK(intensity(incident, noon + 100 * kSecond) == 1);
    CHECK(intensity(incident, noon + 200 * kSecond) == doctest::Approx(0.5));
    CHECK(intensity(incident, noon + 240 * kSecond) == 0);
    CHECK(over(incident, noon + 240 * kSecond));
}

TEST_CASE("demo signals: the bridge incident lifts one sensor of one bridge over its limit") {
    const std::vector<Incident> played{{IncidentKind::bridge_strain, noon}};
    const Instant during = noon + 60 * kSecond;
    CHECK(*value_at(strain_of_vinh_tuy(3), during, played, 1) > 250);
    CHECK(*value_at(strain_of_vinh_tuy(2), during, played, 1) < 200);
}

TEST_CASE("demo signals: a failed feeder silences its lamps") {
    SensorModel lamp{.datastream_id = 9,
                     .asset_class = "lamp",
                     .property = "power",
                     .lon = 105.793,
                     .lat = 21.046,
                     .base = 60,
                     .day = -58,
                     .noise = 1,
                     .most = 1000,
                     .decimals = 0};
    const std::vector<Incident> played{{IncidentKind::feeder_failure, noon}};
    CHECK(value_at(lamp, noon, played, 1).has_value());
    CHECK_FALSE(value_at(lamp, noon + 60 * kSecond, played, 1).has_value());
}

TEST_CASE("demo signals: incident names round-trip") {
    for (const char* name : {"storm", "burst_main", "bridge_strain", "feeder_failure"})
        CHECK(to_text(*incident_from_text(name)) == name);
    CHECK_FALSE(incident_from_text("flood").has_value());
}
