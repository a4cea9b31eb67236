#include "base/text.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace hatang;

TEST_CASE("text: UTF-8 is well formed or it is not") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("Cầu Vĩnh Tuy \xF0\x9F\x9A\xA7"));
    CHECK_FALSE(is_utf8("\xC0\xAF"));          // overlong slash
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
    CHECK_FALSE(is_utf8("abc\xE1\xBA"));       // cut off
    CHECK_FALSE(is_utf8("\x80"));
}

TEST_CASE("text: folding makes one of all spellings") {
    CHECK(fold("Cầu Vĩnh Tuy") == "cau vinh tuy");
    CHECK(fold("Yên Hoà") == fold("Yên Hòa"));
    CHECK(fold("  ĐƯỜNG   Láng\t") == "duong lang");
    CHECK(fold("Thuỵ Khuê") == fold("Thụy Khuê"));
    CHECK(fold("") == "");
}

TEST_CASE("text: NFC joins a letter with its marks") {
    CHECK(to_nfc("Ho\xC3\xA0") == to_nfc("Hoa\xCC\x80"));
    CHECK(code_points("Đống Đa") == 7);
}

TEST_CASE("text: JSON strings are escaped and never broken UTF-8") {
    std::string out;
    append_json_string(out, "a\"b\\c\n\x01Đ\xFFz");
    CHECK(out == "\"a\\\"b\\\\c\\n\\u0001Đ\xEF\xBF\xBDz\"");
}

TEST_CASE("text: JSON numbers read back as the same double, and are no long integers") {
    const auto number = [](double d) {
        std::string out;
        append_json_number(out, d);
        return out;
    };
    CHECK(number(0.1) == "0.1");
    CHECK(number(-20) == "-20");
    CHECK(number(9007199254740992) == "9007199254740992");
    CHECK(number(0x1p65) == "3.6893488147419103e+19");
    CHECK(number(NAN) == "null");
    CHECK(number(-INFINITY) == "null");
}

TEST_CASE("text: SHA-256 of a known message (FIPS 180-4 example)") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(random_hex(16).size() == 32);
    CHECK(random_hex(16) != random_hex(16));
}
