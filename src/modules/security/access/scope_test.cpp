#include "security/access/scope.hpp"

#include <doctest/doctest.h>

#include "security/access/rights.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

AssetKey pump(std::string_view ward, Sensitivity s = Sensitivity::internal) {
    return {.owner_id = 7,
            .operator_id = {},
            .ward_code = ward,
            .domain = "drainage",
            .class_key = "pump",
            .sensitivity = s};
}

std::string sql_of(const Scope& scope) {
    db::Where where;
    scope.add_to(where, "a");
    return where.text();
}

constexpr std::string_view roles_json = R"({"permissions":["asset.read","work.do"],"roles":[
 {"key":"crew","name_vi":"Đội","name_en":"Crew","sensitivity":"internal","valid_from":"2026-07-01","valid_to":null,
  "permissions":["asset.read","work.do"]}]})";

}  // namespace

TEST_CASE("nothing reaches nothing") {
    const Scope scope;
    CHECK(scope.nothing());
    CHECK(!scope.allows(pump("00001", Sensitivity::open)));
    CHECK(sql_of(scope) == "false");
}

TEST_CASE("everything needs no condition") {
    const Scope scope({{.sensitivity_max = Sensitivity::restricted}}, false);
    CHECK(scope.unlimited());
    CHECK(sql_of(scope) == "true");
}

TEST_CASE("each limit holds, and two grants add up") {
    const GrantLimit ward{.wards = {"00001"}};
    const GrantLimit company{.organisations = {7, 9}, .domains = {"drainage"}};
    const Scope one({ward}, false), both({ward, company}, false);
    CHECK(one.allows(pump("00001")));
    CHECK(!one.allows(pump("00002")));
    CHECK(!one.allows(pump("")));
    CHECK(!one.allows(pump("00001", Sensitivity::restricted)));
    CHECK(both.allows(pump("00002")));
    CHECK(!one.everywhere());
    for (const std::string_view place : {"00001", "00002", ""})
        for (const GrantLimit& limit : {ward, company})
            CHECK(limit.allows(pump(place)) == limit.refusals(pump(place)).empty());
    CHECK(sql_of(both) ==
          "((a.sensitivity is distinct from 'restricted' and a.ward_code = any($1)) or "
          "(a.sensitivity is distinct from 'restricted' and a.domain = any($2) and "
          "(a.owner_id = any($3) or a.operator_id = any($3))))");
}

TEST_CASE("a limited sensitivity is everywhere, yet not unlimited") {
    const Scope scope({GrantLimit{}}, false);
    CHECK(scope.everywhere());
    CHECK(!scope.unlimited());
    CHECK(sql_of(scope) == "((a.sensitivity is distinct from 'restricted'))");
}

TEST_CASE("open data is open to every reader") {
    const Scope scope({{.wards = {"00001"}}}, true);
    CHECK(scope.allows(pump("00002", Sensitivity::open)));
    CHECK(!scope.allows(pump("00002", Sensitivity::shared)));
}

TEST_CASE("keys differ where scopes differ") {
    const auto key = [](GrantLimit limit) { return Scope({std::move(limit)}, false).key(); };
    CHECK(key({.wards = {"00001"}}) == key({.wards = {"00001"}}));
    CHECK(key({.wards = {"00001"}}) != key({.wards = {"00002"}}));
    CHECK(key({.domains = {"road"}}) != key({.classes = {"road"}}));
    CHECK(key({.sensitivity_max = Sensitivity::open}) != key({.sensitivity_max = Sensitivity::shared}));
}

TEST_CASE("rights are the sum of grants; a credential is confined") {
    const Roles roles(roles_json, "2026-11-24");
    const std::string_view grants =
        R"([{"id":1,"role":"crew","wards":["00001"],"domains":[],"classes":[],"sensitivity":null,"organisations":[]},
            {"id":2,"role":"gone","wards":[],"domains":[],"classes":[],"sensitivity":null,"organisations":[]}])";
    const GrantedRights rights(roles, grants);
    CHECK(!rights.may("work.do"));
    CHECK(rights.may_within("work.do"));
    CHECK(!rights.may_within("user.write"));
    CHECK(rights.scope("asset.read").allows(pump("00001")));
    const PermissionSet only{"asset.read"};
    CHECK(!GrantedRights(roles, grants, &only).may_within("work.do"));
    CHECK(GrantedRights(roles, grants, &only).key() != rights.key());
}
