#include "catalogue/schema/json_schema.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::catalogue;

namespace {

constexpr const char* schema_text = R"({
  "type": "object",
  "properties": {
    "lanes": {"type": "integer", "title": "Số làn", "minimum": 1, "maximum": 20},
    "width_m": {"type": "number", "minimum": 0},
    "surface": {"type": "string", "enum": ["asphalt", "concrete"]},
    "name": {"type": "string", "maxLength": 5},
    "lit": {"type": "boolean"},
    "tenants": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
    "osm_tags": {"type": "object", "maxProperties": 2, "additionalProperties": {"type": "string", "maxLength": 3}}
  },
  "required": ["lanes"],
  "additionalProperties": false
})";

// "pointer keyword: expected", the code for other errors, or "" when it fits.
std::string check(const char* value_text) {
    const json::Document schema = json::parse(schema_text), value = json::parse(value_text);
    const auto error = schema_violation(schema.root(), value.root(), "/attributes");
    if (!error) return {};
    return error->where + " " +
           (error->code == Code::schema_violation ? error->args.at(0) : error_info(error->code).code.data());
}

}  // namespace

TEST_CASE("a value that fits") {
    CHECK(check(R"({"lanes": 2})") == "");
    CHECK(
        check(
            R"({"lanes": 20, "width_m": 0, "surface": "asphalt", "name": "Đường", "lit": true, "tenants": ["a", "b"],
                    "osm_tags": {"a": "1", "name:en": "abc"}})") == "");
    CHECK(check(R"({"lanes": 6.0})") == "");
}

TEST_CASE("types") {
    CHECK(check("[]") == "/attributes type: object");
    CHECK(check("null") == "/attributes type: object");
    CHECK(check(R"({"lanes": "2"})") == "/attributes/lanes type: integer");
    CHECK(check(R"({"lanes": 2.5})") == "/attributes/lanes type: integer");
    CHECK(check(R"({"lanes": null})") == "/attributes/lanes type: integer");
    CHECK(check(R"({"lanes": 2, "width_m": true})") == "/attributes/width_m type: number");
    CHECK(check(R"({"lanes": 2, "lit": "yes"})") == "/attributes/lit type: boolean");
    CHECK(check(R"({"lanes": 2, "tenants": {}})") == "/attributes/tenants type: array");
}

TEST_CASE("bounds") {
    CHECK(check(R"({"lanes": 0})") == "/attributes/lanes minimum: 1");
    CHECK(check(R"({"lanes": 21})") == "/attributes/lanes maximum: 20");
    CHECK(check(R"({"lanes": 2, "surface": "mud"})") == "/attributes/surface enum: asphalt, concrete");
    CHECK(check(R"({"lanes": 2, "name": "Đường5"})") == "/attributes/name maxLength: 5");
    CHECK(check(R"({"lanes": 2, "tenants": ["a", "b", "c"]})") == "/attributes/tenants maxItems: 2");
    CHECK(check(R"({"lanes": 2, "tenants": ["a", 7]})") == "/attributes/tenants/1 type: string");
}

TEST_CASE("members") {
    CHECK(check("{}") == "/attributes/lanes required: lanes");
    CHECK(check(R"({"lanes": 2, "colour": "red"})") == "/attributes/colour additionalProperties: false");
    CHECK(check(R"({"lanes": 2, "a/b~c": 1})") == "/attributes/a~1b~0c additionalProperties: false");
    CHECK(check(R"({"lanes": 2, "lanes": 3})") == "/attributes/lanes duplicate_field");
    CHECK(check(R"({"lanes": 2, "osm_tags": {"a": 1}})") == "/attributes/osm_tags/a type: string");
    CHECK(check(R"({"lanes": 2, "osm_tags": {"a": "long"}})") == "/attributes/osm_tags/a maxLength: 3");
    CHECK(check(R"({"lanes": 2, "osm_tags": {"a": "1", "b": "2", "c": "3"}})") ==
          "/attributes/osm_tags maxProperties: 2");
}

TEST_CASE("a schema outside the subset is found") {
    const auto defect = [](const char* text) { return schema_defect(json::parse(text).root()); };
    CHECK(defect(schema_text) == "");
    CHECK(defect(R"({"type": "text"})") == "/type: malformed");
    CHECK(defect(R"({"format": "email"})") == "/format: malformed");
    CHECK(defect(R"({"allOf": [{"not": {}}]})") == "/allOf/0/not: keyword outside the subset");
    CHECK(defect(R"({"if": 1})") == "/if: not an object");
    CHECK(defect(R"({"dependentRequired": {"a": "b"}})") == "/dependentRequired/a: malformed");
    CHECK(defect(R"({"properties": {"a": true}, "groups": [{"title": "A", "properties": ["b"]}]})") ==
          "/groups/0: no property b");
    CHECK(defect(R"({"properties": {"a": true}, "mandatory": [{"properties": ["a"]}]})") ==
          "/mandatory/0: malformed");
    CHECK(defect(R"({"pattern": "a"})") == "/pattern: keyword outside the subset");
    CHECK(defect(R"({"properties": {"a": {"minimum": "0"}}})") == "/properties/a/minimum: malformed");
    CHECK(defect(R"({"items": []})") == "/items: not an object");
    CHECK(defect(R"({"required": [1]})") == "/required: malformed");
}

