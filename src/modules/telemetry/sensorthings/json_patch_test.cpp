#include "telemetry/sensorthings/json_patch.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using hatang::telemetry::sta::apply_json_patch;

namespace {

// "code where" of what is refused.
std::string patched(std::string_view document, std::string_view patch) {
    try {
        return apply_json_patch(document, patch);
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
}

}  // namespace

TEST_CASE("JSON Patch: the examples of RFC 6902, appendix A") {
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])") ==
          R"({"foo":"bar","baz":"qux"})");
    CHECK(patched(R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])") ==
          R"({"foo":["bar","qux","baz"]})");
    CHECK(patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])") ==
          R"({"foo":"bar"})");
    CHECK(patched(R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])") ==
          R"({"foo":["bar","baz"]})");
    CHECK(patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])") ==
          R"({"baz":"boo","foo":"bar"})");
    CHECK(patched(R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
                  R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])") ==
          R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})");
    CHECK(patched(R"({"foo":["all","grass","cows","eat"]})",
                  R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])") ==
          R"({"foo":["all","cows","eat","grass"]})");
    CHECK(
        patched(R"({"baz":"qux","foo":["a",2,"c"]})",
                R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2.0}])") ==
        R"({"baz":"qux","foo":["a",2,"c"]})");
    CHECK(patched(R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])") ==
          "invalid_value /0/value");
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])") ==
          R"({"foo":"bar","child":{"grandchild":{}}})");
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])") ==
          R"({"foo":"bar","baz":"qux"})");
    CHECK(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/baz/bat","value":"qux"}])") ==
          "invalid_value /0/path");
    CHECK(patched(R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])") ==
          R"({"/":9,"~1":10})");
    CHECK(patched(R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":"10"}])") ==
          "invalid_value /0/value");
    CHECK(patched(R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])") ==
          R"({"foo":["bar",["abc","def"]]})");
}

TEST_CASE("JSON Patch: what is refused, and that a copy cannot grow without bound") {
    CHECK(patched("{}", "{}") == "wrong_type ");
    CHECK(patched("{}", "[1]") == "wrong_type /0");
    CHECK(patched("{}", R"([{"path":"/a"}])") == "missing_field /0/op");
    CHECK(patched("{}", R"([{"op":"add","path":"/a"}])") == "missing_field /0/value");
    CHECK(patched("{}", R"([{"op":"brew","path":"/a"}])") == "invalid_value /0/op");
    CHECK(patched("{}", R"([{"op":"remove","path":"/a"}])") == "invalid_value /0/path");
    CHECK(patched("{}", R"([{"op":"remove","path":""}])") == "invalid_value /0/path");
    CHECK(patched("{}", R"([{"op":"add","path":"a","value":1}])") == "invalid_value /0/path");
    CHECK(patched(R"({"a":[1]})", R"([{"op":"add","path":"/a/01","value":1}])") == "invalid_value /0/path");
    CHECK(patched(R"({"a":[1]})", R"([{"op":"add","path":"/a/2","value":1}])") == "invalid_value /0/path");
    CHECK(patched(R"({"a":[1]})", R"([{"op":"replace","path":"/a/1","value":1}])") ==
          "invalid_value /0/path");
    CHECK(patched(R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b"}])") ==
          "invalid_value /0/path");
    CHECK(patched(R"({"a":1})", R"([{"op":"add","path":"","value":[2]}])") == "[2]");
    std::string doubling = "[";
    for (int i = 0; i < 40; ++i)
        doubling += std::string(i ? "," : "") + R"({"op":"copy","from":"/a","path":"/a/-"})";
    CHECK(patched(R"({"a":[1]})", doubling + "]").starts_with("too_many_items /"));
    std::string many = "[";
    for (int i = 0; i < 101; ++i) many += std::string(i ? "," : "") + R"({"op":"add","path":"/a","value":1})";
    CHECK(patched("{}", many + "]") == "too_many_items ");
}
