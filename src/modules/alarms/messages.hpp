// What an alarm says, in Vietnamese and English. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hatang::alarms {

struct Message {
    std::string vi, en;
};

// 1234.5 with 1 decimal → "1.234,5". Trailing zeros of the fraction are left out.
std::string number_vi(double value, int decimals);
// The same as "1,234.5".
std::string number_en(double value, int decimals);

struct ThresholdWords {
    std::string_view property, unit;
    bool above = true;
    double value = 0, limit = 0;
    int decimals = 2;
};
// "Biến dạng 312,4 µm/m vượt ngưỡng 250 µm/m".
Message threshold_message(const ThresholdWords&);

// "Mất dữ liệu: “Biến dạng nhịp 3” im lặng quá 30 giây"; of several streams of one asset: "Mất dữ liệu: 3
// chuỗi số liệu của công trình im lặng, đầu tiên là “…”".
Message silence_message(std::string_view datastream_name, double limit_s, int silent_streams);

}  // namespace hatang::alarms
