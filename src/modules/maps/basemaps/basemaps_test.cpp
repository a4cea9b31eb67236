#include "maps/basemaps/basemaps.hpp"

#include <doctest/doctest.h>

#include <span>

#include "base/embedded.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_maps();
}

namespace hatang::maps {
namespace {

std::pair<Code, std::string> refusal(const std::string& map) {
    try {
        read_basemaps(R"({"items":[)" + map + "]}");
    } catch (const Error& e) {
        return {e.code, e.where};
    }
    return {Code::internal, ""};
}
using Refusal = std::pair<Code, std::string>;

std::string xyz(std::string_view url) {
    return R"({"id":"a","name":"A","kind":"xyz","url":")" + std::string(url) +
           R"(","attribution":"","min_zoom":0,"max_zoom":19})";
}

}  // namespace

TEST_CASE("the lists that travel with the program are good") {
    int read = 0;
    for (const EmbeddedFile& file : embedded_maps()) {
        if (file.path == "data/basemaps.json") read += !read_basemaps(file.text).items.empty();
        if (file.path == "data/attributions.json") read += !read_attributions(file.text).items.empty();
    }
    CHECK(read == 2);
}

TEST_CASE("a tile has its address in each kind") {
    const BasemapList list = read_basemaps(
        R"({"items":[{"id":"a","name":"A","kind":"xyz","url":"https://a.vn/{z}/{x}/{y}.png?k=1","attribution":"","min_zoom":0,"max_zoom":19},)"
        R"({"id":"b","name":"B","kind":"wmts","url":"https://b.vn/wmts?m={TileMatrix}&r={TileRow}&c={TileCol}","attribution":"","min_zoom":0,"max_zoom":19}]})");
    CHECK(tile_address(list.items[0], 5, 6, 7) == "https://a.vn/5/6/7.png?k=1");
    CHECK(tile_address(list.items[1], 5, 6, 7) == "https://b.vn/wmts?m=5&r=7&c=6");
}

TEST_CASE("a picture is known by its first bytes") {
    using namespace std::string_view_literals;
    CHECK(image_type("\x89PNG\r\n\x1A\n...."sv) == "image/png");
    CHECK(image_type("\xFF\xD8\xFF\xE0"sv) == "image/jpeg");
    CHECK(image_type("RIFF\x10\0\0\0WEBPVP8 "sv) == "image/webp");
    for (const std::string_view other :
         {""sv, "<svg onload=x>"sv, "<html>"sv, "GIF89a"sv, "RIFF\0\0\0\0AVI "sv, "\x89PNG"sv})
        CHECK(image_type(other).empty());
}

TEST_CASE("files are named by their path") {
    const auto file = [](std::string_view kind, std::string_view rest) {
        return R"({"id":"a","name":"A","kind":")" + std::string(kind) +
               R"(","attribution":"","min_zoom":0,"max_zoom":9)" + std::string(rest) + "}";
    };
    CHECK(refusal(file("mbtiles", R"(,"file":"/nen/a.mbtiles","satellite":true,"date":"2025")")) ==
          Refusal{Code::internal, ""});
    CHECK(refusal(file("pmtiles", R"(,"file":"a.pmtiles")")) ==
          Refusal{Code::invalid_value, "/items/0/file"});
    CHECK(refusal(file("pmtiles", "")) == Refusal{Code::missing_field, "/items/0/file"});
    CHECK(refusal(file("mbtiles", R"(,"file":"/a","url":"/{z}")")) ==
          Refusal{Code::invalid_value, "/items/0/url"});
    CHECK(refusal(R"({"id":"../a","name":"A","kind":"local","attribution":"","min_zoom":0,"max_zoom":1})") ==
          Refusal{Code::invalid_value, "/items/0/id"});
}

TEST_CASE("an operator's list is checked") {
    CHECK(refusal(xyz("/nen/{z}/{x}/{y}.png")) == Refusal{Code::internal, ""});
    CHECK(refusal(xyz("https://a.vn/{z}/{x}/{y}")) == Refusal{Code::internal, ""});
    CHECK(refusal(xyz("http://10.1.2.3/{z}/{x}/{y}")) == Refusal{Code::internal, ""});
    CHECK(refusal(xyz("file:///etc/{z}/{x}/{y}")) == Refusal{Code::invalid_value, "/items/0/url"});
    CHECK(refusal(xyz("//a.vn/{z}/{x}/{y}")) == Refusal{Code::invalid_value, "/items/0/url"});
    CHECK(refusal(xyz("https://a.vn/{z}/{x}")) == Refusal{Code::invalid_value, "/items/0/url"});
    CHECK(refusal(R"({"id":"a","name":"A","kind":"xyz","attribution":"","min_zoom":0,"max_zoom":1})") ==
          Refusal{Code::missing_field, "/items/0/url"});
    CHECK(refusal(R"({"id":"a","name":"A","kind":"wms","attribution":"","min_zoom":0,"max_zoom":1})") ==
          Refusal{Code::invalid_value, "/items/0/kind"});
    CHECK(refusal(R"({"id":"a","name":"A","kind":"local","attribution":"","min_zoom":9,"max_zoom":1})") ==
          Refusal{Code::out_of_range, "/items/0/min_zoom"});
    CHECK(refusal(xyz("/{z}/{x}/{y}") + "," + xyz("/{z}/{x}/{y}")) ==
          Refusal{Code::duplicate_field, "/items/1/id"});
    CHECK_THROWS_AS(configured_basemaps("/nowhere/basemaps.json", ""), Error);
    CHECK(configured_basemaps(nullptr, R"({"items":[]})").items.empty());
}

}  // namespace hatang::maps
