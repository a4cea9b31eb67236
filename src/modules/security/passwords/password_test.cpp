#include "security/passwords/password.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "security/limits.hpp"

using namespace hatang;
using namespace hatang::security;

TEST_CASE("argon2id with the named cost") {
    const std::string hash = hash_password("hatang-demo-2026");
    CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    CHECK(password_matches(hash, "hatang-demo-2026"));
    CHECK(!password_matches(hash, "hatang-demo-2025"));
    CHECK(!password_matches(hash, ""));
    CHECK(!password_matches("", "hatang-demo-2026"));
    CHECK(!password_matches("not a hash", "hatang-demo-2026"));
    CHECK(hash_password("hatang-demo-2026") != hash);
}

TEST_CASE("a password with diacritics matches however it was typed") {
    CHECK(password_matches(hash_password("Cầu Vĩnh Tuy 2009"), "Ca\u0302\u0300u Vi\u0303nh Tuy 2009"));
}

TEST_CASE("weak and overlong passwords") {
    const auto code = [](std::string_view password) -> std::string {
        try {
            check_password(password, "/password");
        } catch (const Error& e) {
            CHECK(e.where == "/password");
            return std::string(error_info(e.code).code);
        }
        return "";
    };
    CHECK(code("") == "weak_password");
    CHECK(code("mười một kt") == "weak_password");  // 11 characters in 16 bytes
    CHECK(code("mười hai k t") == "");
    CHECK(code(std::string(limits::password_length_max, 'a')) == "");
    CHECK(code(std::string(limits::password_length_max + 1, 'a')) == "text_too_long");
    CHECK(code("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") == "invalid_utf8");
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
