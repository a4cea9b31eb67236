#include "security/privacy/mask.hpp"

#include <doctest/doctest.h>

using namespace hatang::security;

TEST_CASE("mask: the first character and the domain stay") {
    CHECK(masked_email("nguyen.an@hanoi.gov.vn") == "n***@hanoi.gov.vn");
    CHECK(masked_email("n@hanoi.gov.vn") == "n***@hanoi.gov.vn");
    CHECK(masked_email("đào@hanoi.gov.vn") == "đ***@hanoi.gov.vn");
}

TEST_CASE("mask: text that is no address tells its first character only") {
    CHECK(masked_email("0912345678") == "0***");
    CHECK(masked_email("@hanoi.gov.vn") == "***@hanoi.gov.vn");
    CHECK(masked_email("").empty());
    CHECK(masked_email("\"a@b\"@hanoi.gov.vn") == "\"***@hanoi.gov.vn");
}

TEST_CASE("mask: what was shown is known when it comes back") {
    CHECK(looks_masked("n***@hanoi.gov.vn"));
    CHECK_FALSE(looks_masked("nguyen.an@hanoi.gov.vn"));
}
