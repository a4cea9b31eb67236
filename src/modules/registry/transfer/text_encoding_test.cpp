#include "registry/transfer/text_encoding.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace hatang::registry {

// The whole alphabet with every tone. Oracles: TCVN 5712:1993 as glibc's iconv has it (TCVN5712-1),
// VNI-Windows as xvnkb prints it, CP1258 as Microsoft publishes it.
TEST_CASE("TCVN3: every letter") {
    const std::string_view small = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    const std::string_view bytes =
        "\xA8\xA9\xAA\xAB\xAC\xAD\xAE\xB5\xB6\xB7\xB8\xB9\xBB\xBC\xBD\xBE\xC6\xC7\xC8\xC9\xCA\xCB\xCC\xCE\xCF"
        "\xD0\xD1\xD2\xD3\xD4\xD5\xD6\xD7\xD8\xDC\xDD\xDE\xDF\xE1\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEA\xEB\xEC"
        "\xED\xEE\xEF\xF1\xF2\xF3\xF4\xF5\xF6\xF7\xF8\xF9\xFA\xFB\xFC\xFD\xFE";
    CHECK(bytes.size() == 67);
    CHECK(decode(Encoding::tcvn3, bytes) == small);
    CHECK(decode(Encoding::tcvn3, "\xA1\xA2\xA3\xA4\xA5\xA6\xA7") == "ĂÂÊÔƠƯĐ");
    CHECK(decode(Encoding::tcvn3, "C\xC7u V\xDCnh Tuy") == "Cầu Vĩnh Tuy");
    CHECK(decode(Encoding::tcvn3, "a\xB3") == "á");  // a mark of its own
    CHECK_THROWS_AS(decode(Encoding::tcvn3, "\x80"), Error);
    CHECK_THROWS_AS(decode(Encoding::tcvn3, "\xFF"), Error);
}

TEST_CASE("VNI: every letter, small and capital") {
    struct Row {
        std::string_view text, bytes;
    };
    constexpr Row rows[] = {
        {"áàảãạ",
         "a\xF9"
         "a\xF8"
         "a\xFB"
         "a\xF5"
         "a\xEF"},
        {"âấầẩẫậ",
         "a\xE2"
         "a\xE1"
         "a\xE0"
         "a\xE5"
         "a\xE3"
         "a\xE4"},
        {"ăắằẳẵặ",
         "a\xEA"
         "a\xE9"
         "a\xE8"
         "a\xFA"
         "a\xFC"
         "a\xEB"},
        {"éèẻẽẹ",
         "e\xF9"
         "e\xF8"
         "e\xFB"
         "e\xF5"
         "e\xEF"},
        {"êếềểễệ",
         "e\xE2"
         "e\xE1"
         "e\xE0"
         "e\xE5"
         "e\xE3"
         "e\xE4"},
        {"óòỏõọ",
         "o\xF9"
         "o\xF8"
         "o\xFB"
         "o\xF5"
         "o\xEF"},
        {"ôốồổỗộ",
         "o\xE2"
         "o\xE1"
         "o\xE0"
         "o\xE5"
         "o\xE3"
         "o\xE4"},
        {"ơớờởỡợ", "\xF4\xF4\xF9\xF4\xF8\xF4\xFB\xF4\xF5\xF4\xEF"},
        {"úùủũụ",
         "u\xF9"
         "u\xF8"
         "u\xFB"
         "u\xF5"
         "u\xEF"},
        {"ưứừửữự", "\xF6\xF6\xF9\xF6\xF8\xF6\xFB\xF6\xF5\xF6\xEF"},
        {"íìỉĩị", "\xED\xEC\xE6\xF3\xF2"},
        {"ýỳỷỹỵ",
         "y\xF9"
         "y\xF8"
         "y\xFB"
         "y\xF5"
         "\xEE"},
        {"đ", "\xF1"},
        {"ÁÀẢÃẠ",
         "A\xD9"
         "A\xD8"
         "A\xDB"
         "A\xD5"
         "A\xCF"},
        {"ÂẤẦẨẪẬ",
         "A\xC2"
         "A\xC1"
         "A\xC0"
         "A\xC5"
         "A\xC3"
         "A\xC4"},
        {"ĂẮẰẲẴẶ",
         "A\xCA"
         "A\xC9"
         "A\xC8"
         "A\xDA"
         "A\xDC"
         "A\xCB"},
        {"ƠỚỜỞỠỢ", "\xD4\xD4\xD9\xD4\xD8\xD4\xDB\xD4\xD5\xD4\xCF"},
        {"ƯỨỪỬỮỰ", "\xD6\xD6\xD9\xD6\xD8\xD6\xDB\xD6\xD5\xD6\xCF"},
        {"ÍÌỈĨỊỴĐ", "\xCD\xCC\xC6\xD3\xD2\xCE\xD1"},
    };
    for (const Row& row : rows) CHECK(decode(Encoding::vni, row.bytes) == row.text);
    CHECK(decode(Encoding::vni, "\xD1\xF6\xF4\xF8ng Nguye\xE3n Hue\xE4") == "Đường Nguyễn Huệ");
    CHECK_THROWS_AS(decode(Encoding::vni, "b\xE2"), Error);  // a mark on no vowel
    CHECK_THROWS_AS(decode(Encoding::vni, "\x90"), Error);
}

