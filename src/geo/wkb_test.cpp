#include "geo/wkb.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace hatang::geo {
namespace {

std::string from_hex(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return out;
}
std::string rounded(double value, int decimals) {
    std::string out;
    append_rounded(out, value, decimals);
    return out;
}
std::string geojson(std::string_view hex, const NamedCrs& crs = crs84()) {
    std::string out;
    append_geojson(out, from_hex(hex), crs);
    return out;
}

}  // namespace

TEST_CASE("a coordinate is rounded and has no trailing zeros") {
    CHECK(rounded(105.8542, 7) == "105.8542");
    CHECK(rounded(105, 7) == "105");
    CHECK(rounded(0x1p65, 7) == "3.6893488147419103e+19");
    CHECK(rounded(0, 7) == "0");
    CHECK(rounded(-0.0, 7) == "0");
    CHECK(rounded(-0.00000001, 7) == "0");
    CHECK(rounded(-21.00000005, 7) == "-21.0000001");
    CHECK(rounded(0.0000001, 7) == "0.0000001");
    CHECK(rounded(588591.9440001, 3) == "588591.944");
    CHECK(rounded(99.9999999999, 7) == "100");
    CHECK(rounded(1e300, 7) == "1e+300");
    CHECK(rounded(std::nan(""), 7) == "null");
}

TEST_CASE("rounding is that of printf, but for ties in the last bit") {
    std::mt19937_64 random(20261129);
    std::uniform_real_distribution<double> degrees(-180, 180);
    for (int i = 0; i < 100'000; ++i) {
        const double value = degrees(random);
        const std::string text = rounded(value, 7);
        CHECK(std::abs(std::strtod(text.c_str(), nullptr) - value) <= 0.5e-7 + 1e-13);
        CHECK(text.size() <= 12);
    }
}

// The bytes are what PostGIS 3.3 writes: ST_AsBinary(geom, 'NDR').
TEST_CASE("WKB becomes GeoJSON") {
    CHECK(geojson("01010000000000000000405A400000000000003540") ==
          R"({"type":"Point","coordinates":[105,21]})");
    CHECK(geojson("00000000013FF00000000000004000000000000000") == R"({"type":"Point","coordinates":[1,2]})");
    CHECK(geojson("01E90300000000000000405A4000000000000035400000000000002140") ==
          R"({"type":"Point","coordinates":[105,21,8.5]})");
    CHECK(geojson("010200000002000000000000000000F03F0000000000000040000000000000084000000000000010"
                  "40") == R"({"type":"LineString","coordinates":[[1,2],[3,4]]})");
    CHECK(geojson("01050000000200000001020000000200000000000000000000000000000000000000000000000000F0"
                  "3F000000000000F03F010200000002000000000000000000004000000000000000400000000000000840"
                  "0000000000000840") ==
          R"({"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]]})");
    CHECK(geojson("010600000001000000010300000001000000040000000000000000000000000000000000000000000000"
                  "0000F03F0000000000000000000000000000F03F000000000000F03F0000000000000000000000000000"
                  "0000") == R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]})");
    CHECK(geojson("01070000000200000001010000000000000000000000000000000000000001020000000200000000"
                  "000000000000000000000000000000000000000000F03F000000000000F03F") ==
          R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,0]},)"
          R"({"type":"LineString","coordinates":[[0,0],[1,1]]}]})");
    CHECK(geojson("010400000002000000010100000000000000000000000000000000000000010100000000000000000000"
                  "4000000000000000C0") == R"({"type":"MultiPoint","coordinates":[[0,0],[2,-2]]})");
}

TEST_CASE("the axes of a system come in its order") {
    const std::string_view point = "01010000000000000000405A400000000000003540";  // 105 E, 21 N
    CHECK(geojson(point, *crs_of_uri("EPSG:4326")) == R"({"type":"Point","coordinates":[21,105]})");
    CHECK(geojson(point, *crs_of_uri("http://www.opengis.net/def/crs/EPSG/0/3857")) ==
          R"({"type":"Point","coordinates":[11688546.533,2391878.588]})");
    CHECK(geojson(point, *crs_of_uri("urn:ogc:def:crs:EPSG::5897"))
              .starts_with(R"({"type":"Point","coordinates":[49)"));
    CHECK(crs_of_uri("http://www.opengis.net/def/crs/EPSG/0/9999") == nullptr);
    CHECK(crs_of_uri("EPSG:") == nullptr);
}

TEST_CASE("bytes that are no geometry are refused") {
    for (const char* bad :
         {"", "01", "0101000000", "020100000000000000000000000000000000000000",  // byte order
          "010900000000000000", "0102000000FFFFFFFF",                            // unknown, too many
          "01010000000000000000405A40000000000000354000",                        // more behind it
          "01050000000100000001010000000000000000000000000000000000000"          // a point among lines
          "0"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(geojson(bad), Error);
    }
    std::string deep;
    for (int i = 0; i < 20; ++i) deep += "010700000001000000";
    CHECK_THROWS_AS(geojson(deep), Error);
}

}  // namespace hatang::geo
