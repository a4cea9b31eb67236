#include "registry/assets/checks.hpp"

#include <doctest/doctest.h>

namespace hatang::registry {
namespace {

AssetInput bridge() {
    AssetInput in;
    in.class_key = "bridge";
    in.name = "Cầu Vĩnh Tuy";
    in.name_en = "Vĩnh Tuy Bridge";
    in.other_names = {"Cầu Vĩnh Tuy 1"};
    in.identifiers = {{"osm_way", "9656730", {}, {}, {}}};
    return in;
}

template <class Act>
std::pair<Code, std::string> refused(Act act) {
    try {
        act();
    } catch (const Error& e) {
        return {e.code, e.where};
    }
    return {Code::internal, ""};
}

template <class Change>
std::pair<Code, std::string> refused_after(Change change) {
    AssetInput in = bridge();
    change(in);
    return refused([&] { check_content(in); });
}
using Refusal = std::pair<Code, std::string>;

}  // namespace

TEST_CASE("a good asset passes and is found by all its names") {
    CHECK_NOTHROW(check_content(bridge()));
    CHECK(folded_names(bridge()) == "cau vinh tuy\nvinh tuy bridge\ncau vinh tuy 1\n9656730");
}

TEST_CASE("each bad field is named") {
    CHECK(refused_after([](AssetInput& a) { a.name = ""; }) == Refusal{Code::text_empty, "/name"});
    CHECK(refused_after([](AssetInput& a) { a.name = " \u00a0 "; }) == Refusal{Code::text_empty, "/name"});
    CHECK(refused_after([](AssetInput& a) { a.name = std::string(401, 'x'); }) ==
          Refusal{Code::text_too_long, "/name"});
    CHECK(refused_after([](AssetInput& a) { a.status = "broken"; }) ==
          Refusal{Code::invalid_value, "/status"});
    CHECK(refused_after([](AssetInput& a) { a.grade = "V"; }) == Refusal{Code::invalid_value, "/grade"});
    CHECK(refused_after([](AssetInput& a) { a.other_names.assign(31, "x"); }) ==
          Refusal{Code::too_many_items, "/other_names"});
    CHECK(refused_after([](AssetInput& a) { a.identifiers.push_back(a.identifiers[0]); }) ==
          Refusal{Code::duplicate_field, "/identifiers/1"});
}

TEST_CASE("identifiers have the structure of their kind") {
    const auto bad = [](Identifier id) { return refused([&] { check_identifier(id, "/i"); }); };
    CHECK(bad({"gso", "0025", {}, {}, {}}) == Refusal{Code::invalid_identifier, "/i/value"});
    CHECK(bad({"osm_way", "-4", {}, {}, {}}) == Refusal{Code::invalid_identifier, "/i/value"});
    CHECK(bad({"osm_way", "12a", {}, {}, {}}) == Refusal{Code::invalid_identifier, "/i/value"});
    CHECK(bad({"National", "1", {}, {}, {}}) == Refusal{Code::invalid_value, "/i/kind"});
    CHECK(bad({"national", "a\nb", {}, {}, {}}) == Refusal{Code::invalid_identifier, "/i/value"});
    CHECK(bad({"national", "1", {}, "2026-13-01", {}}) == Refusal{Code::invalid_value, "/i/valid_from"});
    CHECK(bad({"national", "1", {}, "2026-02-01", "2026-01-01"}) ==
          Refusal{Code::out_of_range, "/i/valid_to"});
    CHECK_NOTHROW(check_identifier({"national", "01.T.000123", "Cục Đường bộ", "2026-01-01", {}}, "/i"));
}

TEST_CASE("a part lies below its whole") {
    CHECK_NOTHROW(check_levels("item", "work"));
    CHECK_NOTHROW(check_levels("component", "item"));
    CHECK_NOTHROW(check_levels("work", "work"));
    CHECK(refused([] { check_levels("work", "item"); }) == Refusal{Code::invalid_hierarchy, "/parent_id"});
    CHECK(refused([] { check_levels("item", "component"); }) ==
          Refusal{Code::invalid_hierarchy, "/parent_id"});
}

TEST_CASE("only OpenStreetMap identifiers are shared between classes") {
    CHECK(identifier_scope("osm_way", "bridge") == "bridge");
    CHECK(identifier_scope("national", "bridge").empty());
    CHECK(identifiers_json({{"national", "1", "Cục", {}, {}}}, "road") ==
          R"([{"kind":"national","value":"1","scope":"","issuer":"Cục"}])");
}

TEST_CASE("valid time is not in the future") {
    const Instant now = *parse_rfc3339("2026-11-24T00:00:00Z");
    CHECK_NOTHROW(check_valid_from(now + 59 * kSecond, now));
    CHECK(refused([&] { check_valid_from(now + 61 * kSecond, now); }) ==
          Refusal{Code::time_in_future, "/valid_from"});
}

}  // namespace hatang::registry
