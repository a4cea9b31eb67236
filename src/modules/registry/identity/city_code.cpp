#include "registry/identity/city_code.hpp"

#include <algorithm>
#include <stdexcept>

#include "registry/identity/check_character.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view prefix = "HT";
constexpr std::size_t serial_digits = 8;

}  // namespace

std::string city_code(std::int64_t serial) {
    if (serial < 1 || serial > city_code_serial_max) throw std::logic_error("serial of a city code");
    const std::string digits = std::to_string(serial);
    std::string code = std::string(prefix) + std::string(serial_digits - digits.size(), '0') + digits;
    code += *check_character(code);
    return code;
}

std::string compact_code(std::string_view typed) {
    std::string out;
    for (const char c : typed) {
        if (std::string_view(" \t\r\n\v\f.:/_-").find(c) != std::string_view::npos) continue;
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return out;
}

bool looks_like_city_code(std::string_view text) {
    if (text.size() != prefix.size() + serial_digits + 1 || !text.starts_with(prefix)) return false;
    return std::ranges::all_of(text.substr(prefix.size(), serial_digits),
                               [](char c) { return c >= '0' && c <= '9'; });
}

std::string grouped_code(std::string_view code) {
    if (!looks_like_city_code(code)) return std::string(code);
    return std::string(code.substr(0, 2)) + " " + std::string(code.substr(2, 4)) + " " +
           std::string(code.substr(6, 4)) + " " + std::string(code.substr(10));
}

}  // namespace hatang::registry
