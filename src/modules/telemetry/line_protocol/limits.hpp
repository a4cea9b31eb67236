// Bounds of line protocol.
#pragma once

#include <cstddef>

namespace hatang::telemetry::limits {

// A gzip body may unfold to this: forty requests of Telegraf's 1,000 metrics.
inline constexpr std::size_t line_bytes_max = 16u << 20;
inline constexpr std::size_t fields_of_line_max = 1'000;
// Refusals that an answer spells out; all are counted.
inline constexpr std::size_t refusals_told_max = 10;
// The shortest line with a value: "a b=1\n".
inline constexpr std::size_t line_bytes_least = 6;
// Values whose series are fetched at once, before the first of them is looked at.
inline constexpr std::size_t values_ahead = 64;
// Series as sent whose names are remembered, some 300 B each.
inline constexpr std::size_t series_cache_max = 200'000;

}  // namespace hatang::telemetry::limits
