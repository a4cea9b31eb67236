#include "registry/assets/change_core.hpp"

#include <doctest/doctest.h>

namespace hatang::registry {
namespace {

AssetInput patched(std::string_view body) {
    AssetInput in;
    in.name = "Cầu Long Biên";
    in.name_en = "Long Bien Bridge";
    in.address = "Phường Hồng Hà";
    in.attributes_json = R"({"lanes":2,"osm_tags":{"bridge":"yes"}})";
    in.geometry_json = R"({"type":"Point","coordinates":[105.86,21.04]})";
    const json::Document document = json::parse(body);
    return apply_patch(in, json::read<AssetPatch>(document.root()));
}

std::vector<std::string_view> changes(std::string_view body) {
    return changed_fields(patched("{}"), patched(body));
}

}  // namespace

TEST_CASE("absent keeps, null clears, a value replaces") {
    CHECK(changes("{}").empty());
    CHECK(changes(R"({"name_en":null,"reason":"x"})") == std::vector<std::string_view>{"name_en"});
    CHECK_FALSE(patched(R"({"name_en":null})").name_en);
    CHECK(patched(R"({"address":"Phường Bồ Đề"})").address == "Phường Bồ Đề");
    CHECK(patched(R"({"geometry":null})").geometry_json.empty());
}

TEST_CASE("attributes merge") {
    const AssetInput in = patched(R"({"attributes":{"lanes":null,"length_m":2290}})");
    CHECK(in.attributes_json == R"({"osm_tags":{"bridge":"yes"},"length_m":2290})");
    CHECK(changes(R"({"attributes":{"lanes":2}})").empty());
    CHECK_THROWS_AS(patched(R"({"attributes":[1]})"), Error);
}

TEST_CASE("fields that cannot change are refused") {
    CHECK_THROWS_AS(patched(R"({"class":"road"})"), Error);
    CHECK_THROWS_AS(patched(R"({"id":7})"), Error);
    CHECK_THROWS_AS(patched(R"({"name":""})"), Error);
}

TEST_CASE("a change says what changed") {
    const Titles titles = change_titles({"name", "geometry"});
    CHECK(titles.vi == "Cập nhật: tên, hình học");
    CHECK(titles.en == "Changed: name, geometry");
}

}  // namespace hatang::registry
