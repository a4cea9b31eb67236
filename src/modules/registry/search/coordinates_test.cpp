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

TEST_CASE("other texts are not coordinates") {
    for (const char* text : {"", "cau vinh tuy", "21.03", "21.03,", "21.03,105.85,3", "200,10", "170,160",
                             "nan,1", "1e2,3", "Ngõ 20 Hồ Tùng Mậu"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_coordinates(text));
    }
}

}  // namespace hatang::registry
