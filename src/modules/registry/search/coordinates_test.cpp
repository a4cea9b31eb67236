#include "registry/search/coordinates.hpp"

#include <doctest/doctest.h>

#include <string>

namespace hatang::registry {

TEST_CASE("coordinates are read as people write them") {
    for (const char* text : {"21.03,105.85", " 21.03 , 105.85 ", "21.03 105.85", "21,03; 105,85",
                             "21,03 105,85", "105.85,21.03", "+21.03,105.85"}) {
        CAPTURE(std::string(text));
        const auto place = parse_coordinates(text);
        REQUIRE(place);
        CHECK(place->lon == doctest::Approx(105.85));
        CHECK(place->lat == doctest::Approx(21.03));
    }
}

TEST_CASE("degrees, minutes and seconds are read in both languages") {
    for (const char* text : {"21°01′42″N 105°51′15″E", "21°1'42\"B, 105°51'15\"Đ", "105°51′15″E 21°01′42″N",
                             "21°01.7′ 105°51.25′", "21.0283333° 105.8541667°"}) {
        CAPTURE(std::string(text));
        const auto place = parse_coordinates(text);
        REQUIRE(place);
        CHECK(place->lon == doctest::Approx(105.8541667).epsilon(1e-8));
        CHECK(place->lat == doctest::Approx(21.0283333).epsilon(1e-8));
    }
    CHECK(parse_coordinates("33°30′S 70°W")->lat == -33.5);
    for (const char* text : {"21°", "21°61′ 105°", "°", "21° 105° 3°", "91° 105°", "21°01′42″N cầu"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_coordinates(text));
    }
}

// The oracle is PROJ with EPSG:6960 pinned (src/geo/crs): the way back gives the numbers typed.
TEST_CASE("northing and easting of VN-2000 are read in either order") {
    for (const char* text :
         {"2325118,45 588432,10", "588432.10 2325118.45", "X = 2 325 118,45; Y = 588 432,10",
          "x:2325118.45; y:588432.10", "2325118.45,588432.10"}) {
        CAPTURE(std::string(text));
        const auto place = parse_coordinates(text);
        REQUIRE(place);
        CHECK(place->from == geo::Crs::vn2000_hanoi);
        const auto back = geo::from_wgs84(geo::Crs::vn2000_hanoi, {place->lon, place->lat});
        REQUIRE(back);
        CHECK(back->x == doctest::Approx(588432.10).epsilon(1e-8));
        CHECK(back->y == doctest::Approx(2325118.45).epsilon(1e-8));
    }
    CHECK_FALSE(parse_coordinates("588432.10 588432.10"));
    CHECK_FALSE(parse_coordinates("Z=2325118.45; Y=588432.10"));
}

TEST_CASE("other texts are not coordinates") {
    for (const char* text : {"", "cau vinh tuy", "21.03", "21.03,", "21.03,105.85,3", "200,10", "170,160",
                             "nan,1", "1e2,3", "Ngõ 20 Hồ Tùng Mậu"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_coordinates(text));
    }
}

}  // namespace hatang::registry
