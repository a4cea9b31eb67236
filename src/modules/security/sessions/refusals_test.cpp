#include "security/sessions/refusals.hpp"
#include "security/sessions/test_start.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

namespace {}  // namespace

TEST_CASE("refusals are counted by account, address and code, and taken once") {
    Refusals refusals(10);
    for (int i = 0; i < 3; ++i) refusals.add(7, "10.0.0.1", "wrong_credentials", start);
    refusals.add(std::nullopt, "10.0.0.1", "wrong_credentials", start);
    const auto taken = refusals.take();
    REQUIRE(taken.size() == 2);
    CHECK(taken[0].account_id == std::nullopt);
    CHECK(taken[0].count == 1);
    CHECK(taken[1].account_id == 7);
    CHECK(taken[1].count == 3);
    CHECK(refusals.take().empty());
}

TEST_CASE("a flood from many addresses is one count; the next hour counts apart again") {
    Refusals refusals(2);
    for (int i = 0; i < 100; ++i) refusals.add(7, "203.0.113." + std::to_string(i), "locked", start);
    const auto taken = refusals.take();
    REQUIRE(taken.size() == 3);
    CHECK(taken[0].address == "");
    CHECK(taken[0].count == 98);
    refusals.add(8, "198.51.100.1", "locked", start + kHour);
    const auto later = refusals.take();
    REQUIRE(later.size() == 1);
    CHECK(later[0].account_id == 8);
}
