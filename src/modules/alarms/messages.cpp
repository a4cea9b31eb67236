#include "alarms/messages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace hatang::alarms {
namespace {

struct Property {
    std::string_view key, vi, en;
};
constexpr std::array properties{
    Property{"water_level", "Mực nước", "Water level"},
    Property{"strain", "Biến dạng", "Strain"},
    Property{"pressure", "Áp suất", "Pressure"},
    Property{"flow", "Lưu lượng", "Flow"},
    Property{"voltage", "Điện áp", "Voltage"},
    Property{"current", "Dòng điện", "Current"},
    Property{"power", "Công suất", "Power"},
    Property{"rain", "Lượng mưa", "Rainfall"},
    Property{"traffic_flow", "Lưu lượng giao thông", "Traffic flow"},
    Property{"pm25", "Bụi mịn PM2.5", "PM2.5"},
    Property{"vibration", "Độ rung", "Vibration"},
    Property{"tilt", "Độ nghiêng", "Tilt"},
    Property{"temperature", "Nhiệt độ", "Temperature"},
    Property{"turbidity", "Độ đục", "Turbidity"},
    Property{"chlorine", "Clo dư", "Chlorine"},
    Property{"battery", "Pin", "Battery"},
    Property{"status", "Trạng thái", "Status"},
};

// A property that a later version adds is shown by its key.
Property words_of(std::string_view key) {
    const auto found = std::ranges::find(properties, key, &Property::key);
    return found == properties.end() ? Property{key, key, key} : *found;
}

std::string number(double value, int decimals, char group, char point) {
    char buffer[340];  // the longest double without exponent has 309 digits
    const int length = std::snprintf(buffer, sizeof buffer, "%.*f", std::clamp(decimals, 0, 9), value);
    std::string text(buffer, static_cast<std::size_t>(length));
    std::size_t dot = text.find('.');
    if (dot != std::string::npos) {
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.')
            text.pop_back();
        else
            text[dot] = point;
    }
    if (text == "-0") text = "0";
    dot = std::min(text.find(point), text.size());
    const std::size_t first = text.front() == '-' ? 1 : 0;
    for (std::size_t i = dot; i > first + 3;) text.insert(i -= 3, 1, group);
    return text;
}

std::string with_unit(std::string number, std::string_view unit) {
    if (unit.empty() || unit == "1") return number;
    return number.append(" ").append(unit);
}

}  // namespace

std::string number_vi(double value, int decimals) { return number(value, decimals, '.', ','); }
std::string number_en(double value, int decimals) { return number(value, decimals, ',', '.'); }

Message threshold_message(const ThresholdWords& w) {
    const Property property = words_of(w.property);
    // Enough digits that the value never looks equal to the limit it exceeds.
    int decimals = w.decimals;
    while (decimals < 9 && number_vi(w.value, decimals) == number_vi(w.limit, decimals)) ++decimals;
    Message m;
    m.vi.append(property.vi).append(" ").append(with_unit(number_vi(w.value, decimals), w.unit));
    m.vi.append(w.above ? " vượt ngưỡng " : " dưới ngưỡng ").append(with_unit(number_vi(w.limit, 9), w.unit));
    m.en.append(property.en).append(" ").append(with_unit(number_en(w.value, decimals), w.unit));
    m.en.append(w.above ? " above the limit of " : " below the limit of ")
        .append(with_unit(number_en(w.limit, 9), w.unit));
    return m;
}

Message silence_message(std::string_view datastream_name, double limit_s, int silent_streams) {
    const std::string name(datastream_name);
    const std::string vi = number_vi(limit_s, 0), en = number_en(limit_s, 0);
    if (silent_streams <= 1)
        return {"Mất dữ liệu: “" + name + "” im lặng quá " + vi + " giây",
                "No data: “" + name + "” silent for more than " + en + " s"};
    const std::string count = std::to_string(silent_streams);
    return {"Mất dữ liệu: " + count + " chuỗi số liệu của công trình im lặng quá " + vi +
                " giây, đầu tiên là “" + name + "”",
            "No data: " + count + " datastreams of the asset silent for more than " + en + " s, first “" +
                name + "”"};
}

}  // namespace hatang::alarms
