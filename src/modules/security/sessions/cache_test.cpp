#include "security/sessions/cache.hpp"
#include "security/sessions/test_start.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

namespace {

SignedIn person(std::int64_t user, std::int64_t session) {
    SignedIn s;
    s.who.user_id = user;
    s.who.session_id = session;
    return s;
}

}  // namespace

TEST_CASE("an entry lives one second") {
    SessionCache cache(kSecond, 10);
    cache.put("h", person(7, 70), start);
    REQUIRE(cache.find("h", start + kSecond));
    CHECK(cache.find("h", start + kSecond)->who.user_id == 7);
    CHECK(!cache.find("h", start + kSecond + 1));
    CHECK(!cache.find("h", start + -1));
    CHECK(!cache.find("other", start));
}

TEST_CASE("sign-out and disabling forget at once") {
    SessionCache cache(kSecond, 10);
    cache.put("a", person(7, 70), start);
    cache.put("b", person(7, 71), start);
    cache.put("c", person(8, 80), start);
    cache.forget_session(70);
    CHECK(!cache.find("a", start));
    CHECK(cache.find("b", start));
    cache.forget_user(7);
    CHECK(!cache.find("b", start));
    CHECK(cache.find("c", start));
}

TEST_CASE("memory is bounded") {
    SessionCache cache(kSecond, 2);
    cache.put("a", person(1, 1), start);
    cache.put("b", person(2, 2), start + 2 * kSecond);
    cache.put("c", person(3, 3), start + 2 * kSecond);
    CHECK(cache.size() == 2);
    CHECK(cache.find("b", start + 2 * kSecond));
    cache.put("d", person(4, 4), start + 2 * kSecond);
    CHECK(cache.size() == 1);
}
