#include "catalogue/grading/grading.hpp"

#include <doctest/doctest.h>

#include "catalogue/data.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_catalogue();
}

using namespace hatang;
using namespace hatang::catalogue::grading;

namespace {

const Tables& tables() {
    static const Tables read = catalogue::read_data(embedded_catalogue()).grading;
    return read;
}

constexpr const char* in_force = "2026-11-24";

std::string text(const Result<Outcome>& r) {
    return r ? std::string(to_text((*r).grade)) : std::string(error_info(r.error().code).code);
}
// The class that one number gives, or the code of the error.
std::string of(const char* code, double value, Circumstances c = {}) {
    c.on = in_force;
    return text(grade(tables(), {{code, value}}, c));
}
std::string word(const char* code, const char* value) {
    return text(grade(tables(), {{code, std::string(value)}}, {.on = in_force}));
}
std::string short_line(const char* code, double value, double length_m) {
    return of(code, value, {.on = {}, .length_m = length_m});
}
std::string under_river(const char* code, double value) {
    return of(code, value, {.on = {}, .length_m = {}, .under_river = true});
}

struct Expected {
    const char* code;
    double value;
    const char* grade;
};
void check_all(std::initializer_list<Expected> all) {
    for (const auto& [code, value, expected] : all) {
        CAPTURE(code);
        CAPTURE(value);
        CHECK(of(code, value) == expected);
    }
}

}  // namespace

TEST_CASE("table 1.3, technical infrastructure: both sides of every boundary") {
    check_all({{"1.3.1.1", 150, "special"}, {"1.3.1.1", 149.9, "I"},      {"1.3.1.1", 30, "I"},
               {"1.3.1.1", 29.9, "II"},     {"1.3.1.1", 10, "II"},        {"1.3.1.1", 9.9, "III"},
               {"1.3.1.2", 180, "special"}, {"1.3.1.2", 179.9, "I"},      {"1.3.1.2", 40, "I"},
               {"1.3.1.2", 39.9, "II"},     {"1.3.1.2", 12, "II"},        {"1.3.1.2", 11.9, "III"},
               {"1.3.2.1", 20, "I"},        {"1.3.2.1", 19.9, "II"},      {"1.3.2.1", 15, "II"},
               {"1.3.2.1", 14.9, "III"},    {"1.3.2.1", 1, "III"},        {"1.3.2.1", 0.99, "IV"},
               {"1.3.2.2", 25, "I"},        {"1.3.2.2", 24.9, "II"},      {"1.3.2.2", 10, "II"},
               {"1.3.2.2", 9.9, "III"},     {"1.3.2.3", 100, "special"},  {"1.3.2.3", 99.9, "I"},
               {"1.3.2.3", 20, "I"},        {"1.3.2.3", 19.9, "II"},      {"1.3.2.3", 10, "II"},
               {"1.3.2.3", 9.9, "III"},     {"1.3.2.4", 4000, "special"}, {"1.3.2.4", 3999, "I"},
               {"1.3.2.4", 1200, "I"},      {"1.3.2.4", 1199, "II"},      {"1.3.2.4", 700, "II"},
               {"1.3.2.4", 699, "III"},     {"1.3.2.5", 1000, "I"},       {"1.3.2.5", 999, "II"},
               {"1.3.2.5", 200, "II"},      {"1.3.2.5", 199, "III"},      {"1.3.3.1a", 500, "I"},
               {"1.3.3.1a", 499, "II"},     {"1.3.3.1a", 200, "II"},      {"1.3.3.1a", 199, "III"},
               {"1.3.3.1a", 100, "III"},    {"1.3.3.1a", 99, "IV"},       {"1.3.3.1b", 500, "special"},
               {"1.3.3.1b", 499, "I"},      {"1.3.3.1b", 200, "I"},       {"1.3.3.1b", 199, "II"},
               {"1.3.3.1b", 50, "II"},      {"1.3.3.1b", 49, "III"},      {"1.3.3.2", 100.1, "I"},
               {"1.3.3.2", 100, "II"},      {"1.3.3.2", 20, "II"},        {"1.3.3.2", 19.9, "III"},
               {"1.3.4", 20.1, "I"},        {"1.3.4", 20, "II"},          {"1.3.4", 10, "II"},
               {"1.3.4", 9.9, "III"},       {"1.3.4", 5, "III"},          {"1.3.4", 4.9, "IV"},
               {"1.3.5", 60.1, "I"},        {"1.3.5", 60, "II"},          {"1.3.5", 30, "II"},
               {"1.3.5", 29.9, "III"},      {"1.3.5", 10, "III"},         {"1.3.5", 9.9, "IV"},
               {"1.3.8.1", 500, "I"},       {"1.3.8.1", 499, "II"},       {"1.3.8.1", 300, "II"},
               {"1.3.8.1", 299, "III"},     {"1.3.8.2", 1000, "I"},       {"1.3.8.2", 999, "II"},
               {"1.3.8.2", 500, "II"},      {"1.3.8.2", 499, "III"},      {"1.3.8.2", 100, "III"},
               {"1.3.8.2", 99, "IV"},       {"1.3.8.3", 2.51, "III"},     {"1.3.8.3", 2.5, "IV"},
               {"1.3.10", 300, "II"},       {"1.3.10", 299, "III"}});
    CHECK(word("1.3.5", "national") == "I");
    CHECK(word("1.3.6", "national") == "I");
    CHECK(word("1.3.6", "other") == "II");
    CHECK(word("1.3.7", "all") == "II");
    CHECK(word("1.3.9", "international") == "special");
    CHECK(word("1.3.9", "interprovincial") == "I");
    CHECK(word("1.3.9", "provincial") == "II");
    CHECK(word("1.3.9", "liên tỉnh") == "I");
}

