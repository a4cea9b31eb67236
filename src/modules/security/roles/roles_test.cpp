#include "security/roles/roles.hpp"

#include <doctest/doctest.h>

#include <span>
#include <stdexcept>

#include "base/embedded.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_security();
}

using namespace hatang;
using namespace hatang::security;

namespace {

Roles read(std::string_view date) {
    for (const EmbeddedFile& file : embedded_security())
        if (file.path == "data/roles.json") return Roles(file.text, date);
    throw std::logic_error("no roles.json");
}

}  // namespace

TEST_CASE("the roles of the program") {
    const Roles roles = read("2026-11-24");
    CHECK(roles.all().size() == 7);
    REQUIRE(roles.find("admin"));
    CHECK(roles.find("admin")->permissions.size() == 28);
    CHECK(roles.find("boss") == nullptr);
    CHECK(roles.find("integrator")->permissions ==
          std::vector<std::string>{"asset.read", "telemetry.read", "telemetry.ingest"});
    CHECK(roles.find("admin")->sensitivity == Sensitivity::restricted);
    CHECK(roles.find("viewer")->sensitivity == Sensitivity::internal);
    CHECK(roles.holding("work.do") == std::vector<std::string>{"admin", "maintenance_engineer", "crew"});
    CHECK(roles.is_permission("live.read"));
    CHECK(!roles.is_permission("live.write"));
}

TEST_CASE("a role is valid from its day on") { CHECK(read("2026-06-30").all().empty()); }
