#include "security/factors/base32.hpp"

#include <doctest/doctest.h>

using namespace hatang::security;

// RFC 4648 section 10, without the padding.
TEST_CASE("the vectors of RFC 4648") {
    CHECK(base32("") == "");
    CHECK(base32("f") == "MY");
    CHECK(base32("fo") == "MZXQ");
    CHECK(base32("foo") == "MZXW6");
    CHECK(base32("foob") == "MZXW6YQ");
    CHECK(base32("fooba") == "MZXW6YTB");
    CHECK(base32("foobar") == "MZXW6YTBOI");
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("fo") == "Zm8");
    CHECK(base64url("foobar") == "Zm9vYmFy");
    CHECK(base64url("\xfb\xff") == "-_8");
    CHECK(from_base64url("Zm9vYmFy", 6) == "foobar");
    CHECK(from_base64url("Zm8", 6) == "fo");
    CHECK(from_base64url("-_8", 2) == "\xfb\xff");
    CHECK(from_base64url("", 0) == "");
}

TEST_CASE("strict reading") {
    for (const char* wrong : {"Zg==", "Z", "Zm9v+", "Zm 9", "Zh", "Zm9"}) CHECK(!from_base64url(wrong, 100));
    CHECK(!from_base64url("Zm9vYmFy", 5));
}
