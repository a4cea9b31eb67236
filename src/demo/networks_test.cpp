#include "demo/networks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace hatang::demo;

namespace {
const Line road{{105.80, 21.00}, {105.81, 21.00}, {105.81, 21.01}};  // about 1,039 m east, then 1,113 m north
}

TEST_CASE("demo networks: length, part and shift of a line") {
    CHECK(length_m(road) == doctest::Approx(2152).epsilon(0.01));
    const Line middle = part_of(road, 1000, 1100);
    CHECK(length_m(middle) == doctest::Approx(100).epsilon(0.01));
    CHECK(middle.size() == 3);  // it turns the corner
    CHECK(part_of(road, 500, 500).size() == 1);
    const Line right = shifted({{105.80, 21.00}, {105.81, 21.00}}, 10);  // eastward: the right side is south
    CHECK(right[0].lat < 21.00);
    CHECK(right[0].lon == doctest::Approx(105.80));
}

TEST_CASE("demo networks: lamps every 40 m, a cabinet for 25 of them, keys unique") {
    const auto works = networks_along("Đường A", "a", road);
    const auto count = [&](const char* kind) {
        return std::count_if(works.begin(), works.end(), [&](const auto& w) { return w.class_key == kind; });
    };
    CHECK(count("lamp") >= 52);
    CHECK(count("lamp") <= 55);
    CHECK(count("lighting_cabinet") == 3);
    CHECK(count("water_pipe") == 5);
    CHECK(count("sewer") == 7);
    std::set<std::string> keys;
    for (const auto& work : works) keys.insert(work.key);
    CHECK(keys.size() == works.size());
}

TEST_CASE("demo networks: a road without length has none") {
    CHECK(networks_along("x", "x", {{105.8, 21}}).empty());
}
