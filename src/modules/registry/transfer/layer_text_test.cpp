#include "registry/transfer/layer_text.hpp"

#include <doctest/doctest.h>

namespace hatang::registry {

TEST_CASE("layers of ogrinfo") {
    const auto layers = read_layer_texts(R"(INFO: Open of `x.gpkg'
      using driver `GPKG' successful.

Layer name: đường
Geometry: Line String
Feature Count: 1
Layer SRS WKT:
PROJCRS["VN-2000 / TM-3 zone 482",
    BASEGEOGCRS["VN-2000",
        ID["EPSG",4756]],
    ID["EPSG",5897]]
Data axis to CRS axis mapping: 1,2
ten: String (0.0)

Layer name: no crs
Geometry: None
Layer SRS WKT:
(unknown)
a: Integer (0.0)
)");
    REQUIRE(layers.size() == 2);
    CHECK(layers[0].name == "đường");
    CHECK(layers[0].geometry == "Line String");
    CHECK(crs_of_wkt(layers[0].wkt).code == "EPSG:5897");
    CHECK_FALSE(crs_of_wkt(layers[0].wkt).guessed);
    CHECK(layers[1].wkt.empty());
    CHECK(read_layer_texts("").empty());
}

TEST_CASE("coordinate systems by their parameters") {
    const auto esri = crs_of_wkt(
        R"(PROJCS["VN_2000_TM-3_105-45",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",SPHEROID["WGS_1984",6378137.0,298.257223563]]],PROJECTION["Transverse_Mercator"],PARAMETER["false_easting",500000.0],PARAMETER["false_northing",0.0],PARAMETER["central_meridian",105.75],PARAMETER["scale_factor",0.9999],UNIT["Meter",1.0]])");
    CHECK(esri.code == "EPSG:9210");
    CHECK(esri.guessed);
    CHECK(esri.name == "VN_2000_TM-3_105-45");
    CHECK(
        crs_of_wkt(
            R"(PROJCS["WGS_1984_UTM_Zone_48N",GEOGCS["GCS_WGS_1984"],PARAMETER["false_easting",500000.0],PARAMETER["central_meridian",105.0],PARAMETER["scale_factor",0.9996]])")
            .code == "EPSG:32648");
    CHECK(crs_of_wkt(R"(GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]])").code == "EPSG:4326");
    // Deprecated: false easting and northing exchanged.
    CHECK(!crs_of_wkt(R"(PROJCRS["VN-2000 / TM-3 zone 482",ID["EPSG",6957]])").code);
    CHECK(!crs_of_wkt("").code);
    CHECK(!crs_of_wkt("PROJCS[\"\"\"[[[").code);
}

}  // namespace hatang::registry
