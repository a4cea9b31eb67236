#include "registry/assets/filter.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

Code code_of(const auto& act) {
    try {
        act();
    } catch (const Error& e) {
        return e.code;
    }
    return Code::internal;
}

}  // namespace

TEST_CASE("a bounding box is four ordered degrees") {
    const auto box = parse_bbox("105.5,20.5,106.1,21.4");
    CHECK(box[0] == 105.5);
    CHECK(box[3] == 21.4);
    for (const char* bad : {"", "1,2,3", "1,2,3,4,5", "a,2,3,4", "106,20,105,21", "105,21,106,20",
                            "-181,0,0,1", "0,0,1,91", "nan,0,1,1", "1e400,0,1,1", "1,2,3,4 "}) {
        CAPTURE(bad);
        CHECK(code_of([&] { parse_bbox(bad); }) == Code::invalid_parameter);
    }
}

TEST_CASE("an area is three corners or more, closed by the register") {
    CHECK(parse_area("105,20;106,20;106,21.5") == "POLYGON((105 20,106 20,106 21.5,105 20))");
    for (const char* bad : {"", "105,20;106,20", "105,20;106,20;106", "105;106;107", "105,20;106,20;nan,21",
                            "105,20;106,20;181,21", "105,20;106,20;106,21)", "1,2,3;4,5;6,7"}) {
        CAPTURE(bad);
        CHECK(code_of([&] { parse_area(bad); }) == Code::invalid_parameter);
    }
    std::string many;
    for (int i = 0; i < 201; ++i) many += "105,20;";
    CHECK(code_of([&] { parse_area(many); }) == Code::invalid_parameter);
}

TEST_CASE("cursors and limits refuse what the program did not give") {
    CHECK(parse_cursor(cursor_of(42)) == 42);
    for (const char* bad : {"", "42", "i", "i-1", "i4x", "i99999999999999999999"}) {
        CAPTURE(bad);
        CHECK(code_of([&] { parse_cursor(bad); }) == Code::invalid_parameter);
    }
    CHECK(parse_limit({}, 100, 1000) == 100);
    CHECK(parse_limit(1000, 100, 1000) == 1000);
    CHECK(code_of([] { parse_limit(0, 100, 1000); }) == Code::invalid_parameter);
    CHECK(code_of([] { parse_limit(1001, 100, 1000); }) == Code::invalid_parameter);
}

TEST_CASE("search meets both spellings and has no wildcards") {
    CHECK(search_words("Cầu  Vĩnh Tuy") == std::vector<std::string>{"cau", "vinh", "tuy"});
    CHECK(search_words("Hoà") == search_words("Hòa"));
    CHECK(search_words("Đường đường") == std::vector<std::string>{"duong"});
    CHECK(search_words("   ").empty());
    CHECK(like_pattern("50%_\\") == "%50\\%\\_\\\\%");
}

TEST_CASE("conditions number their values") {
    AssetQuery query;
    query.class_key = "bridge";
    query.q = "vinh tuy";
    query.bbox = "105,20,106,21";
    const Where where = conditions_of(query);
    CHECK(where.text() ==
          "a.class_key = $1 and a.name_folded like $2 and a.name_folded like $3 and "
          "a.geom && st_makeenvelope($4, $5, $6, $7, 4326) and st_intersects(a.geom, st_makeenvelope($4, $5, "
          "$6, $7, 4326))");
    CHECK(where.params().size() == 7);
    CHECK(Where().text() == "true");
}

}  // namespace hatang::registry
