#include "print/labels.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace hatang::print;

namespace {

std::size_t pages(const std::string& pdf) {
    constexpr std::string_view type = "/Type /Page";
    std::size_t n = 0;
    for (std::size_t at = pdf.find(type); at != std::string::npos; at = pdf.find(type, at + 1))
        n += pdf.substr(at + type.size(), 1) != "s";  // "/Pages" is their list
    return n;
}

const Label label{"https://hatang.example.vn/a/HT00000001C",
                  "HT 0000 0001 C",
                  "Trạm bơm thoát nước mưa Yên Sở, giai đoạn 2, cụm công trình đầu mối",
                  {"Trạm bơm nước mưa", "Phường Yên Sở"}};

}  // namespace

TEST_CASE("a QR code has its three finder patterns and the size of its version") {
    const auto rows = qr_modules(label.address);
    CHECK(rows.size() == 29);  // version 3 takes 42 bytes at level M (ISO/IEC 18004, table 7)
    for (const auto& [x, y] : {std::pair<std::size_t, std::size_t>{0, 0}, {22, 0}, {0, 22}}) {
        CHECK(rows[y][x]);
        CHECK(rows[y + 3][x + 3]);
        CHECK_FALSE(rows[y + 1][x + 1]);
        CHECK_FALSE(rows[y + 5][x + 5]);
    }
    bool fourth = true;
    for (std::size_t i = 22; i < 29; ++i) fourth = fourth && rows[22][i] && rows[28][i];
    CHECK_FALSE(fourth);
    CHECK_THROWS_AS(qr_modules(std::string(3'000, 'x')), std::logic_error);
}

TEST_CASE("labels fill sheet after sheet, from the place that is free") {
    const Sheet* sheet = find_sheet("a4_24");
    REQUIRE(sheet);
    CHECK(sheet->per_page() == 24);
    CHECK(pages(label_pdf({label}, *sheet)) == 1);
    CHECK(pages(label_pdf(std::vector<Label>(24, label), *sheet)) == 1);
    CHECK(pages(label_pdf(std::vector<Label>(25, label), *sheet)) == 2);
    CHECK(pages(label_pdf(std::vector<Label>(24, label), *sheet, 1)) == 2);
    CHECK(pages(label_pdf(std::vector<Label>(3, label), *find_sheet("single_62x29"))) == 3);
    CHECK(label_pdf({label}, *sheet).starts_with("%PDF-"));
    CHECK_FALSE(find_sheet("a5"));
}

TEST_CASE("every sheet fits its page") {
    for (const Sheet& s : sheets()) {
        CAPTURE(s.key);
        CHECK(s.left_mm + s.columns * s.label_width_mm + (s.columns - 1) * s.gap_x_mm <= s.page_width_mm);
        CHECK(s.top_mm + s.rows * s.label_height_mm + (s.rows - 1) * s.gap_y_mm <= s.page_height_mm);
    }
}

TEST_CASE("names that are too long, empty or strange make a label all the same") {
    Label odd = label;
    odd.title = std::string(4'000, 'W');
    odd.code = std::string(64, '8');
    odd.lines = {"", std::string(300, 'x'), "\xE2\x80\xAE đảo chiều", "<b>&amp;"};
    for (const Sheet& s : sheets()) CHECK(label_pdf({odd}, s).size() > 1'000);
}
