#include "security/oidc/jose.hpp"

#include <doctest/doctest.h>

#include "security/factors/base32.hpp"

using namespace hatang;
using namespace hatang::security;

namespace {

// RFC 7515 appendix A.2 (RS256) and A.3 (ES256), RFC 8037 appendix A.4 (EdDSA): keys and signed texts as
// printed there.
constexpr std::string_view rsa =
    R"({"kty":"RSA","kid":"r","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";
constexpr std::string_view rsa_token =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1"
    "dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_"
    "dO--xi12jzDwus"
    "C-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77Rw";
constexpr std::string_view p256 =
    R"({"kty":"EC","kid":"e","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view p256_token =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view ed25519 =
    R"({"kty":"OKP","kid":"o","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view ed25519_token =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

std::vector<Jwk> keys(const std::string& inner) { return parse_jwks("{\"keys\":[" + inner + "]}").value(); }

std::string token(std::string_view header, std::string_view payload = "{}",
                  std::string_view signature = "x") {
    return base64url(header) + "." + base64url(payload) + "." + base64url(signature);
}

}  // namespace

TEST_CASE("the signatures printed in the standards") {
    const struct {
        std::string_view key, token;
        JwsAlgorithm algorithm;
    } all[] = {{rsa, rsa_token, JwsAlgorithm::rs256},
               {p256, p256_token, JwsAlgorithm::es256},
               {ed25519, ed25519_token, JwsAlgorithm::eddsa}};
    for (const auto& [key, text, algorithm] : all) {
        const Jwk jwk = keys(std::string(key)).at(0);
        Jws jws = parse_jws(text).value();
        CHECK(jws.algorithm == algorithm);
        CHECK(verify(jws, jwk));
        Jws changed = jws;
        changed.signing_input.back() ^= 1;
        CHECK(!verify(changed, jwk));
        changed = jws;
        changed.signature.front() ^= 1;
        CHECK(!verify(changed, jwk));
        changed = jws;
        changed.signature.pop_back();
        CHECK(!verify(changed, jwk));
        changed.signature.clear();
        CHECK(!verify(changed, jwk));
        for (const auto& other : all)
            if (other.algorithm != algorithm) CHECK(!verify(jws, keys(std::string(other.key)).at(0)));
    }
    // A key that is for PS256 alone verifies no RS256.
    const std::string bound = std::string(rsa.substr(0, rsa.size() - 1)) + R"(,"alg":"PS256"})";
    CHECK(!verify(parse_jws(rsa_token).value(), keys(bound).at(0)));
}

TEST_CASE("algorithms and forms that are not taken") {
    for (const char* header :
         {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"RS1"})", R"({"alg":"rs256"})", R"({})",
          R"({"alg":1})", R"({"alg":"RS256","crit":["b64"],"b64":false})", "[]", "no json", ""})
        CHECK_MESSAGE(!parse_jws(token(header)), header);
    for (const std::string& text :
         {std::string("a.b"), std::string("a.b.c.d"), std::string(""), std::string("..."),
          token(R"({"alg":"RS256"})") + "=", token(R"({"alg":"RS256"})", std::string(20'000, 'x'))})
        CHECK_MESSAGE(!parse_jws(text), text);
}

TEST_CASE("keys that cannot prove anything are passed over") {
    const std::string good(ed25519);
    CHECK(keys(good + R"(,{"kty":"oct","k":"c2VjcmV0"})").size() == 1);
    CHECK(keys(good + R"(,{"kty":"RSA","n":"AQAB","e":"AQAB"})").size() == 1);
    CHECK(keys(good + R"(,{"kty":"RSA","n":"!!","e":"AQAB"})").size() == 1);
    CHECK(keys(good + R"(,{"kty":"EC","crv":"P-384","x":"AA","y":"AA"})").size() == 1);
    // Not a point of the curve.
    CHECK(
        keys(
            good +
            R"(,{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"})")
            .size() == 1);
    CHECK(keys(good.substr(0, good.size() - 1) + R"(,"use":"enc"})").empty());
    CHECK(keys(good.substr(0, good.size() - 1) + R"(,"alg":"HS256"})").empty());
    CHECK(!parse_jwks("{}"));
    CHECK(!parse_jwks("[]"));
    CHECK(!parse_jwks(R"({"keys":{}})"));
    CHECK(!parse_jwks("no json"));
    std::string many = good;
    for (int i = 0; i < 100; ++i) many += "," + good;
    CHECK(keys(many).size() == 32);
}
