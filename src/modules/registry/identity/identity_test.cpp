#include <doctest/doctest.h>

#include "registry/identity/check_character.hpp"
#include "registry/identity/city_code.hpp"
#include "registry/identity/kinds.hpp"

using namespace hatang::registry;

// Published numbers that carry an ISO/IEC 7064 MOD 37,36 check character: the example of the GRid standard
// (IFPI), and identifiers of EIDR (10.5240/7791-8534-2C23-9030-8610-5 is the example of its format paper).
TEST_CASE("check characters of published numbers") {
    for (const char* whole : {"A12425GABC1234002M", "B159D8FA01240000K", "188166C7342000003",
                              "779185342C23903086105", "F85AE100B0685B8FB1C8T"}) {
        const std::string_view text = whole;
        CAPTURE(text);
        CHECK(check_character(text.substr(0, text.size() - 1)) == text.back());
        CHECK(check_character_holds(text));
    }
    CHECK_FALSE(check_character(""));
    CHECK_FALSE(check_character("ht1"));
    CHECK_FALSE(check_character("HT-1"));
    CHECK_FALSE(check_character_holds("M"));
    CHECK_FALSE(check_character_holds(""));
}

// The standard promises every single error; of exchanged neighbours a hybrid system lets one in about a
// hundred pass.
TEST_CASE("one wrong character is always found, two exchanged neighbours nearly always") {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int exchanged = 0, passed = 0;
    for (std::int64_t serial = 1; serial < city_code_serial_max; serial += 98'765) {
        const std::string code = city_code(serial);
        for (std::size_t i = 0; i < code.size(); ++i) {
            for (const char c : alphabet) {
                std::string wrong = code;
                wrong[i] = c;
                if (check_character_holds(wrong) != (c == code[i])) FAIL_CHECK(wrong);
            }
            if (i + 1 == code.size() || code[i] == code[i + 1]) continue;
            std::string swapped = code;
            std::swap(swapped[i], swapped[i + 1]);
            ++exchanged;
            passed += check_character_holds(swapped);
        }
    }
    CHECK(exchanged > 5'000);
    CHECK(passed * 50 < exchanged);
}

TEST_CASE("city codes have one form") {
    CHECK(city_code(1) == "HT00000001C");
    CHECK(city_code(123) == "HT00000123T");
    CHECK(city_code(city_code_serial_max).size() == 11);
    CHECK_THROWS(city_code(0));
    CHECK_THROWS(city_code(city_code_serial_max + 1));
    CHECK(compact_code(" ht 0000-0123.t ") == "HT00000123T");
    CHECK(looks_like_city_code("HT00000123T"));
    CHECK_FALSE(looks_like_city_code("HT0000012T"));
    CHECK_FALSE(looks_like_city_code("HT0000A123T"));
    CHECK(grouped_code("HT00000123T") == "HT 0000 0123 T");
    CHECK(grouped_code("2528110016803") == "2528110016803");
}

TEST_CASE("codes are held to the structure that the law publishes, and to no other") {
    const auto right = [](std::string_view kind, std::string_view value) {
        CAPTURE(kind);
        CAPTURE(value);
        CHECK(has_published_structure(kind, value));
    };
    const auto wrong = [](std::string_view kind, std::string_view value) {
        CAPTURE(kind);
        CAPTURE(value);
        CHECK_FALSE(has_published_structure(kind, value));
    };
    // The examples of TT 24/2025/TT-BXD.
    right("tt24_planning", "012611088888");
    right("tt24_project", "2528110016803");
    wrong("tt24_planning", "012651088888");   // kinds of planning are 1 to 4
    wrong("tt24_planning", "022611088888");   // no province has 02
    wrong("tt24_planning", "0126110888881");  // one digit too many
    wrong("tt24_project", "2528710016803");
    wrong("tt24_project", "2528140016803");
    right("tt24_project", "0028110016803");  // 00: several provinces
    right("planning_gis", "01QPK1260001");
    wrong("planning_gis", "01QXX1260001");
    right("tthc", "000.00.16.H26-210630-0012");
    right("tthc", "000.16.H26-210630-0012");
    wrong("tthc", "H26-210630-0012");
    right("national", "cái gì cũng được / ¥");
    wrong("national", std::string(65, '1'));
    right("national", std::string(64, '1'));
    right("city", "HT00000001C");
    wrong("city", "HT00000001D");
    right("gso", "00004");
    wrong("gso", "0004");
    wrong("osm_way", "012");
    right("vbms", "bất kỳ");
    right("a_kind_of_tomorrow", "whatever");
}

TEST_CASE("masks that a city sets") {
    CHECK(fits_mask("HK-####/@*", "HK-2019/A7"));
    CHECK_FALSE(fits_mask("HK-####/@*", "HK-2019/a7"));
    CHECK_FALSE(fits_mask("HK-####", "HK-20191"));
    CHECK_FALSE(fits_mask("HK-####", "HK-2O19"));
    CHECK(valid_mask("HK-####"));
    CHECK_FALSE(valid_mask("HK"));
    CHECK_FALSE(valid_mask(" ##"));
    CHECK_FALSE(valid_mask("Đ##"));
    CHECK_FALSE(valid_mask(std::string(201, '#')));
}

TEST_CASE("every kind of the data file can be used") {
    CHECK(identifier_kinds().size() > 10);
    for (const IdentifierKind& kind : identifier_kinds()) {
        CAPTURE(kind.key);
        CHECK_FALSE(kind.name_vi.empty());
        CHECK_FALSE(kind.name_en.empty());
        CHECK((!kind.opaque || kind.pattern.empty()));
        if (!kind.example.empty()) CHECK(has_published_structure(kind.key, kind.example));
        CHECK(find_identifier_kind(kind.key) == &kind);
    }
}