TEST_CASE("tables 1.4 and 1.5, transport and irrigation: both sides of every boundary") {
    check_all({{"1.4.1.1", 120, "special"},    {"1.4.1.1", 100, "I"},          {"1.4.1.1", 80, "II"},
               {"1.4.1.1", 60, "III"},         {"1.4.1.1", 40, "IV"},          {"1.4.1.1", 20, "IV"},
               {"1.4.1.1.CT", 120, "special"}, {"1.4.1.1.CT", 100, "I"},       {"1.4.1.1.CT", 80, "II"},
               {"1.4.1.1.CT", 60, "II"},       {"1.4.1.2a", 8, "I"},           {"1.4.1.2a", 10, "I"},
               {"1.4.1.2a", 6, "II"},          {"1.4.1.2a", 4, "III"},         {"1.4.1.2a", 2, "III"},
               {"1.4.1.2a", 1, "IV"},          {"1.4.1.2b", 81, "special"},    {"1.4.1.2b", 80, "I"},
               {"1.4.1.2b", 60, "II"},         {"1.4.1.2b", 50, "II"},         {"1.4.1.2b", 40, "III"},
               {"1.4.1.2b", 30, "IV"},         {"1.4.1.2b", 20, "IV"},         {"1.4.1.3", 30, "special"},
               {"1.4.1.3", 29.9, "I"},         {"1.4.1.3", 10, "I"},           {"1.4.1.3", 9.9, "II"},
               {"1.4.1.3", 3, "II"},           {"1.4.1.3", 2.9, "III"},        {"1.4.2.2", 200, "special"},
               {"1.4.2.2", 199, "I"},          {"1.4.2.2", 120, "I"},          {"1.4.2.2", 119, "II"},
               {"1.4.2.2", 80, "II"},          {"1.4.2.2", 79, "III"},         {"1.4.2.3", 120, "I"},
               {"1.4.2.3", 100, "I"},          {"1.4.2.3", 99, "II"},          {"1.4.2.3", 60, "II"},
               {"1.4.2.3", 59, "III"},         {"1.4.3.1", 3001, "I"},         {"1.4.3.1", 3000, "II"},
               {"1.4.3.1", 1000, "II"},        {"1.4.3.1", 999, "III"},        {"1.4.3.1", 700, "III"},
               {"1.4.3.1", 699, "IV"},         {"1.4.3.1", 500, "IV"},         {"1.4.4.2a", 5.1, "special"},
               {"1.4.4.2a", 5, "I"},           {"1.4.4.2a", 3, "I"},           {"1.4.4.2a", 2.9, "II"},
               {"1.4.4.2a", 1.5, "II"},        {"1.4.4.2a", 1.4, "III"},       {"1.4.4.2a", 0.75, "III"},
               {"1.4.4.2a", 0.74, "IV"},       {"1.4.4.2b", 501, "special"},   {"1.4.4.2b", 500, "I"},
               {"1.4.4.2b", 300, "I"},         {"1.4.4.2b", 299, "II"},        {"1.4.4.2b", 100, "II"},
               {"1.4.4.2b", 99, "III"},        {"1.4.4.2b", 50, "III"},        {"1.4.4.2b", 49, "IV"},
               {"1.4.4.3", 1501, "special"},   {"1.4.4.3", 1500, "I"},         {"1.4.4.3", 700, "I"},
               {"1.4.4.3", 699, "II"},         {"1.4.4.3", 400, "II"},         {"1.4.4.3", 399, "III"},
               {"1.4.4.3", 200, "III"},        {"1.4.4.3", 199, "IV"},         {"1.4.4.5a.B", 121, "special"},
               {"1.4.4.5a.B", 119, "I"},       {"1.4.4.5a.B", 90, "I"},        {"1.4.4.5a.B", 89, "II"},
               {"1.4.4.5a.B", 70, "II"},       {"1.4.4.5a.B", 69, "III"},      {"1.4.4.5a.B", 50, "III"},
               {"1.4.4.5a.B", 49, "IV"},       {"1.4.4.5a.H", 5.1, "special"}, {"1.4.4.5a.H", 5, "I"},
               {"1.4.4.5a.H", 4, "I"},         {"1.4.4.5a.H", 3.9, "II"},      {"1.4.4.5a.H", 3, "II"},
               {"1.4.4.5a.H", 2.9, "III"},     {"1.4.4.5a.H", 2, "III"},       {"1.4.4.5a.H", 1.9, "IV"},
               {"1.4.5.1a", 70.1, "special"},  {"1.4.5.1a", 70, "I"},          {"1.4.5.1a", 40.1, "I"},
               {"1.4.5.1a", 40, "II"},         {"1.4.5.1a", 20.1, "II"},       {"1.4.5.1a", 20, "III"},
               {"1.4.5.1a", 5.1, "III"},       {"1.4.5.1a", 5, "IV"},          {"1.4.6.1", 10, "special"},
               {"1.4.6.1", 9.9, "I"},          {"1.5.1.4a", 360, "special"},   {"1.5.1.4a", 359, "I"},
               {"1.5.1.4a", 180, "I"},         {"1.5.1.4a", 179, "II"},        {"1.5.1.4a", 72, "II"},
               {"1.5.1.4a", 71, "III"},        {"1.5.1.4a", 3.6, "III"},       {"1.5.1.4a", 3.5, "IV"},
               {"1.5.1.6.1b", 50, "I"},        {"1.5.1.6.1b", 49, "II"},       {"1.5.1.6.1b", 20, "II"},
               {"1.5.1.6.1b", 19, "III"},      {"1.5.1.6.1b", 1.5, "III"},     {"1.5.1.6.1b", 1.4, "IV"}});
    CHECK(word("1.4.1.4", "all") == "IV");
    CHECK(word("1.4.2.1", "underground") == "special");
    CHECK(word("1.4.2.1", "surface") == "I");
    CHECK(word("1.4.2.1", "elevated") == "I");
    CHECK(word("1.4.2.1", "monorail") == "I");
    CHECK(word("1.4.6.2", "4E") == "special");
    CHECK(word("1.4.6.2", "4F") == "special");
    CHECK(word("1.4.6.2", "4D") == "I");
}

