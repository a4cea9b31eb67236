#include "security/passwords/password.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "security/limits.hpp"

using namespace hatang;
using namespace hatang::security;

TEST_CASE("argon2id with the named cost") {
    const std::string hash = hash_password("Hatang-demo-2026");
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(password_matches(hash, "Hatang-demo-2026"));
    CHECK(!password_matches(hash, "Hatang-demo-2025"));
    CHECK(!password_matches(hash, ""));
    CHECK(!password_matches("", "Hatang-demo-2026"));
    CHECK(!password_matches("not a hash", "Hatang-demo-2026"));
    CHECK(hash_password("Hatang-demo-2026") != hash);
}

TEST_CASE("a password with diacritics matches however it was typed") {
    CHECK(password_matches(hash_password("Cầu Vĩnh Tuy 2009"), "Ca\u0302\u0300u Vi\u0303nh Tuy 2009"));
}

TEST_CASE("the queue of hashes is bounded") {
    Loop loop;
    PasswordHasher hasher(loop);
    int answered = 0, refused = 0;
    const auto one = [&]() -> task<void> {
        try {
            co_await hasher.matches_nobody("whatever it is");
            ++answered;
        } catch (const Error& e) {
            CHECK(e.code == Code::unavailable);
            ++refused;
        }
        if (answered + refused == limits::hashes_at_once_max + 4) loop.stop();
    };
    const auto all = [&]() -> task<void> {
        co_await hasher.matches_nobody("first");
        for (int i = 0; i < limits::hashes_at_once_max + 4; ++i) loop.spawn(one(), "test");
    };
    loop.spawn(all(), "test");
    loop.run();
    CHECK(answered == limits::hashes_at_once_max);
    CHECK(refused == 4);
}

TEST_CASE("strangers leave places for known devices") {
    Loop loop;
    PasswordHasher hasher(loop);
    int answered = 0, refused = 0;
    const auto one = [&](PasswordHasher::For whom) -> task<void> {
        try {
            co_await hasher.matches_nobody("whatever it is", whom);
            ++answered;
        } catch (const Error&) {
            ++refused;
        }
        if (answered + refused == limits::hashes_at_once_max + 1) loop.stop();
    };
    const auto all = [&]() -> task<void> {
        co_await hasher.matches_nobody("first");
        for (int i = 0; i < limits::hashes_of_strangers_max + 1; ++i)
            loop.spawn(one(PasswordHasher::For::stranger), "test");
        for (int i = limits::hashes_of_strangers_max; i < limits::hashes_at_once_max; ++i)
            loop.spawn(one(PasswordHasher::For::known), "test");
    };
    loop.spawn(all(), "test");
    loop.run();
    CHECK(answered == limits::hashes_at_once_max);
    CHECK(refused == 1);
}

TEST_CASE("a password of before is found") {
    Loop loop;
    PasswordHasher hasher(loop);
    const std::vector<std::string> before{hash_password("Mot-hai-ba-2026"),
                                          hash_password("Bon-nam-sau-2026")};
    CHECK(loop.run_until(hasher.matches_any(before, "Bon-nam-sau-2026")));
    CHECK(!loop.run_until(hasher.matches_any(before, "Bay-tam-chin-2026")));
    CHECK(!loop.run_until(hasher.matches_any({}, "Bay-tam-chin-2026")));
}
