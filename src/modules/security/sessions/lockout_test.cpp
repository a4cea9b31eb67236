#include "security/sessions/lockout.hpp"

#include <doctest/doctest.h>

#include <set>

#include "security/limits.hpp"

using namespace hatang::security;

namespace {

std::string key(Guesser who, GuessedAt what = GuessedAt::password) { return failure_key(who, what); }

}  // namespace

TEST_CASE("a known device, strangers inside and strangers outside count apart") {
    const Guesser outside{.user = "a", .account_id = 7}, inside{.user = "a", .account_id = 7, .inside = true},
        device{.user = "a", .account_id = 7, .device_id = 3}, other{.user = "b", .account_id = 8};
    const std::set<std::string> keys{key(outside), key(inside), key(device), key(other),
                                     key(outside, GuessedAt::second_factor)};
    CHECK(keys.size() == 5);
    CHECK(key({.user = "a", .account_id = 7, .device_id = 3, .inside = true}) == key(device));
    CHECK(key({.user = "a", .account_id = 7, .session_id = 5}) != key(outside));
}

TEST_CASE("a typed name that is no account's stays out, and such counters are few") {
    CHECK(key({.user = "Mat-khau-cua-toi"}).find("Mat-khau") == std::string::npos);
    CHECK(key({.user = "x"}) == key({.user = "x"}));
    CHECK(key({.user = "x"}) != key({.user = "y"}));
    std::set<std::string> keys;
    for (int i = 0; i < 70'000; ++i) keys.insert(key({.user = std::to_string(i)}));
    CHECK(keys.size() <= limits::nobody_counters);
}
