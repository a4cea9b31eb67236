// Bounds of the watch page.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::security::limits {

inline constexpr std::int64_t watch_rows_max = 200;    // of each list
inline constexpr std::int64_t watch_changes_days = 7;  // rights, devices, unusual access
inline constexpr std::int64_t watch_memory_days = 90;  // what counts as seen before
inline constexpr std::int64_t watch_idle_days = 30;    // two weeks before the policy disables an account
inline constexpr std::int64_t certificate_warn_days = 30;
// Restricted records that one account reads within an hour before that is named: five full pages.
inline constexpr std::int64_t restricted_reads_an_hour = 500;
// Hours of the night in which a first sign-in is named; local time.
inline constexpr std::int64_t night_from_hour = 23, night_to_hour = 5;

inline constexpr std::int64_t integrity_interval_us = kHour;
// A web application has some hundreds of files; a folder with more is not one.
inline constexpr std::size_t integrity_files_max = 5'000;
inline constexpr std::size_t integrity_block_bytes = 256 * 1'024;

// The authority is told of a breach of personal data within 72 hours: Luật 91/2025/QH15.
inline constexpr std::int64_t breach_notice_us = 72 * kHour;

}  // namespace hatang::security::limits
