// Both encodings: what is taken, what is refused and where, and that what is written reads back.
#include "cql2/cql2.hpp"

#include <doctest/doctest.h>

#include "cql2/functions.hpp"
#include "cql2/limits.hpp"

namespace hatang::cql2 {
namespace {

Expression from_json(std::string_view text) {
    const json::Document document = json::parse(text);
    return parse_json(document.root());
}

// "code where position" of the refusal, "ok" when there is none.
template <class Read>
std::string refusal(Read read) {
    try {
        read();
        return "ok";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where + (e.args.empty() ? "" : " " + e.args[0]);
    }
}
std::string text_refusal(std::string_view text) {
    return refusal([&] { parse_text(text); });
}
std::string json_refusal(std::string_view text) {
    return refusal([&] { from_json(text); });
}

// Text → tree → JSON → tree → text: the trees are one.
std::string canonical(std::string_view text) {
    const Expression e = parse_text(text);
    CHECK(from_json(to_json(e)) == e);
    CHECK(parse_text(to_text(e)) == e);
    return to_text(e);
}

const Queryables lamps{{
    {.name = "name", .type = Type::text, .sql = "a.name", .folded_sql = "a.name_folded"},
    {.name = "name_en", .type = Type::text, .sql = "a.name_en"},
    {.name = "lanes", .type = Type::integer, .sql = "a.lanes"},
    {.name = "length", .type = Type::number, .sql = "a.length"},
    {.name = "lit", .type = Type::boolean, .sql = "a.lit"},
    {.name = "opened", .type = Type::date, .sql = "a.opened"},
    {.name = "updated", .type = Type::instant, .sql = "a.updated"},
    {.name = "closed", .type = Type::instant, .sql = "a.closed"},
    {.name = "geometry", .type = Type::geometry, .sql = "a.geom"},
    {.name = "tags", .type = Type::text_array, .sql = "a.tags"},
}};

std::string sql_of(std::string_view text, FilterCrs crs = {}) {
    db::Where where;
    add_to(where, parse_text(text), lamps, crs);
    return where.text();
}
std::string check_refusal(std::string_view text, FilterCrs crs = {}) {
    const std::string from_text = refusal([&] { check(parse_text(text), lamps, crs); });
    return from_text;
}
// The pointer where the same filter is refused as JSON.
std::string json_check_refusal(std::string_view text) {
    return refusal([&] { check(from_json(to_json(parse_text(text))), lamps); });
}

}  // namespace

TEST_CASE("canonical text") {
    CHECK(canonical("a=1") == "a = 1");
    CHECK(canonical("NOT(a=1)and b<>'x''y\\'z'") == "NOT a = 1 AND b <> 'x''y''z'");
    CHECK(canonical("a=1 and b=2 and c=3 or d=4") == "a = 1 AND b = 2 AND c = 3 OR d = 4");
}

TEST_CASE("operators bind as the grammar says") {
    CHECK(
        to_json(parse_text("a + 2 * b ^ 2 - 3 > 0")) ==
        R"({"op":">","args":[{"op":"-","args":[{"op":"+","args":[{"property":"a"},{"op":"*","args":[2,{"op":"^","args":[{"property":"b"},2]}]}]},3]},0]})");
    CHECK(canonical("a - b - c = - d") == "(a - b) - c = -1 * d");
    CHECK(canonical("a - (b - c) = -9223372036854775808") == "a - (b - c) = -9223372036854775808");
    CHECK(canonical("-2 ^ 2 = 4") == "-2 ^ 2 = 4");
    CHECK(canonical("NOT a = 1 OR b = 2") == "NOT a = 1 OR b = 2");
    CHECK(parse_text("NOT a = 1 OR b = 2") == parse_text("(NOT (a = 1)) OR (b = 2)"));
    CHECK(parse_text("a = 1 OR b = 2 AND c = 3") == parse_text("a = 1 OR (b = 2 AND c = 3)"));
    CHECK_FALSE(parse_text("(a = 1 AND b = 2) AND c = 3") == parse_text("a = 1 AND b = 2 AND c = 3"));
    CHECK(text_refusal("a ^ 2 ^ 3 = 1") == "invalid_filter filter 6");
    CHECK(text_refusal("a = b = c") == "invalid_filter filter 6");
}

TEST_CASE("numbers keep what they are") {
    CHECK(canonical("a = 1.0") == "a = 1.0");
    CHECK(canonical("a = 1e3") == "a = 1000.0");
    CHECK(canonical("a = .5") == "a = 0.5");
    CHECK(canonical("a = 9007199254740993") == "a = 9007199254740993");
    CHECK(canonical("a = 99999999999999999999") == "a = 1e+20");
    CHECK(text_refusal("a = 1e999") == "invalid_filter filter 4");
}

TEST_CASE("texts: escapes, quotes, scripts") {
    CHECK(canonical("a = '\\t\\\\ \\%'") == "a = '\\t\\\\ \\\\%'");
    CHECK(*parse_text("a LIKE '\\%'").as<Operation>()->args[1].as<std::string>() == "\\%");
    CHECK(canonical("tên_đường = 'Phố Huế'") == "tên_đường = 'Phố Huế'");
    CHECK(canonical("\"date\" = 'x' and \"a b\" = 'y'") == "\"date\" = 'x' AND \"a b\" = 'y'");
    CHECK(canonical("date = 'x'") == "\"date\" = 'x'");
    CHECK(text_refusal("tên = 'chưa hết") == "invalid_filter filter 6");
    CHECK(text_refusal(std::string("a = 'x\0'", 8)) == "invalid_filter filter 4");
    CHECK(text_refusal("a = '\xff'") == "invalid_utf8 filter");
    CHECK(json_refusal(R"({"op":"=","args":[{"property":"a"},"\u0000"]})") ==
          "invalid_filter /args/1 /args/1");
}

TEST_CASE("brackets of arguments: arrays and groups") {
    CHECK(canonical("f((1))") == "f((1))");
    CHECK(parse_text("f((1))").as<Function>()->args[0].as<Array>());
    CHECK(canonical("f((a + 1) * 2, ((x = 1 OR y = 2) AND z = 3))") ==
          "f((a + 1) * 2, ((x = 1 OR y = 2) AND z = 3))");
    CHECK(canonical("f(((a + 1)) * 2)") == "f((a + 1) * 2)");
    CHECK(canonical("f((a = 1) IS NULL)") == "f((a = 1) IS NULL)");
    CHECK(canonical("A_EQUALS((), ('a', ('b')))") == "A_EQUALS((), ('a', ('b')))");
}

TEST_CASE("times") {
    CHECK(canonical("t_after(a, interval('..', '2026-11-29T08:30:00+07:00'))") ==
          "T_AFTER(a, INTERVAL('..', '2026-11-29T01:30:00Z'))");
    CHECK(canonical("a > date('1851-04-29')") == "a > DATE('1851-04-29')");
    CHECK(text_refusal("a > DATE('2026-02-30')") == "invalid_filter filter 9");
    CHECK(text_refusal("a > TIMESTAMP('2026-02-03')") == "invalid_filter filter 14");
    CHECK(text_refusal("T_AFTER(a, INTERVAL('..', 5))") == "invalid_filter filter 26");
    CHECK(json_refusal(R"({"op":"t_after","args":[{"property":"a"},{"interval":["..","x"]}]})") ==
          "invalid_filter /args/1/interval/1 /args/1/interval/1");
}

TEST_CASE("geometries") {
    CHECK(canonical("S_WITHIN(g, POLYGON((0 0,1 0,1 1,0 0)))") ==
          "S_WITHIN(g, POLYGON ((0 0, 1 0, 1 1, 0 0)))");
    CHECK(canonical("S_WITHIN(g, POINT Z(0 0 5))") == "S_WITHIN(g, POINT Z (0 0 5))");
    CHECK(canonical("S_WITHIN(g, MULTIPOINT((0 0), (1 1 2)))") == "S_WITHIN(g, MULTIPOINT ((0 0), (1 1 2)))");
    CHECK(canonical("S_WITHIN(g, GEOMETRYCOLLECTION(POINT(0 0), LINESTRING(0 0, 1 1)))") ==
          "S_WITHIN(g, GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 0, 1 1)))");
    CHECK(text_refusal("S_WITHIN(g, POLYGON((0 0,1 0,1 1,0 1)))") == "invalid_filter filter 12");
    CHECK(text_refusal("S_WITHIN(g, LINESTRING(0 0))") == "invalid_filter filter 12");
    CHECK(text_refusal("S_WITHIN(g, BBOX(1,2,3))") == "invalid_filter filter 12");
    CHECK(json_refusal(
              R"({"op":"s_within","args":[{"property":"g"},{"type":"Point","coordinates":[1,"x"]}]})") ==
          "invalid_filter /args/1/coordinates/1 /args/1/coordinates/1");
}

TEST_CASE("what is no filter is refused where it goes wrong") {
    for (const auto& [text, where] : std::initializer_list<std::pair<const char*, const char*>>{
             {"", "filter 0"},
             {"a", "filter 0"},
             {"5", "filter 0"},
             {"a = ", "filter 4"},
             {"a = 1 b", "filter 6"},
             {"a = 1 AND", "filter 9"},
             {"đ = 'ư' AND (b = 1", "filter 18"},
             {"swimming_pool AND a = 1", "filter 0"},
             {"a BETWEEN 'x' AND 3", "filter 10"},
             {"a IN ()", "filter 5"},
             {"a IN (('x'), BBOX(0,0,1,1))", "filter 5"},
             {"a LIKE b", "filter 7"},
             {"CASEI(5) = 'a'", "filter 6"},
             {"S_WITHIN(a, 'x')", "filter 12"},
             {"S_WITHIN(a)", "filter 0"},
             {"a = NULL", "filter 4"},
             {"a ! b", "filter 2"}}) {
        CAPTURE(text);
        CHECK(text_refusal(text) == "invalid_filter " + std::string(where));
    }
    CHECK(json_refusal("5") == "invalid_filter  /");
    CHECK(json_refusal(R"({"op":"and","args":[true]})") == "invalid_filter /args /args");
    CHECK(json_refusal(R"({"op":"AND","args":[true,true]})") == "invalid_filter /op /op");
    CHECK(json_refusal(R"({"op":"not","args":[true],"x":1})") == "invalid_filter /x /x");
    CHECK(json_refusal(R"({"op":"not"})") == "invalid_filter  /");
    CHECK(json_refusal(R"({"op":"=","args":[{"property":"a"},null]})") == "invalid_filter /args/1 /args/1");
    CHECK(json_refusal(R"({"op":"in","args":[{"property":"a"},"x"]})") == "invalid_filter /args/1 /args/1");
}

TEST_CASE("a filter costs no more than its limits") {
    const auto repeated = [](std::string_view piece, std::size_t n) {
        std::string out;
        for (std::size_t i = 0; i < n; ++i) out += piece;
        return out;
    };
    CHECK(text_refusal(std::string(limits::bytes_max + 1, ' ')) == "filter_too_costly filter 0");
    CHECK(text_refusal("a = 1" + repeated(" OR a = 1", 1000)).starts_with("filter_too_costly filter"));
    CHECK(text_refusal(repeated("(", 100'000) + "a = 1") == "filter_too_costly filter 96");
    CHECK(text_refusal(repeated("NOT ", 30) + "a = 1").starts_with("filter_too_costly filter"));
    CHECK(text_refusal("a = b" + repeated(" + 1", 30)).starts_with("filter_too_costly filter"));
    CHECK(text_refusal("a = " + repeated("- ", 1000) + "b").starts_with("filter_too_costly filter"));
    CHECK(text_refusal("f(" + repeated("(", 1000)).starts_with("filter_too_costly filter"));
    CHECK(text_refusal("a IN (1" + repeated(",1", limits::items_max) + ")")
              .starts_with("filter_too_costly filter"));
    CHECK(text_refusal("S_WITHIN(a, MULTIPOINT((0 0)" + repeated(",(0 0)", limits::vertices_max) + "))")
              .starts_with("filter_too_costly filter"));
    // The deepest filter that is taken can be written as JSON and read again.
    std::string deepest = "a = 1";
    for (int i = 2; i < limits::depth_max; ++i)
        deepest = "(" + deepest + (i % 2 ? " AND b = 2)" : " OR b = 2)");
    CHECK(text_refusal(deepest) == "ok");
    canonical(deepest);
    CHECK(check_refusal("name LIKE '" + repeated("%a", 11) + "'") == "filter_too_costly filter 10");
    CHECK(check_refusal("name LIKE '" + repeated("ă", limits::pattern_max + 1) + "'") ==
          "filter_too_costly filter 10");
}

TEST_CASE("names and types are checked, with the place in either encoding") {
    struct Refused {
        const char* text;
        const char* at;
        const char* pointer;
    };
    for (const Refused& r :
         {Refused{"lanes = 'x'", "filter 8", "/args/1"},
          {"name > 5", "filter 7", "/args/1"},
          {"lit = 1", "filter 6", "/args/1"},
          {"name = lanes + 1", "filter 13", "/args/1"},
          {"lanes IN (1, 'x')", "filter 13", "/args/1/1"},
          {"name LIKE '\\\\'", "filter 10", "/args/1"},
          {"geometry = 'x'", "filter 0", "/args/0"},
          {"opened = '2026-11-29'", "filter 9", "/args/1"},
          {"S_WITHIN(name, POINT(105 21))", "filter 9", "/args/0"},
          {"S_WITHIN(geometry, POINT(21 105))", "filter 19", "/args/1"},
          {"T_AFTER(name, DATE('2026-11-29'))", "filter 8", "/args/0"},
          {"T_DURING(updated, INTERVAL('..', '..'))", "filter 9", "/args/0"},
          {"T_AFTER(updated, INTERVAL('2026-11-29', '2026-11-28'))", "filter 17", "/args/1"},
          {"T_AFTER(updated, INTERVAL(name, '..'))", "filter 26", "/args/1/interval/0"},
          {"A_CONTAINS(tags, ('a', 5))", "filter 23", "/args/1/1"},
          {"A_CONTAINS(tags, (5))", "filter 17", "/args/1"},
          {"A_CONTAINS(name, ('a'))", "filter 11", "/args/0"},
          {"A_OVERLAPS((updated), (DATE('2026-03-05')))", "filter 22", "/args/1"},
          {"lower(lanes) = 'a'", "filter 6", "/args/0/args/0"},
          {"lower(name, name) = 'a'", "filter 0", "/args/0"},
          {"foo(name) = 'a'", "filter 0", "/args/0"},
          {"lower(name)", "filter 0", ""},
          {"lit = TRUE AND NOT lanes = name", "filter 27", "/args/1/args/0/args/1"}}) {
        CAPTURE(r.text);
        CHECK(check_refusal(r.text).find(r.at) != std::string::npos);
        const std::string pointer = json_check_refusal(r.text);
        CHECK(pointer == std::string("invalid_filter ") + r.pointer + " " + (*r.pointer ? r.pointer : "/"));
    }
    CHECK(check_refusal("height > 5") == "unknown_queryable filter 0");
    CHECK(json_check_refusal("lit = TRUE AND height > 5") ==
          "unknown_queryable /args/1/args/0 /args/1/args/0");
}

TEST_CASE("SQL: values are parameters, indexes are offered") {
    CHECK(sql_of("name = 'x'' or 1=1 --' AND lanes >= 2") == "((a.name = $1::text) and (a.lanes >= $2))");
    CHECK(sql_of("updated >= DATE('2026-11-29')") ==
          "((a.updated at time zone 'Asia/Ho_Chi_Minh')::date >= ('epoch'::date + $1))");
    CHECK(sql_of("lanes IN (1, 2)") == "(a.lanes = any($1))");
    CHECK(sql_of("CASEI(ACCENTI(name)) LIKE ACCENTI(CASEI('%Vĩnh Tuy%'))") ==
          "(a.name_folded like $2::text and cql2.casei(cql2.accenti(a.name)) like "
          "cql2.accenti(cql2.casei($1::text)))");
    // ß and ss are one to CASEI and two to the index; so the index is not asked.
    CHECK(sql_of("CASEI(ACCENTI(name)) = CASEI(ACCENTI('Strasse'))").find("folded") == std::string::npos);
    CHECK(sql_of("CASEI(name) = CASEI('Cầu')").find("folded") == std::string::npos);
    CHECK(sql_of("T_INTERSECTS(updated, INTERVAL('2026-11-29T00:00:00Z', '..'))") ==
          "(a.updated <= 'infinity'::timestamptz and a.updated >= $1)");
    CHECK(sql_of("S_INTERSECTS(geometry, BBOX(105, 20, 106, 21))") ==
          "st_intersects(a.geom, st_makeenvelope($1, $2, $3, $4, 4326))");
    CHECK(sql_of("lanes % 2 = 1") == "(cql2.remainder(a.lanes, $1) = $2)");
}

TEST_CASE("geometries come in the system and with the axes that filter-crs names") {
    const auto point = [](std::string_view text, std::string_view uri) {
        db::Where where;
        const geo::NamedCrs* crs = geo::crs_of_uri(uri);
        REQUIRE(crs);
        add_to(where, parse_text(text), lamps, {crs->crs, crs->latitude_first});
        return where.params().at(0).wire().value.value();
    };
    const std::string hanoi = "POINT (105.5 21)";
    CHECK(point("S_WITHIN(geometry, POINT(105.5 21))", "http://www.opengis.net/def/crs/OGC/1.3/CRS84") ==
          hanoi);
    CHECK(point("S_WITHIN(geometry, POINT(21 105.5))", "http://www.opengis.net/def/crs/EPSG/0/4326") ==
          hanoi);
    // The vector of geo_test.cpp: 588000 E, 2326000 N in TM-3 zone 482.
    CHECK(point("S_WITHIN(geometry, POINT(588000 2326000))", "http://www.opengis.net/def/crs/EPSG/0/5897")
              .starts_with("POINT (105.848487"));
    const std::string mercator = point("S_WITHIN(geometry, POINT(11744206.282 2391878.588))", "EPSG:3857");
    CHECK(mercator.starts_with("POINT (105.5000"));
}

TEST_CASE("the functions describe themselves") {
    const json::Document document = json::parse(functions_json(true));
    const auto list = *document.root().find("functions");
    CHECK(list.size() == functions().size());
    for (const json::Value f : list.items()) {
        CHECK(f.find("args")->size() >= 1);
        CHECK(f.find("returns")->size() == 1);
    }
}

}  // namespace hatang::cql2
