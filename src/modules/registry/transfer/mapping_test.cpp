#include "registry/transfer/mapping.hpp"

#include <doctest/doctest.h>

#include "registry/transfer/osm_tags.hpp"

namespace hatang::registry {
namespace {

catalogue::AssetClass asset_class(std::string key, std::string name_vi) {
    catalogue::AssetClass c;
    c.key = std::move(key);
    c.name_vi = std::move(name_vi);
    return c;
}

// The input and the attributes of a feature with these properties.
AssetInput mapped(const catalogue::AssetClass& c, std::string_view properties,
                  std::string_view geometry = "LineString") {
    const json::Document document =
        json::parse(R"({"type":"Feature","properties":)" + std::string(properties) +
                    R"(,"geometry":{"type":")" + std::string(geometry) + R"(","coordinates":[]}})");
    return map_feature(document.root(), rules_for(c, {})).input;
}

std::pair<Code, std::string> refusal_of(std::string_view feature) {
    const auto c = asset_class("road", "Đường");
    const json::Document document = json::parse(feature);
    try {
        map_feature(document.root(), rules_for(c, {}));
    } catch (const Error& e) {
        return {e.code, e.where};
    }
    return {Code::internal, ""};
}
using Refusal = std::pair<Code, std::string>;

}  // namespace

TEST_CASE("a road of OpenStreetMap") {
    const auto road = asset_class("road", "Đường");
    const AssetInput in =
        mapped(road, R"({"osm_id":9656653,"highway":"residential","name":"Phố Mã Mây","oneway":"yes",
        "lanes":"2","surface":"asphalt","lit":"yes","maxspeed":"40","from_node":81794516})");
    CHECK(in.name == "Phố Mã Mây");
    CHECK(in.source == "OpenStreetMap");
    REQUIRE(in.identifiers.size() == 1);
    CHECK(in.identifiers[0].kind == "osm_way");
    CHECK(in.identifiers[0].value == "9656653");
    CHECK(
        in.attributes_json ==
        R"({"lanes":2,"surface":"asphalt","speed_limit_kmh":40,"one_way":true,"lit":true,"osm_tags":{"highway":"residential",)"
        R"("name":"Phố Mã Mây","oneway":"yes","lanes":"2","surface":"asphalt","lit":"yes","maxspeed":"40","from_node":"81794516"}})");
    CHECK(mapped(road, R"({"osm_id":7,"highway":"service"})").name == "Đường (7)");
}

TEST_CASE("bridges keep their own name, tunnels are told apart") {
    const auto bridge = asset_class("bridge", "Cầu");
    const AssetInput in = mapped(
        bridge,
        R"({"osm_id":1,"bridge":"viaduct","name":"Đường Võ Chí Công","bridge:name":"Cầu Nhật Tân","maxweight":"30"})");
    CHECK(in.name == "Cầu Nhật Tân");
    CHECK(in.other_names == std::vector<std::string>{"Đường Võ Chí Công"});
    CHECK(in.attributes_json.starts_with(R"({"kind":"bridge","purpose":"viaduct","load_limit_t":30,)"));
    const AssetInput tunnel = mapped(bridge, R"({"osm_id":2,"tunnel":"yes"})");
    CHECK(tunnel.name == "Hầm (2)");
    CHECK(tunnel.attributes_json.starts_with(R"({"kind":"tunnel","osm_tags")"));
}

TEST_CASE("points on roads get a kind") {
    const auto point = asset_class("road_point", "Điểm trên đường");
    const auto kind = [&](std::string_view properties) {
        const json::Document document = json::parse(properties);
        return std::string(osm::road_point_kind(osm::Tags(document.root(), "osm_id")));
    };
    CHECK(kind(R"({"highway":"traffic_signals","crossing":"traffic_signals"})") == "traffic_signals");
    CHECK(kind(R"({"railway":"level_crossing"})") == "level_crossing");
    CHECK(kind(R"({"traffic_calming":"hump"})") == "bump");
    CHECK(kind(R"({"barrier":"lift_gate"})") == "gate");
    CHECK(kind(R"({"crossing":"zebra"})") == "crossing");
    CHECK(kind(R"({"noexit":"yes"})") == "other");
    CHECK(mapped(point, R"({"osm_id":5,"highway":"crossing"})", "Point").identifiers[0].kind == "osm_node");
}

TEST_CASE("values that are not certain are left to the tags") {
    CHECK_FALSE(osm::whole("2;3", 1, 20));
    CHECK_FALSE(osm::whole("0", 1, 20));
    CHECK_FALSE(osm::whole("", 1, 20));
    CHECK(osm::quantity("3.5 m", 0, 20) == 3.5);
    CHECK_FALSE(osm::quantity("3-4 m", 0, 20));
    CHECK_FALSE(osm::quantity("default", 0, 20));
    CHECK_FALSE(osm::yes_no("automatic"));
    CHECK(osm::year("1985-06") == 1985);
    CHECK_FALSE(osm::year("C19"));
}

TEST_CASE("a ward") {
    const auto ward = asset_class("ward", "Phường, xã");
    const AssetInput in = mapped(ward, R"({"code":"00004","name":"Ba Đình","fullName":"Phường Ba Đình",
        "fullNameEn":"Ba Dinh Ward","codeName":"ba_dinh","areaKm2":2.97})",
                                 "MultiPolygon");
    CHECK(in.name == "Phường Ba Đình");
    CHECK(in.name_en == "Ba Dinh Ward");
    CHECK(in.identifiers[0].kind == "gso");
    CHECK(in.attributes_json == R"({"code":"00004","kind":"phường","area_km2":2.97,"code_name":"ba_dinh"})");
}

TEST_CASE("what is no feature is refused where it is wrong") {
    CHECK(refusal_of("{}") == Refusal{Code::missing_field, "/type"});
    CHECK(refusal_of(R"({"type":"Point"})") == Refusal{Code::invalid_value, "/type"});
    CHECK(refusal_of(R"({"type":"Feature"})") == Refusal{Code::missing_field, "/properties"});
    CHECK(refusal_of(R"({"type":"Feature","properties":null})") == Refusal{Code::wrong_type, "/properties"});
    CHECK(refusal_of(R"({"type":"Feature","properties":{}})") == Refusal{Code::missing_field, "/geometry"});
    CHECK(refusal_of(R"({"type":"Feature","properties":{},"geometry":{"type":"Point"}})") ==
          Refusal{Code::missing_field, "/properties/osm_id"});
    CHECK(refusal_of(R"({"type":"Feature","properties":{"osm_id":1.5},"geometry":{"type":"Point"}})") ==
          Refusal{Code::wrong_type, "/properties/osm_id"});
}

TEST_CASE("the content hash sees every written field") {
    AssetInput a;
    a.name = "x";
    AssetInput b = a;
    CHECK(content_sha256(a) == content_sha256(b));
    b.other_names = {"y"};
    CHECK(content_sha256(a) != content_sha256(b));
    b = a;
    b.geometry_json = "{}";
    CHECK(content_sha256(a) != content_sha256(b));
    b = a;
    b.source = "another file";
    CHECK(content_sha256(a) == content_sha256(b));
}

}  // namespace hatang::registry
