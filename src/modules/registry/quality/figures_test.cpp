#include "registry/quality/figures.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace hatang::registry;

TEST_CASE("rows of grouping sets become groups, largest first, with works that have no owner") {
    Figures f;
    f.add_assets(place_of(7, {}, {}, {}), 10, 6, 30);
    f.add_assets(place_of(3, "road", {}, {}), 7, 6, 30);
    f.add_assets(place_of(3, "water", {}, {}), 3, 0, 0);
    f.add_assets(place_of(6, {}, {}, 12), 4, 2, 10);
    f.add_assets(place_of(6, {}, {}, {}), 6, 4, 20);
    f.add_assets(place_of(5, {}, "00004", {}), 10, 6, 30);
    f.add_assets(place_of(1, "road", "00004", {}), 7, 6, 30);
    f.add_assets(place_of(1, "water", {}, {}), 3, 0, 0);
    f.add_finding(place_of(7, {}, {}, {}), "missing", 5, 11);
    f.add_finding(place_of(7, {}, {}, {}), "duplicate", 2, 2);
    f.add_finding(place_of(6, {}, {}, {}), "missing", 3, 7);
    QualityView view;
    f.fill(view, {"00004", "00008"});
    CHECK(view.all.assets == 10);
    CHECK(view.all.missing == 11);
    REQUIRE(view.all.findings.size() == 2);
    CHECK(view.all.findings[1].kind == "duplicate");
    CHECK(view.all.findings[1].assets == 2);
    REQUIRE(view.owners.size() == 2);
    CHECK_FALSE(view.owners[0].key);
    CHECK(view.owners[0].missing == 7);
    CHECK(view.owners[1].key == "12");
    CHECK(view.domains[0].key == "road");
    REQUIRE(view.coverage.size() == 2);
    CHECK(view.coverage[0].domain == "water");
    CHECK(view.coverage[0].wards_without.size() == 2);
    CHECK(view.coverage[1].wards_without == std::vector<std::string>{"00008"});
    CHECK_THROWS_AS(place_of(2, {}, {}, {}), std::logic_error);
}
