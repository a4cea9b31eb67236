#include "security/sessions/token.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::security;

namespace {

http::Request with(const char* name, const std::string& value) {
    http::Request r;
    r.headers.emplace_back(name, value);
    return r;
}

}  // namespace

TEST_CASE("where a token comes from") {
    CHECK(token_of(http::Request{}) == "");
    CHECK(token_of(with("Authorization", "Bearer abc")) == "abc");
    CHECK(token_of(with("authorization", "bearer abc")) == "abc");
    CHECK(token_of(with("Cookie", "a=1; hatang_session=xyz; b=2")) == "xyz");
    http::Request both = with("Cookie", "hatang_session=xyz");
    both.headers.emplace_back("Authorization", "Bearer abc");
    CHECK(token_of(both) == "abc");
    CHECK_THROWS_AS(token_of(with("Authorization", "Basic dXNlcjpwdw==")), Error);
    CHECK_THROWS_AS(token_of(with("Authorization", "Bearer")), Error);
    const std::string credential = "hts_" + std::string(64, 'a');
    CHECK(token_of(with("Authorization", "Token " + credential)) == credential);
    CHECK_THROWS_AS(token_of(with("Authorization", "Token " + std::string(64, 'a'))), Error);
}

TEST_CASE("the form of a token") {
    CHECK(is_token(std::string(64, 'a')));
    CHECK(!is_token(std::string(63, 'a')));
    CHECK(!is_token(std::string(64, 'G')));
    CHECK(!is_token(""));
}

TEST_CASE("the cookie") {
    CHECK(cookie_for("t", false) == "hatang_session=t; Path=/; HttpOnly; SameSite=Strict");
    CHECK(cookie_for("t", true) == "hatang_session=t; Path=/; HttpOnly; SameSite=Strict; Secure");
    CHECK(expired_cookie(false) == "hatang_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    CHECK(!over_https(with("X-Forwarded-Proto", "https")));
    http::Request request;
    request.secure = true;
    CHECK(over_https(request));
}
