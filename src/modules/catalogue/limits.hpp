// Bounds of the catalogue.
#pragma once

#include <cstddef>

namespace hatang::catalogue::limits {

// Measures in one grading request. The longest row list of a class has 7; a complex names a few works.
inline constexpr std::size_t measures_max = 50;
// Characters of a criterion code ("1.5.1.6.1b" is the longest root), a class key or a code list key.
inline constexpr std::size_t key_length_max = 64;
// Characters of an ISO date.
inline constexpr std::size_t date_length = 10;
// Metres; the longest road of the country has about 2,300 km. Catches lengths sent in millimetres.
inline constexpr double length_max_m = 5'000'000;

}  // namespace hatang::catalogue::limits
