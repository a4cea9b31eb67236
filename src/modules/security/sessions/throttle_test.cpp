#include "security/sessions/throttle.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "security/limits.hpp"
#include "security/sessions/test_start.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {}  // namespace

TEST_CASE("a window opens again after its time") {
    CountWindow w(2, 60 * kSecond, 10);
    w.add("a", start);
    CHECK(w.wait_s("a", start) == 0);
    w.add("a", start + 10 * kSecond);
    CHECK(w.wait_s("a", start + 10 * kSecond) == 50);
    CHECK(w.wait_s("a", start + 59 * kSecond + 1) == 1);
    CHECK(w.wait_s("a", start + 60 * kSecond) == 0);
    CHECK(w.wait_s("b", start) == 0);
    w.add("a", start + 60 * kSecond);
    CHECK(w.wait_s("a", start + 61 * kSecond) == 0);
}

TEST_CASE("a right password takes its count back") {
    CountWindow w(1, kMinute, 10);
    w.add("a", start);
    w.take_back("a");
    CHECK(w.wait_s("a", start) == 0);
    CHECK(w.size() == 0);
    w.take_back("never counted");
}

TEST_CASE("memory is bounded: ended windows go first, then the oldest") {
    CountWindow w(1, kMinute, 3);
    w.add("old", start);
    w.add("b", start + 30 * kSecond);
    w.add("c", start + 31 * kSecond);
    w.add("d", start + 61 * kSecond);
    CHECK(w.size() == 3);
    CHECK(w.wait_s("b", start + 61 * kSecond) > 0);
    w.add("e", start + 62 * kSecond);
    CHECK(w.size() == 3);
    CHECK(w.wait_s("b", start + 62 * kSecond) == 0);
    CHECK(w.wait_s("c", start + 62 * kSecond) > 0);
}

TEST_CASE("one address on many accounts") {
    AddressThrottle throttle;
    const auto refused = [&](const std::string& address) {
        try {
            throttle.begin(address, start);
        } catch (const Error& e) {
            CHECK(e.code == Code::too_many_requests);
            return true;
        }
        return false;
    };
    int taken = 0;
    while (!refused("203.0.113.9")) ++taken;
    CHECK(taken == limits::failures_per_address_max);
    CHECK(!refused("203.0.113.10"));
    throttle.succeeded("203.0.113.9");
    CHECK(!refused("203.0.113.9"));
}
