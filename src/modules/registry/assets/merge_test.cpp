#include "registry/assets/merge.hpp"

#include <doctest/doctest.h>

namespace hatang::registry {
namespace {

std::string merged(std::string_view target, std::string_view patch) {
    const json::Document t = json::parse(target), p = json::parse(patch);
    return merge_json(t.root(), p.root());
}

}  // namespace

TEST_CASE("merge patch follows the examples of RFC 7396, appendix A") {
    CHECK(merged(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merged(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
    CHECK(merged(R"({"a":"b"})", R"({"a":null})") == R"({})");
    CHECK(merged(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
    CHECK(merged(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merged(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
    CHECK(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
    CHECK(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
    CHECK(merged(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
    CHECK(merged(R"([1,2])", R"({"a":"b","c":null})") == R"({"a":"b"})");
    CHECK(merged(R"({})", R"({"a":{"bb":{"ccc":null}}})") == R"({"a":{"bb":{}}})");
}

TEST_CASE("equal JSON is equal in meaning") {
    CHECK(same_json(R"({"a":1,"b":[1,2]})", R"({ "b":[1,2.0], "a":1 })"));
    CHECK_FALSE(same_json(R"({"a":1})", R"({"a":2})"));
    CHECK_FALSE(same_json(R"({"a":1})", R"({"a":1,"b":null})"));
    CHECK_FALSE(same_json("[1,2]", "[2,1]"));
    CHECK_FALSE(same_json("", "{}"));
}

}  // namespace hatang::registry
