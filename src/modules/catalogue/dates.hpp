// Days in the city's time zone. The country has had one zone without summer time since 1975: UTC+7.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace hatang::catalogue {

inline constexpr std::int64_t city_offset_us = 7 * kHour;

inline std::string city_date(Instant at) { return to_rfc3339(at + city_offset_us).substr(0, 10); }

// True for a real day written as 2026-07-01. ISO dates compare as texts.
inline bool is_date(std::string_view text) {
    return text.size() == 10 && parse_rfc3339(std::string(text) + "T00:00:00Z").has_value();
}

// A row is valid from its first day on, until the day before `to`; an empty `to` has no end.
inline bool valid_on(std::string_view date, std::string_view from, std::string_view to) {
    return date >= from && (to.empty() || date < to);
}

}  // namespace hatang::catalogue