TEST_CASE("CP1258: letters and marks that stand after them") {
    CHECK(decode(Encoding::cp1258, "\xC0\xC1\xC2\xC8\xC9\xCA\xCD\xD3\xD4\xD9\xDA\xC3\xD0\xD5\xDD") ==
          "ÀÁÂÈÉÊÍÓÔÙÚĂĐƠƯ");
    CHECK(decode(Encoding::cp1258, "\xE0\xE1\xE2\xE8\xE9\xEA\xED\xF3\xF4\xF9\xFA\xE3\xF0\xF5\xFD") ==
          "àáâèéêíóôùúăđơư");
    CHECK(decode(Encoding::cp1258,
                 "a\xCC"
                 "a\xD2"
                 "a\xDE"
                 "a\xEC"
                 "a\xF2") == "àảãáạ");
    CHECK(decode(Encoding::cp1258, "\xE2\xCC\xE2\xD2\xE2\xDE\xE2\xEC\xE2\xF2\xE3\xEC\xF5\xF2\xFD\xCC") ==
          "ầẩẫấậắợừ");
    CHECK(decode(Encoding::cp1258, "C\xE2\xCCu 5\xFE") == "Cầu 5₫");
    CHECK_THROWS_AS(decode(Encoding::cp1258, "\x8A"), Error);
}

TEST_CASE("bytes travel through JSON as characters") {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    CHECK(bytes_of(as_characters(all)) == all);
    CHECK(!bytes_of("ầ"));
}

TEST_CASE("syllables") {
    for (const char* word :
         {"Nguyễn", "nghiêng", "quyết", "gì", "GIẾNG", "Ỷ", "Đường", "hoà", "khuỷu", "Vĩnh"})
        CHECK_MESSAGE(is_syllable(word), word);
    for (const char* word : {"CÇu", "Nguyeãn", "§­êng", "xyz", "strasse", "aA", "ầấ", "Ñöôøng"})
        CHECK_MESSAGE(!is_syllable(word), word);
}

TEST_CASE("the encoding is guessed from words, and a doubt is told") {
    const std::vector<std::string> tcvn3{"C\xC7u V\xDCnh Tuy", "\xA7\xAD\xEAng Tr\xC7n Ph\xF3",
                                         "Ph\xE8 Hu\xD5",
                                         "C\xE8ng tho\xB8t n\xAD\xED"
                                         "c"};
    const std::vector<std::string> vni{"Ca\xE0u V\xF3nh Tuy", "\xD1\xF6\xF4\xF8ng Tra\xE0n Phu\xF9",
                                       "Pho\xE1 Hue\xE1",
                                       "Co\xE1ng thoa\xF9t n\xF6\xF4\xF9"
                                       "c"};
    const std::vector<std::string> cp1258{"C\xE2\xCCu Vi\xDEnh Tuy", "\xD0\xFD\xF5\xCCng Tr\xE2\xCCn Ph\xFA",
                                          "Ph\xF4\xEC Hu\xEA\xEC",
                                          "C\xF4\xECng tho\xE1t n\xFD\xF5\xEC"
                                          "c"};
    for (const auto& [samples, encoding] :
         {std::pair{tcvn3, Encoding::tcvn3}, {vni, Encoding::vni}, {cp1258, Encoding::cp1258}}) {
        const EncodingGuess guess = guess_encoding(samples);
        CHECK(guess.encoding == encoding);
        CHECK(guess.sure);
        CHECK(decode(encoding, samples[0]) == "Cầu Vĩnh Tuy");
        CHECK(decode(encoding, samples[1]) == "Đường Trần Phú");
        CHECK(decode(encoding, samples[3]) == "Cống thoát nước");
    }
    const std::vector<std::string> plain{"abc", "Cầu"}, one{"Ph\xE8"};
    CHECK(guess_encoding(plain).encoding == Encoding::utf8);
    CHECK(guess_encoding(plain).sure);
    CHECK(!guess_encoding(one).sure);
}

}  // namespace hatang::registry
