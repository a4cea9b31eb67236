#include "alarms/watch/book.hpp"

#include <doctest/doctest.h>

namespace hatang::alarms {

TEST_CASE("rules find their datastreams") {
    const Rule rules[] = {
        {.id = 1, .datastream_id = 10, .name = "one", .limit = 5.0, .on_delay_s = 0.5},
        {.id = 2,
         .asset_class = "bridge",
         .property = "strain",
         .name = "all",
         .kind = RuleKind::below,
         .limit = -5.0},
        {.id = 3,
         .asset_class = "bridge",
         .property = "strain",
         .name = "silence",
         .kind = RuleKind::no_data,
         .on_delay_s = 600},
        {.id = 4, .datastream_id = 10, .name = "sooner", .kind = RuleKind::no_data, .on_delay_s = 10},
    };
    const WatchedStream streams[] = {{10, 7, "bridge", "strain", 1.0},
                                     {11, 7, "bridge", "strain", 1.0},
                                     {12, 7, "bridge", "tilt", 60.0},
                                     {13, 0, "", "rain", {}}};
    const auto plans = make_plans(rules, streams);
    REQUIRE(plans.size() == 4);
    REQUIRE(plans[0].thresholds.size() == 2);
    CHECK(plans[0].thresholds[0].rule_id == 1);
    CHECK(plans[0].thresholds[0].threshold.on_delay_us == 500'000);
    CHECK_FALSE(plans[0].thresholds[1].threshold.above);
    CHECK(plans[0].silence->rule_id == 4);
    CHECK(plans[1].thresholds.size() == 1);
    CHECK(plans[1].silence->rule_id == 3);
    CHECK(plans[1].silence->limit_us == 600 * kSecond);
    CHECK(plans[2].thresholds.empty());
    CHECK(plans[2].silence->rule_id == engine::automatic_rule);
    CHECK(plans[2].silence->limit_us == 180 * kSecond);
    CHECK_FALSE(plans[3].silence);  // event based: silence is ordinary
}

TEST_CASE("three intervals, and never less than 30 s") {
    CHECK(silence_us(1.0) == 30 * kSecond);
    CHECK(silence_us(10.0) == 30 * kSecond);
    CHECK(silence_us(20.0) == 60 * kSecond);
    CHECK(silence_us({}) == 30 * kSecond);
    CHECK(silence_us(20.0, 5) == 5 * kSecond);
}

}  // namespace hatang::alarms
