#include <doctest/doctest.h>

#include <cmath>

#include "geo/crs.hpp"
#include "geo/wkb.hpp"

using namespace hatang;
using namespace hatang::geo;

namespace {

std::string code_of(std::string_view text) {
    const auto result = read_geometry_text(text);
    return result ? "ok" : std::string(error_info(result.error().code).code) + " " + result.error().where;
}

}  // namespace

// Computed with PROJ 9.1.1 from the parameters of the EPSG data set 10.076.
TEST_CASE("VN-2000 with the pinned shift EPSG:6960, to the millimetre") {
    const Position hanoi{105.8542, 21.0285};
    const Position tm3 = from_wgs84(Crs::vn2000_hanoi, hanoi).value();
    CHECK(std::abs(tm3.x - 588591.944) < 0.001);
    CHECK(std::abs(tm3.y - 2326345.312) < 0.001);
    const Position utm = from_wgs84(Crs::vn2000_utm48n, hanoi).value();
    CHECK(std::abs(utm.x - 588565.364) < 0.001);
    CHECK(std::abs(utm.y - 2325647.338) < 0.001);
    const Position back = to_wgs84(Crs::vn2000_hanoi, {588000, 2326000}).value();
    CHECK(std::abs(back.x - 105.84848792) < 1e-8);
    CHECK(std::abs(back.y - 21.02540967) < 1e-8);
    for (const Crs crs : {Crs::vn2000, Crs::vn2000_hanoi, Crs::vn2000_utm48n}) {
        const Position again = to_wgs84(crs, from_wgs84(crs, hanoi).value()).value();
        // Heights are not carried through the shift: one millimetre there and back.
        CHECK(std::abs(again.x - hanoi.x) < 1e-8);
        CHECK(std::abs(again.y - hanoi.y) < 1e-8);
    }
}

TEST_CASE("names of coordinate systems") {
    CHECK(crs_from_text("EPSG:5897") == Crs::vn2000_hanoi);
    CHECK(crs_from_text("4326") == Crs::wgs84);
    for (const char* refused : {"EPSG:6956", "6957", "6958", "EPSG:6959", "9204", "9219", "5895", "3407"})
        CHECK(!crs_from_text(refused));
    CHECK(zones().size() == 22);
    CHECK(crs_name(*crs_from_text("EPSG:9209")) == "VN-2000 / TM-3 105-30");
    CHECK(!crs_from_text(""));
}

// On its central meridian every zone has the easting 500,000; two zones with one meridian differ by their
// scale only.
TEST_CASE("every zone of VN-2000 there and back") {
    for (const Zone& zone : zones()) {
        const Crs crs = static_cast<Crs>(zone.epsg);
        const Position on_meridian = to_wgs84(crs, {500'000, 2'326'000}).value();
        const Crs datum = zone.vn2000 ? Crs::vn2000 : Crs::wgs84;
        const Position geographic = from_wgs84(datum, on_meridian).value();
        CAPTURE(zone.epsg);
        CAPTURE(geographic.x - zone.meridian);
        CHECK(std::abs(geographic.x - zone.meridian) < 2e-8);
        const Position place{zone.meridian + 0.5, 20.5};
        const Position again = to_wgs84(crs, from_wgs84(crs, place).value()).value();
        CHECK(std::abs(again.x - place.x) < 2e-8);
        CHECK(std::abs(again.y - place.y) < 2e-8);
    }
    // PROJ 9.1.1: the unshifted vector of facts/vietnam.md with the scale of UTM.
    const Position gps = from_wgs84(static_cast<Crs>(32648), {105.8542, 21.0285}).value();
    const Position drawn = from_wgs84(Crs::vn2000_utm48n, {105.8542, 21.0285}).value();
    CHECK(std::hypot(gps.x - drawn.x, gps.y - drawn.y) == doctest::Approx(224).epsilon(0.01));
    // A neighbour's file read in Hà Nội's zone would lie 52 km to the side.
    const Position own = to_wgs84(Crs::vn2000_hanoi, {588'000, 2'326'000}).value();
    const Position neighbour = to_wgs84(static_cast<Crs>(9209), {588'000, 2'326'000}).value();
    CHECK(std::abs(neighbour.x - own.x - 0.5) < 1e-5);
    CHECK(std::abs(neighbour.y - own.y) < 1e-5);
}

TEST_CASE("geometries are read, measured and written canonically") {
    const auto line = read_geometry_text(
        R"({"coordinates": [[105.8, 21], [105.91234567891, 21.05, 7.5]], "type": "LineString", "bbox": []})");
    REQUIRE(line);
    CHECK(line->geojson == R"({"type":"LineString","coordinates":[[105.8,21],[105.91234567891,21.05,7.5]]})");
    CHECK(line->vertices == 2);
    CHECK(line->box.east == 105.91234567891);
    CHECK(!line->is_multi());
    const auto collection = read_geometry_text(
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105,21]},{"type":"MultiPolygon","coordinates":[[[[105,21],[106,21],[106,22],[105,21]]]]}]})");
    REQUIRE(collection);
    CHECK(collection->is_multi());
    CHECK(collection->vertices == 5);
    CHECK(read_geometry_text(
        R"({"type":"Point","coordinates":[-0.1,51.5]})"));  // not in Viet Nam, but on Earth
}

TEST_CASE("what is read is WKB as well: with heights where any position has one") {
    const std::pair<const char*, const char*> same[] = {
        {R"({"type":"Point","coordinates":[105.5,21.25]})", nullptr},
        {R"({"type":"MultiPoint","coordinates":[[105.5,21.25],[105.75,21]]})", nullptr},
        {R"({"type":"LineString","coordinates":[[105.5,21.25],[105.75,21]]})", nullptr},
        {R"({"type":"MultiLineString","coordinates":[[[105,21],[106,21]],[[105,20],[106,20],[106,21]]]})",
         nullptr},
        {R"({"type":"Polygon","coordinates":[[[105,21],[106,21],[106,22],[105,21]]]})", nullptr},
        {R"({"type":"MultiPolygon","coordinates":[[[[105,21],[106,21],[106,22],[105,21]],[[105.5,21.25],[105.75,21.25],[105.75,21.5],[105.5,21.25]]],[[[105,20],[106,20],[106,21],[105,20]]]]})",
         nullptr},
        {R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105,21]},{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[105,21],[106,21]]}]}]})",
         nullptr},
        {R"({"type":"Point","coordinates":[105,21,-3.5]})", nullptr},
        {R"({"type":"LineString","coordinates":[[105,21],[106,21,7]]})",
         R"({"type":"LineString","coordinates":[[105,21,0],[106,21,7]]})"},
        {R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105,21]},{"type":"Point","coordinates":[106,21,7]}]})",
         R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[105,21,0]},{"type":"Point","coordinates":[106,21,7]}]})"},
    };
    for (const auto& [sent, written] : same) {
        std::string back;
        append_geojson(back, read_geometry_text(sent).value().wkb);
        CHECK(back == (written ? written : sent));
    }
}

