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

TEST_CASE("an operator's list is checked") {
    CHECK(refusal(xyz("/nen/{z}/{x}/{y}.png")) == Refusal{Code::internal, ""});
    CHECK(refusal(xyz("https://a.vn/{z}/{x}/{y}")) == Refusal{Code::internal, ""});
    CHECK(refusal(xyz("http://a.vn/{z}/{x}/{y}")) == Refusal{Code::invalid_value, "/items/0/url"});
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
