// The limits of this module, with their reasons.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::operations {

// Values go out at most four times a second: what an eye can follow.
inline constexpr std::int64_t flush_us = 250 * kMillisecond;
// Alarms and work orders go out after so long: one message for what happens together, and still at once for a
// person.
inline constexpr std::int64_t urgent_us = 20 * kMillisecond;
// A reader with more than this in its queue gets no more values until it has caught up; then only the latest.
inline constexpr std::size_t backlog_bytes_max = 128 << 10;
// Alarms are held back only from a reader that has hardly read anything for long (the socket itself refuses
// at 4 MB).
inline constexpr std::size_t urgent_backlog_bytes_max = 1 << 20;
// Values in one message, about 1 MB; the rest follows in the next ones.
inline constexpr std::size_t values_per_message_max = 20'000;
// Alarms, work orders and assets that wait for one slow reader; beyond it the reader is sent away to start
// anew.
inline constexpr std::size_t waiting_max = 2'000;
// Places where tiles have changed that one message tells of, by domain; beyond it the last is a box around
// the rest.
inline constexpr std::size_t tile_areas_max = 32;
// Events that a returning client is caught up with; older ones get a whole snapshot, which is smaller.
inline constexpr int resume_events_max = 1'000;
// Changed assets looked up in one statement, and kept waiting for it. An import changes more than that: then
// maps reload.
inline constexpr std::size_t assets_per_lookup = 1'000, assets_waiting_max = 10'000;
// How soon a connection ends when its rights run out by time; those that are taken away end it at once, by
// event.
inline constexpr std::int64_t recheck_us = kSecond / 2;
// A value is stale after three declared intervals, never sooner than 30 s: the same as the no-data alarm.
inline constexpr std::int64_t stale_intervals = 3, stale_least_us = 30 * kSecond;
inline constexpr std::int64_t stale_sweep_us = kSecond;
// Figures are counted at most so often, whoever asks; the number of assets, a long count, more rarely.
inline constexpr std::int64_t kpi_age_us = kSecond, kpi_push_us = 2 * kSecond,
                              kpi_totals_age_us = 30 * kSecond;
// Different sets of rights whose figures are kept; beyond it all are counted anew.
inline constexpr std::size_t kpi_scopes_max = 256;
inline constexpr std::size_t subscribed_assets_max = 5'000, subscribed_domains_max = 50;
inline constexpr std::size_t connections_max = 1'000;

}  // namespace hatang::operations
