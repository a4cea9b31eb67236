#include "alarms/rules/rule.hpp"

#include <doctest/doctest.h>

#include <string>

#include "base/error.hpp"

namespace hatang::alarms {
namespace {

// "code where", or "ok".
std::string verdict(const Rule& rule) {
    try {
        check(rule);
        return "ok";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
}

}  // namespace

TEST_CASE("the parts of a rule fit together") {
    const Rule over_stream{.datastream_id = 1, .name = "n", .limit = 5.0};
    const Rule over_class{.asset_class = "bridge", .property = "strain", .name = "n", .limit = 5.0};
    CHECK(verdict(over_stream) == "ok");
    CHECK(verdict(over_class) == "ok");
    CHECK(verdict({.name = "n", .limit = 5.0}) == "missing_field /datastream_id");
    CHECK(verdict({.asset_class = "bridge", .name = "n", .limit = 5.0}) == "missing_field /property");
    CHECK(verdict({.datastream_id = 1, .property = "strain", .name = "n", .limit = 5.0}) ==
          "invalid_value /property");
    CHECK(verdict({.datastream_id = 1, .name = "n"}) == "missing_field /limit");
    CHECK(verdict({.datastream_id = 1, .name = "n", .kind = RuleKind::no_data}) == "ok");
    CHECK(verdict({.datastream_id = 1, .name = "n", .kind = RuleKind::no_data, .limit = 1.0}) ==
          "invalid_value /limit");
}

}  // namespace hatang::alarms
