#include "geo/box.hpp"

#include <doctest/doctest.h>

#include <algorithm>

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

TEST_CASE("boxes that are none") {
    const NamedCrs& degrees = crs84();
    for (const std::vector<double>& bad : std::vector<std::vector<double>>{
             {}, {1, 2, 3}, {1, 2, 3, 4, 5}, {105, 21, 106, 20}, {105, -91, 106, 20}, {105, 20, 190, 21}})
        CHECK_THROWS_AS(box_wkb(degrees, bad, "bbox"), Error);
    CHECK_THROWS_AS(box_wkb(*crs_of_uri("EPSG:5897"), {2, 1, 1, 2}, "bbox"), Error);
}

}  // namespace hatang::geo