TEST_CASE("table 2, structure: both sides of every boundary") {
    check_all({{"2.1a", 200.1, "special"},
               {"2.1a", 200, "I"},
               {"2.1a", 75.1, "I"},
               {"2.1a", 75, "II"},
               {"2.1a", 28.1, "II"},
               {"2.1a", 28, "III"},
               {"2.1a", 6.1, "III"},
               {"2.1a", 6, "IV"},
               {"2.1a.H150", 150.1, "special"},
               {"2.1a.H150", 150, "I"},
               {"2.1a.H150", 75, "II"},
               {"2.1b", 51, "special"},
               {"2.1b", 50, "I"},
               {"2.1b", 25, "I"},
               {"2.1b", 24, "II"},
               {"2.1b", 8, "II"},
               {"2.1b", 7, "III"},
               {"2.1b", 2, "III"},
               {"2.1b", 1, "IV"},
               {"2.1c", 30.1, "I"},
               {"2.1c", 30, "II"},
               {"2.1c", 10.1, "II"},
               {"2.1c", 10, "III"},
               {"2.1c", 1, "III"},
               {"2.1c", 0.9, "IV"},
               {"2.1d", 200.1, "special"},
               {"2.1d", 200, "I"},
               {"2.1d", 100, "I"},
               {"2.1d", 99, "II"},
               {"2.1d", 50, "II"},
               {"2.1d", 49, "III"},
               {"2.1d", 15, "III"},
               {"2.1d", 14, "IV"},
               {"2.1e", 5, "I"},
               {"2.1e", 4, "II"},
               {"2.1e", 2, "II"},
               {"2.1e", 1, "III"},
               {"2.2.1", 200.1, "special"},
               {"2.2.1", 200, "I"},
               {"2.2.1", 75.1, "I"},
               {"2.2.1", 75, "II"},
               {"2.2.1", 28.1, "II"},
               {"2.2.1", 28, "III"},
               {"2.2.1", 6.1, "III"},
               {"2.2.1", 6, "IV"},
               {"2.2.2", 300, "special"},
               {"2.2.2", 299, "I"},
               {"2.2.2", 150, "I"},
               {"2.2.2", 149, "II"},
               {"2.2.2", 75, "II"},
               {"2.2.2", 74, "III"},
               {"2.2.2", 45.1, "III"},
               {"2.2.2", 45, "IV"},
               {"2.4a", 15.1, "I"},
               {"2.4a", 15, "II"},
               {"2.4a", 5, "II"},
               {"2.4a", 4.9, "III"},
               {"2.4a", 1, "III"},
               {"2.4a", 0.9, "IV"},
               {"2.5.1a", 150.1, "special"},
               {"2.5.1a", 150, "I"},
               {"2.5.1a", 100.1, "I"},
               {"2.5.1a", 100, "II"},
               {"2.5.1a", 42.1, "II"},
               {"2.5.1a", 42, "III"},
               {"2.5.1a", 25.1, "III"},
               {"2.5.1a", 25, "IV"},
               {"2.5.1b", 75.1, "special"},
               {"2.5.1b", 75, "I"},
               {"2.5.1b", 30, "I"},
               {"2.5.1b", 29, "II"},
               {"2.5.1b", 15, "II"},
               {"2.5.1b", 14, "III"},
               {"2.5.1b", 6, "III"},
               {"2.5.1b", 5.9, "IV"},
               {"2.5.2b", 75.1, "special"},
               {"2.5.2b", 75, "I"},
               {"2.5.2b", 5.9, "IV"},
               {"2.5.2c", 100.1, "special"},
               {"2.5.2c", 100, "I"},
               {"2.5.2c", 50, "I"},
               {"2.5.2c", 49, "II"},
               {"2.5.2c", 25, "II"},
               {"2.5.2c", 24, "III"},
               {"2.5.3a", 50.1, "II"},
               {"2.5.3a", 50, "III"},
               {"2.5.3a", 25, "III"},
               {"2.5.3a", 24, "IV"},
               {"2.5.3b", 30.1, "II"},
               {"2.5.3b", 30, "III"},
               {"2.5.3b", 15, "III"},
               {"2.5.3b", 14, "IV"},
               {"2.6.1a", 1501, "special"},
               {"2.6.1a", 1500, "I"},
               {"2.6.1a", 500, "I"},
               {"2.6.1a", 499, "II"},
               {"2.6.1a", 100, "II"},
               {"2.6.1a", 99, "III"},
               {"2.6.1b", 100, "I"},
               {"2.6.1b", 99, "II"},
               {"2.6.1b", 30, "II"},
               {"2.6.1b", 29, "III"},
               {"2.7.2a", 8.1, "I"},
               {"2.7.2a", 8, "II"},
               {"2.7.2a", 5.1, "II"},
               {"2.7.2a", 5, "III"},
               {"2.7.2a", 3.1, "III"},
               {"2.7.2a", 3, "IV"},
               {"2.10.1", 800, "I"},
               {"2.10.1", 799, "II"},
               {"2.10.1", 400, "II"},
               {"2.10.1", 399, "III"},
               {"2.10.1", 150, "III"},
               {"2.10.1", 149, "IV"},
               {"2.10.1.S", 0.51, "I"},
               {"2.10.1.S", 0.5, "II"},
               {"2.10.1.S", 0.13, "II"},
               {"2.10.1.S", 0.12, "III"},
               {"2.10.1.S", 0.02, "III"},
               {"2.10.1.S", 0.01, "IV"},
               {"2.10.2", 2000, "I"},
               {"2.10.2", 1999, "II"},
               {"2.10.2", 1500, "II"},
               {"2.10.2", 1499, "III"},
               {"2.10.2", 600, "III"},
               {"2.10.2", 599, "IV"},
               {"2.10.2.S", 3.14, "I"},
               {"2.10.2.S", 3.13, "II"},
               {"2.10.2.S", 1.77, "II"},
               {"2.10.2.S", 1.76, "III"},
               {"2.10.2.S", 0.28, "III"},
               {"2.10.2.S", 0.27, "IV"},
               {"2.10.3", 1000, "I"},
               {"2.10.3", 999, "II"},
               {"2.10.3", 600, "II"},
               {"2.10.3", 599, "III"},
               {"2.10.3", 200, "III"},
               {"2.10.3", 199, "IV"},
               {"2.10.3.S", 0.79, "I"},
               {"2.10.3.S", 0.78, "II"},
               {"2.10.3.S", 0.28, "II"},
               {"2.10.3.S", 0.27, "III"},
               {"2.10.3.S", 0.03, "III"},
               {"2.10.3.S", 0.02, "IV"},
               {"2.10.4a", 0.71, "III"},
               {"2.10.4a", 0.7, "IV"},
               {"2.10.4b", 7.1, "special"},
               {"2.10.4b", 7, "I"},
               {"2.10.4b", 3.1, "I"},
               {"2.10.4b", 3, "II"}});
}