TEST_CASE("a field that depends on another value") {
    const json::Document schema = json::parse(R"({
      "type": "object",
      "properties": {
        "laying": {"type": "string", "title": "Cách đặt", "title_en": "Laying", "enum": ["overhead", "buried"],
                   "enum_titles": {"overhead": "Đi nổi"}, "enum_titles_en": {"overhead": "Overhead"}},
        "depth_m": {"type": "number", "title": "Độ sâu", "title_en": "Depth", "unit": "m", "minimum": 0, "maximum": 20},
        "fee": {"type": "boolean", "title": "Thu phí"},
        "price": {"type": "integer", "title": "Giá"},
        "iri": {"type": "number", "title": "IRI"},
        "iri_date": {"type": "string", "title": "Ngày đo", "title_en": "Measured on", "format": "date"},
        "lot": {"type": "string"}, "unit": {"type": "string"}
      },
      "allOf": [
        {"if": {"properties": {"laying": {"const": "overhead"}}, "required": ["laying"]},
         "then": {"properties": {"depth_m": false}}},
        {"if": {"properties": {"fee": {"enum": [true]}}, "required": ["fee"]},
         "then": {"required": ["price"]}, "else": {"properties": {"price": false}}}
      ],
      "dependentRequired": {"iri": ["iri_date"]},
      "dependentSchemas": {"lot": {"properties": {"unit": {"const": "ha"}}, "required": ["unit"]}}
    })");
    REQUIRE(schema_defect(schema.root()) == "");
    const auto refusal = [&](const char* text) {
        const json::Document value = json::parse(text);
        return schema_violation(schema.root(), value.root(), "");
    };
    const auto check = [&](const char* text) {
        const auto error = refusal(text);
        return error ? error->where + " " + error->args.at(0) : "";
    };
    CHECK(check(R"({"laying": "buried", "depth_m": 1})") == "");
    CHECK(check(R"({"depth_m": 1})") == "");
    CHECK(check(R"({"laying": "overhead"})") == "");
    CHECK(check(R"({"laying": "overhead", "depth_m": 1})") == "/depth_m properties: false");
    CHECK(check(R"({"fee": true, "price": 1})") == "");
    CHECK(check(R"({"fee": true})") == "/price required: price");
    CHECK(check(R"({"fee": false, "price": 1})") == "/price properties: false");
    CHECK(check(R"({"price": 1})") == "/price properties: false");
    CHECK(check(R"({"iri": 2.5, "iri_date": "2026-02-28"})") == "");
    CHECK(check(R"({"iri": 2.5})") == "/iri_date dependentRequired: iri");
    CHECK(check(R"({"iri_date": "2026-02-30"})") == "/iri_date format: date");
    CHECK(check(R"({"iri_date": "28/02/2026"})") == "/iri_date format: date");
    CHECK(check(R"({"lot": "1"})") == "/unit required: unit");
    CHECK(check(R"({"lot": "1", "unit": "m2"})") == "/unit const: ha");

    SUBCASE("the sentences name the field, its value, what is expected and why") {
        const auto say = [&](const char* text) { return refusal(text)->text_vi(); };
        CHECK(say(R"({"laying": "overhead", "depth_m": 1})") ==
              "“Độ sâu” phải để trống vì “Cách đặt” là “Đi nổi”.");
        CHECK(refusal(R"({"laying": "overhead", "depth_m": 1})")->text_en() ==
              "“Depth” must be empty because “Laying” is “Overhead”.");
        CHECK(say(R"({"depth_m": 1200.5})") == "“Độ sâu” là 1200,5 m; không được lớn hơn 20 m.");
        CHECK(say(R"({"depth_m": -12000})") == "“Độ sâu” là -12.000 m; không được nhỏ hơn 0 m.");
        CHECK(say(R"({"depth_m": "sâu"})") == "“Độ sâu” là “sâu”; phải là số.");
        CHECK(say(R"({"laying": "flying"})") ==
              "“Cách đặt” là “flying”; phải là một trong “Đi nổi”, “buried”.");
        CHECK(say(R"({"fee": true})") == "Thiếu “Giá” vì “Thu phí” là có.");
        CHECK(say(R"({"price": 1})") == "“Giá” phải để trống vì “Thu phí” còn trống.");
        CHECK(say(R"({"iri": 2.5})") == "Thiếu “Ngày đo” vì đã nhập “IRI”.");
        CHECK(say(R"({"iri_date": "hôm qua"})") ==
              "“Ngày đo” là “hôm qua”; phải là ngày có thật, dạng 2026-07-01.");
    }
}
