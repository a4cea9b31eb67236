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
    CHECK(defect(R"({"pattern": "a"})") == "/pattern: keyword outside the subset");
    CHECK(defect(R"({"properties": {"a": {"minimum": "0"}}})") == "/properties/a/minimum: malformed");
    CHECK(defect(R"({"items": []})") == "/items: not an object");
    CHECK(defect(R"({"required": [1]})") == "/required: malformed");
}
