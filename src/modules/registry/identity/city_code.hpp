// The provisional code of the city: HT, eight digits, one check character — HT00000123K. It carries no
// meaning: what a work is, where it lies and who owns it change, the code does not. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hatang::registry {

inline constexpr std::string_view city_code_kind = "city";
inline constexpr std::int64_t city_code_serial_max = 99'999'999;

// Serial 1…99,999,999; throws std::logic_error for another.
std::string city_code(std::int64_t serial);
// As it was printed or typed, with blanks, dots, dashes and small letters, in the form that is stored.
std::string compact_code(std::string_view typed);
// Whether a compact text has the form of a city code.
bool looks_like_city_code(std::string_view compact);
// For reading aloud and for labels: "HT 0000 0123 K"; other codes as they are.
std::string grouped_code(std::string_view code);

}  // namespace hatang::registry
