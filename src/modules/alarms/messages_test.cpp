#include "alarms/messages.hpp"

#include <doctest/doctest.h>

namespace hatang::alarms {

TEST_CASE("numbers as a Vietnamese reader expects them") {
    CHECK(number_vi(312.4, 1) == "312,4");
    CHECK(number_vi(250, 1) == "250");
    CHECK(number_vi(1234567.891, 2) == "1.234.567,89");
    CHECK(number_vi(-1234.5, 1) == "-1.234,5");
    CHECK(number_vi(-0.001, 1) == "0");
    CHECK(number_vi(999, 0) == "999");
    CHECK(number_en(1234.5, 1) == "1,234.5");
}

TEST_CASE("messages say what, how much and which limit") {
    const Message above = threshold_message({"strain", "µm/m", true, 312.4, 250, 1});
    CHECK(above.vi == "Biến dạng 312,4 µm/m vượt ngưỡng 250 µm/m");
    CHECK(above.en == "Strain 312.4 µm/m above the limit of 250 µm/m");
    CHECK(threshold_message({"pressure", "bar", false, 1.2, 1.5, 2}).vi ==
          "Áp suất 1,2 bar dưới ngưỡng 1,5 bar");
    CHECK(threshold_message({"status", "1", true, 1, 0.5, 0}).vi == "Trạng thái 1 vượt ngưỡng 0,5");
    CHECK(threshold_message({"water_level", "m", true, 6.004, 6, 2}).vi ==
          "Mực nước 6,004 m vượt ngưỡng 6 m");
    CHECK(silence_message("Mực nước hồ Tây", 90, 1).vi ==
          "Mất dữ liệu: “Mực nước hồ Tây” im lặng quá 90 giây");
    CHECK(silence_message("Đo 1", 90, 3).vi ==
          "Mất dữ liệu: 3 chuỗi số liệu của công trình im lặng quá 90 giây, đầu tiên là “Đo 1”");
}

}  // namespace hatang::alarms
