#include "registry/transfer/corners.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace hatang::registry {
namespace {

CornersInput square(double side) {
    return {"EPSG:5897",
            {{{}, 2'326'000, 588'000},
             {{}, 2'326'000, 588'000 + side},
             {{}, 2'326'000 + side, 588'000 + side},
             {{}, 2'326'000 + side, 588'000}},
            {}};
}
Code refusal(const CornersInput& in) {
    try {
        polygon_of(in);
    } catch (const Error& e) {
        return e.code;
    }
    return Code::internal;
}

}  // namespace

TEST_CASE("a square of corners") {
    CornersInput in = square(100);
    in.stated_area_m2 = 10'050;
    const CornersResult out = polygon_of(in);
    CHECK(out.area_m2 == doctest::Approx(10'000));
    CHECK(out.perimeter_m == doctest::Approx(400));
    CHECK(out.orientation == "counterclockwise");
    CHECK(!out.closed);
    CHECK(out.warnings.empty());
    const auto read = geo::read_geometry_text(out.geometry.json);
    REQUIRE(read);
    CHECK(read->vertices == 5);
    CHECK(std::abs(read->box.west - 105.848488) < 1e-5);
    in.corners.push_back(in.corners[0]);
    CHECK(polygon_of(in).closed);
    std::ranges::reverse(in.corners);
    CHECK(polygon_of(in).orientation == "clockwise");
    CHECK(polygon_of(in).area_m2 == doctest::Approx(10'000));
}

TEST_CASE("what a person should look at, and what cannot be") {
    CornersInput area = square(100);
    area.stated_area_m2 = 10'200;
    REQUIRE(polygon_of(area).warnings.size() == 1);
    CHECK(polygon_of(area).warnings[0].code == "area_differs");
    CornersInput bow = square(100);
    std::swap(bow.corners[1], bow.corners[2]);
    REQUIRE(!polygon_of(bow).warnings.empty());
    CHECK(polygon_of(bow).warnings[0].code == "self_intersection");
    CornersInput swapped = square(100);
    for (Corner& c : swapped.corners) std::swap(c.northing, c.easting);
    CHECK(refusal(swapped) == Code::coordinates_swapped);
    CornersInput two = square(100);
    two.corners.resize(2);
    CHECK(refusal(two) == Code::too_few_corners);
    CornersInput twice = square(100);
    twice.corners[2] = twice.corners[0];
    CHECK(refusal(twice) == Code::repeated_corner);
    CornersInput old = square(100);
    old.crs = "EPSG:6957";
    CHECK(refusal(old) == Code::unknown_crs);
    CornersInput far = square(100);
    far.corners[0].northing = 1e300;
    CHECK(refusal(far) == Code::coordinates_outside_world);
}

}  // namespace hatang::registry
