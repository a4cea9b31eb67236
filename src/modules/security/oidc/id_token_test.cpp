#include "security/oidc/id_token.hpp"

#include <doctest/doctest.h>

#include "security/oidc/config.hpp"
#include "security/oidc/flow.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

constexpr Instant now{1'800'000'000 * kSecond};
const ExpectedToken expected{"https://idp.vn", "hatang", "n-1"};

IdToken good() {
    IdToken t;
    t.issuer = "https://idp.vn";
    t.subject = "42";
    t.audience = {"hatang"};
    t.nonce = "n-1";
    t.issued_at = now;
    t.expires_at = now + 5 * kMinute;
    return t;
}

// What was wrong; empty when the token is good.
std::string wrong(const IdToken& token, Instant at = now) {
    const auto error = check_id_token(token, expected, at);
    return error ? error->args.front() : "";
}

}  // namespace

TEST_CASE("a good token, and each claim that can be wrong") {
    CHECK(wrong(good()) == "");
    IdToken t = good();
    t.issuer = "https://idp.vn/";
    CHECK(wrong(t) == "iss");
    t = good();
    t.subject = "";
    CHECK(wrong(t) == "sub");
    t.subject = std::string(256, 'x');
    CHECK(wrong(t) == "sub");
    t = good();
    t.audience = {"other"};
    CHECK(wrong(t) == "aud");
    t.audience = {};
    CHECK(wrong(t) == "aud");
    t.audience = {"hatang", "other"};
    CHECK(wrong(t) == "azp");
    t.azp = "other";
    CHECK(wrong(t) == "azp");
    t.azp = "hatang";
    CHECK(wrong(t) == "");
    t = good();
    t.nonce = "n-2";
    CHECK(wrong(t) == "nonce");
    t.nonce = "";
    CHECK(wrong(t) == "nonce");
    t = good();
    t.not_before = now + 2 * kMinute;
    CHECK(wrong(t) == "nbf");
    t = good();
    t.issued_at = now + 2 * kMinute;
    CHECK(wrong(t) == "iat");
}

TEST_CASE("clocks may differ by a minute, not more") {
    CHECK(wrong(good(), now + 6 * kMinute + -1) == "");
    CHECK(wrong(good(), now + 6 * kMinute) == "exp");
    CHECK(wrong(good(), now + -kMinute) == "");
    CHECK(wrong(good(), now + -kMinute + -1) == "iat");
}

TEST_CASE("claims are read strictly") {
    const auto token = read_id_token(
        R"({"iss":"i","sub":"s","aud":["a","b"],"azp":"a","exp":1800000000.9,"iat":1,"nbf":2,"nonce":"n","amr":["pwd","otp"],"acr":"2","preferred_username":"An"})",
        "preferred_username");
    REQUIRE(token);
    CHECK(token->account == "An");
    CHECK(*account_name(*token) == "an");
    CHECK(!account_name(IdToken{}));
    CHECK(token->audience == std::vector<std::string>{"a", "b"});
    CHECK(token->amr == std::vector<std::string>{"pwd", "otp"});
    CHECK(token->expires_at == now);
    CHECK(read_id_token(R"({"sub":"s","aud":"a","exp":1,"iat":1})", "sub")->account == "s");
    for (const char* odd :
         {R"({"aud":"a","iat":1})", R"({"aud":"a","exp":1})", R"({"aud":1,"exp":1,"iat":1})",
          R"({"aud":"a","exp":"1","iat":1})", R"({"aud":"a","exp":-1,"iat":1})",
          R"({"aud":"a","exp":1e300,"iat":1})", R"({"iss":{},"exp":1,"iat":1})", "[]", "", "x"})
        CHECK_MESSAGE(!read_id_token(odd, "sub"), odd);
}

TEST_CASE("the flow travels in a cookie and comes back whole") {
    const OidcFlow flow = new_flow(now);
    CHECK(flow.state != flow.nonce);
    CHECK(flow.verifier.size() == 64);
    const auto read = read_flow(flow_text(flow));
    REQUIRE(read);
    CHECK(read->state == flow.state);
    CHECK(read->nonce == flow.nonce);
    CHECK(read->verifier == flow.verifier);
    CHECK(read->expires_at == now + 10 * kMinute);
    for (const char* odd : {"", "{}", "[]", R"({"state":1,"nonce":"","verifier":"","expires_us":1})"})
        CHECK(!read_flow(odd));
    CHECK(flow_cookie_for("x", true) ==
          "hatang_oidc=x; Path=/api/v1/oidc; HttpOnly; SameSite=Lax; Max-Age=600; Secure");
    // RFC 7636 appendix B.
    CHECK(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    CHECK(form({{"a", "b c"}, {"đ", "&="}}) == "a=b%20c&%c4%91=%26%3d");
}

TEST_CASE("the operator's file") {
    const std::string good_file =
        R"({"name":"IdP","issuer":"https://idp.vn","client_id":"c","redirect_uri":"https://h.vn/api/v1/oidc/callback"})";
    CHECK(read_oidc_config(good_file));
    CHECK(read_oidc_config(
        R"({"name":"IdP","issuer":"http://127.0.0.1:9000","client_id":"c","redirect_uri":"http://localhost:1/api/v1/oidc/callback","second_factor_amr":["mfa"]})"));
    for (
        const char* odd :
        {R"({"name":"IdP","issuer":"http://idp.vn","client_id":"c","redirect_uri":"https://h.vn/cb"})",
         R"({"name":"IdP","issuer":"https://idp.vn","client_id":"c","redirect_uri":"http://h.vn/cb"})",
         R"({"name":"IdP","issuer":"idp.vn","client_id":"c","redirect_uri":"https://h.vn/cb"})",
         R"({"name":"IdP","issuer":"https://idp.vn","redirect_uri":"https://h.vn/cb"})",
         R"({"name":"IdP","issuer":"https://idp.vn","client_id":"c","redirect_uri":"https://h.vn/cb","secret":"x"})",
         "{}"})
        CHECK_MESSAGE(!read_oidc_config(odd), odd);
}
