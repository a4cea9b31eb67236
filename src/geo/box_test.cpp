#include "geo/box.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "geo/wkb.hpp"

namespace hatang::geo {
namespace {

std::string area(std::string_view crs, const std::vector<double>& numbers) {
    std::string out;
    append_geojson(out, box_wkb(*crs_of_uri(crs), numbers, "bbox"));
    return out;
}

}  // namespace

TEST_CASE("a box in degrees is itself, in the order of its axes") {
    const std::string box =
        R"({"type":"Polygon","coordinates":[[[105,20],[106,20],[106,21],[105,21],[105,20]]]})";
    CHECK(area("http://www.opengis.net/def/crs/OGC/1.3/CRS84", {105, 20, 106, 21}) == box);
    CHECK(area("http://www.opengis.net/def/crs/OGC/1.3/CRS84", {105, 20, -5, 106, 21, 100}) == box);
    CHECK(area("EPSG:4326", {20, 105, 21, 106}) == box);
}

TEST_CASE("a box across the antimeridian is two") {
    CHECK(area("http://www.opengis.net/def/crs/OGC/1.3/CRS84", {179, -1, -179, 1}) ==
          R"({"type":"MultiPolygon","coordinates":[[[[179,-1],[180,-1],[180,1],[179,1],[179,-1]]],)"
          R"([[[-180,-1],[-179,-1],[-179,1],[-180,1],[-180,-1]]]]})");
}

TEST_CASE("a box in metres becomes an area with bent edges") {
    const std::string text = area("EPSG:5897", {588000, 2326000, 589000, 2327000});
    CHECK(text.starts_with(R"({"type":"Polygon","coordinates":[[[105.84)"));
    CHECK(std::count(text.begin(), text.end(), '[') == 2 + 65);
}

TEST_CASE("the core of a box lies within it by more than single precision rounds") {
    const auto core = [](std::string_view crs, const std::vector<double>& numbers) {
        const auto wkb = box_core_wkb(*crs_of_uri(crs), numbers);
        std::string out;
        if (wkb) append_geojson(out, *wkb);
        return out;
    };
    const std::string inner =
        R"({"type":"Polygon","coordinates":[[[105.00002,20.00002],[105.99998,20.00002],)"
        R"([105.99998,20.99998],[105.00002,20.99998],[105.00002,20.00002]]]})";
    CHECK(core("EPSG:4326", {20, 105, 21, 106}) == inner);
    CHECK(core(crs84().uri, {105, 20, 0, 106, 21, 9}) == inner);
    for (const double degrees : {106.0, 179.99, 21.5, -179.99}) {
        const double step =
            std::nextafter(static_cast<float>(degrees), 1000.0f) - static_cast<float>(degrees);
        CHECK(step < 0.00002);
    }
    CHECK(core(crs84().uri, {179, -1, -179, 1}).empty());
    CHECK(core(crs84().uri, {105, 20, 105.00003, 21}).empty());
    CHECK(core("EPSG:5897", {588000, 2326000, 589000, 2327000}).empty());
}

TEST_CASE("boxes that are none") {
    const NamedCrs& degrees = crs84();
    for (const std::vector<double>& bad : std::vector<std::vector<double>>{
             {}, {1, 2, 3}, {1, 2, 3, 4, 5}, {105, 21, 106, 20}, {105, -91, 106, 20}, {105, 20, 190, 21}})
        CHECK_THROWS_AS(box_wkb(degrees, bad, "bbox"), Error);
    CHECK_THROWS_AS(box_wkb(*crs_of_uri("EPSG:5897"), {2, 1, 1, 2}, "bbox"), Error);
}

}  // namespace hatang::geo
