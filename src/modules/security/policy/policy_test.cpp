#include "security/policy/policy.hpp"

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

Policy standard() {
    for (const EmbeddedFile& file : embedded_security())
        if (file.path == "data/policy.json") return Policy(file.text, "2026-11-24");
    throw std::logic_error("no policy.json");
}

std::string set(Policy& policy, std::string_view key, std::string_view typed) {
    try {
        const PolicyRule& rule = policy.rule(key, "key");
        const std::string text = Policy::json_of_typed(rule, typed);
        const json::Document document = json::parse(text);
        policy.set(key, Policy::checked(rule, document.root(), "value"));
        return "";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
}

}  // namespace

TEST_CASE("the standard values are those of level 3") {
    const Policy policy = standard();
    CHECK(policy.choice("second_factor") == "administrators_and_outside");
    CHECK(policy.integer("lock_after_failures") == 5);
    CHECK(policy.integer("auto_lock_minutes") == 15);
    CHECK(policy.integer("auto_lock_admin_minutes") == 5);
    CHECK(policy.integer("idle_disable_days") == 45);
    CHECK(policy.integer("password_length_min_alone") == 14);
    CHECK(policy.integer("password_history") == 10);
    for (const PolicyRule& rule : policy.rules()) CHECK(!rule.legal_basis.empty());
}

TEST_CASE("what is typed is checked and kept") {
    Policy policy = standard();
    CHECK(set(policy, "second_factor", "nobody") == "");
    CHECK(policy.choice("second_factor") == "nobody");
    CHECK(set(policy, "second_factor", "some") == "invalid_value value");
    CHECK(set(policy, "lock_minutes", "30") == "");
    CHECK(policy.integer("lock_minutes") == 30);
    CHECK(set(policy, "lock_minutes", "0") == "out_of_range value");
    CHECK(set(policy, "lock_minutes", "soon") == "wrong_type value");
    CHECK(set(policy, "lock_hours", "1") == "unknown_field key");
    CHECK(set(policy, "internal_networks", "10.1.0.0/16,fd00::/8") == "");
    CHECK(policy.json("internal_networks") == R"(["10.1.0.0/16","fd00::/8"])");
    CHECK(set(policy, "internal_networks", "10.1.0.0/16,office") == "invalid_value value/1");
    policy.set("lock_minutes", "");
    CHECK(policy.integer("lock_minutes") == 15);
}

TEST_CASE("inside and outside") {
    Policy policy = standard();
    CHECK(policy.inside("10.20.30.40"));
    CHECK(policy.inside("::1"));
    CHECK(policy.inside("::ffff:192.168.1.1"));
    CHECK(!policy.inside("203.0.113.9"));
    CHECK(!policy.inside("2001:db8::1"));
    CHECK(!policy.inside("unix"));
    CHECK(!policy.inside(""));
    CHECK(set(policy, "internal_networks", "") == "");
    CHECK(!policy.inside("10.20.30.40"));
}