TEST_CASE("each fault has its code and its place") {
    CHECK(code_of(R"({"type":"Point","coordinates":[181,21]})") == "coordinates_outside_world /coordinates");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,-91]})") == "coordinates_outside_world /coordinates");
    CHECK(code_of(R"({"type":"LineString","coordinates":[[105,21],[21,105]]})") ==
          "coordinates_swapped /coordinates/1");
    CHECK(code_of(R"({"type":"LineString","coordinates":[[105,21]]})") == "invalid_geometry /coordinates");
    CHECK(code_of(R"({"type":"LineString","coordinates":[]})") == "invalid_geometry /coordinates");
    CHECK(code_of(R"({"type":"Polygon","coordinates":[[[105,21],[106,21],[106,22],[105,22]]]})") ==
          "invalid_geometry /coordinates/0");
    CHECK(code_of(R"({"type":"Polygon","coordinates":[[[105,21],[106,21],[105,21]]]})") ==
          "invalid_geometry /coordinates/0");
    CHECK(code_of(R"({"type":"Point","coordinates":[105]})") == "invalid_geometry /coordinates");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,21,3,4]})") == "invalid_geometry /coordinates");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,"21"]})") == "wrong_type /coordinates/1");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,null]})") == "wrong_type /coordinates/1");
    CHECK(code_of(R"({"type":"Point","coordinates":5})") == "wrong_type /coordinates");
    CHECK(code_of(R"({"type":"Point"})") == "missing_field /coordinates");
    CHECK(code_of(R"({"coordinates":[105,21]})") == "missing_field /type");
    CHECK(code_of(R"({"type":"Circle","coordinates":[105,21]})") == "invalid_geometry /type");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,21],"crs":{}})") == "unknown_field /crs");
    CHECK(code_of(R"({"type":"Point","coordinates":[105,21],"type":"Point"})") == "duplicate_field /type");
    CHECK(
        code_of(R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[200,21]}]})") ==
        "coordinates_outside_world /geometries/0/coordinates");
    CHECK(code_of("[]") == "wrong_type ");
    CHECK(code_of("null") == "wrong_type ");
    CHECK(code_of("{").starts_with("invalid_json"));
    CHECK(code_of("\xff").starts_with("invalid_"));
}

TEST_CASE("nested collections and huge numbers end in an error") {
    std::string deep = R"({"type":"Point","coordinates":[105,21]})";
    for (int i = 0; i < 5; ++i) deep = R"({"type":"GeometryCollection","geometries":[)" + deep + "]}";
    CHECK(code_of(deep).starts_with("invalid_geometry"));
    CHECK(
        code_of(R"({"type":"Point","coordinates":[1e308,-1e308]})").starts_with("coordinates_outside_world"));
    CHECK(code_of(R"({"type":"Point","coordinates":[1e999,0]})") != "ok");
}

TEST_CASE("drawings in VN-2000, and their exchanged axes") {
    const auto read_in = [](Crs crs, std::string_view text) {
        const json::Document document = json::parse(text);
        return read_geometry_in(crs, document.root(), "/geometry");
    };
    const auto point = read_in(Crs::vn2000_hanoi, R"({"type":"Point","coordinates":[588000,2326000,12]})");
    REQUIRE(point);
    CHECK(std::abs(point->box.west - 105.84848792) < 1e-8);
    CHECK(point->geojson.ends_with(",12]}"));
    const auto exchanged = read_in(Crs::vn2000_hanoi, R"({"type":"Point","coordinates":[2326000,588000]})");
    REQUIRE(!exchanged);
    CHECK(exchanged.error().code == Code::coordinates_swapped);
    CHECK(exchanged.error().where == "/geometry/coordinates");
    const json::Document northing_first = json::parse(R"({"type":"Point","coordinates":[2326000,588000]})");
    const auto told =
        read_geometry_in(NamedCrs{{}, Crs::vn2000_hanoi, true, 3}, northing_first.root(), "/geometry");
    REQUIRE(told);
    CHECK(std::abs(told->box.west - 105.84848792) < 1e-8);
    const auto nowhere = read_in(Crs::vn2000_utm48n, R"({"type":"Point","coordinates":[1e12,1e12]})");
    REQUIRE(!nowhere);
    CHECK(nowhere.error().code == Code::coordinates_outside_world);
}
