// The limits of this module, with their reasons.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::alarms {

// A datastream is silent after this many declared intervals: one lost reading and one late one are ordinary.
inline constexpr std::int64_t silence_intervals = 3;
// Never sooner: radio sensors and brokers reconnect within this time.
inline constexpr std::int64_t silence_least_us = 30 * kSecond;
// Longest delay of a rule, one day: a longer one is a report, not an alarm.
inline constexpr double delay_max_s = 86'400;
// How often due timers are looked for: bounds what a delay adds to the latency of an alarm.
inline constexpr std::int64_t tick_us = 100 * kMillisecond;
// How often the worst values of active alarms are written.
inline constexpr std::int64_t extreme_write_us = 5 * kSecond;
// Changes written in one transaction: keeps a flood at one commit per batch, and a batch below some 100 ms.
inline constexpr std::size_t batch_max = 64;
// Wait before the database is asked again after it failed.
inline constexpr std::int64_t retry_us = kSecond;
// Rules of the whole city; each is kept in memory.
inline constexpr std::int64_t rules_max = 20'000;
// Open alarms in one live snapshot: more than any list on a screen, and below what one socket may hold (4
// MB).
inline constexpr std::int64_t snapshot_max = 2'000;

}  // namespace hatang::alarms