TEST_CASE("what the tables do not define is refused, never interpolated") {
    for (const double speed : {41.0, 50.0, 59.0, 61.0, 79.0, 81.0, 99.0})
        CHECK(of("1.4.1.1", speed) == "non_standard_speed");
    for (const double speed : {10.0, 35.0, 45.0, 55.0, 70.0, 79.0})
        CHECK(of("1.4.1.2b", speed) == "non_standard_speed");
    for (const double lanes : {3.0, 5.0, 7.0, 1.5}) CHECK(of("1.4.1.2a", lanes) == "class_not_defined");
    CHECK(of("1.4.4.5a.B", 120) == "class_not_defined");
    CHECK(of("1.4.3.1", 499) == "class_not_defined");
    CHECK(of("1.4.2.3", 121) == "class_not_defined");
    CHECK(of("2.1b", 24.5) == "class_not_defined");
    CHECK(of("1.5.2", 1) == "class_not_defined");
    CHECK(word("1.4.6.2", "5A") == "class_not_defined");
    CHECK(word("1.3.9", "local") == "class_not_defined");
    CHECK(of("9.9", 1) == "unknown_criterion");
    CHECK(of("2.5.1a", 0) == "out_of_range");
    CHECK(of("2.5.1a", -5) == "out_of_range");
    CHECK(word("2.5.1a", "long") == "wrong_type");
    CHECK(of("1.3.9", 1) == "wrong_type");
    CHECK(text(grade(tables(), {}, {.on = in_force})) == "text_empty");
}

TEST_CASE("the highest criterion decides, and the error names its measure") {
    const auto r =
        grade(tables(), {{"1.4.1.2a", 4.0}, {"1.4.1.2b", 80.0}, {"1.4.1.2a", 1.0}}, {.on = in_force});
    REQUIRE(r);
    CHECK((*r).grade == Grade::I);
    REQUIRE((*r).steps.size() == 3);
    CHECK((*r).steps[0].grade == Grade::III);
    CHECK((*r).steps[1].grade == Grade::I);
    CHECK((*r).steps[1].explanation_vi == "đường đô thị: vận tốc thiết kế 80 km/h (= 80) → cấp I.");
    CHECK((*r).legal_basis ==
          "TT 34/2026/TT-BXD, Phụ lục I, bảng 1.4, mục 1.4.1.2a; "
          "TT 34/2026/TT-BXD, Phụ lục I, bảng 1.4, mục 1.4.1.2b");

    const auto bad = grade(tables(), {{"1.4.1.2a", 4.0}, {"1.4.1.2b", 70.0}}, {.on = in_force});
    REQUIRE(!bad);
    CHECK(bad.error().where == "/measures/1/value");
}

TEST_CASE("a short line is one class lower, never below IV") {
    CHECK(short_line("1.4.1.2a", 8, 1000) == "II");
    CHECK(short_line("1.4.1.2a", 8, 1000.1) == "I");
    CHECK(short_line("1.4.1.2a", 1, 300) == "IV");
    CHECK(short_line("1.4.1.2b", 81, 1000) == "I");
    CHECK(short_line("2.10.1", 800, 1000) == "II");
    CHECK(short_line("2.10.2", 600, 1000) == "IV");
    CHECK(short_line("2.10.3", 199, 10) == "IV");
    CHECK(short_line("2.10.4a", 0.8, 1000) == "IV");
    CHECK(short_line("2.10.4b", 3, 1000) == "III");
    CHECK(short_line("2.7.2a", 8.1, 500) == "II");
    CHECK(short_line("2.7.2a", 8.1, 501) == "I");
    // Not a line of that rule: a motor road, a bridge.
    CHECK(short_line("1.4.1.1", 100, 500) == "I");
    CHECK(short_line("2.5.1a", 150, 500) == "I");
}

TEST_CASE("a tunnel under a river is one class higher, not below II") {
    CHECK(under_river("2.6.1a", 1501) == "special");
    CHECK(under_river("2.6.1a", 1500) == "special");
    CHECK(under_river("2.6.1a", 499) == "I");
    CHECK(under_river("2.6.1a", 99) == "II");
    CHECK(under_river("2.6.1b", 29) == "II");
    CHECK(under_river("2.5.1a", 25) == "IV");
    Circumstances chemicals;
    chemicals.dangerous_chemicals = true;
    CHECK(of("2.4a", 0.9, chemicals) == "II");
    CHECK(of("2.4a", 5, chemicals) == "I");
}

TEST_CASE("the law of the day decides") {
    CHECK(text(grade(tables(), {{"2.5.1a", 150.0}}, {.on = "2026-06-30"})) == "unknown_criterion");
    CHECK(text(grade(tables(), {{"2.5.1a", 150.0}}, {.on = "2026-07-01"})) == "I");
}

TEST_CASE("intervals in words") {
    CHECK(describe(Interval{.grade = Grade::I, .from = 0.75, .to = 1.5, .to_open = true}, ',') ==
          "0,75 – < 1,5");
    CHECK(describe(Interval{.grade = Grade::I, .from = 100, .from_open = true}, ',') == "> 100");
    CHECK(describe(Interval{.grade = Grade::I, .to = 40}, '.') == "≤ 40");
    CHECK(describe(Interval{.grade = Grade::I, .from = 80, .to = 80}, '.') == "= 80");
}
