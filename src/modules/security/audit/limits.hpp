// Bounds of the evidence.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::security::limits {

// A row has its link within a second of its commit: half of it for waiting, half for the work.
inline constexpr std::chrono::milliseconds chain_interval{500};
// A step that is slow, because a long transaction keeps it looking back, takes at most a fifth of the time.
inline constexpr int chain_rest_factor = 4;
inline constexpr std::int64_t links_per_step = 2'000;  // about 4 MiB of rows, 20 ms of hashing
inline constexpr std::int64_t verify_rows = 2'000;     // the memory of a verification
// A transaction may be open this long before its rows come into sight.
inline constexpr std::int64_t unchained_after_us = 10 * kMinute;
// Of one verification; the rest is counted. An answer stays readable.
inline constexpr std::size_t problems_kept_max = 1'000;
inline constexpr std::int64_t seals_shown = 31;
// Ids looked through by one statement: well below its time limit whatever the disk.
inline constexpr std::int64_t verify_ids = 200'000;
// Seals held at once by a verification: a century of days.
inline constexpr std::size_t seals_max = 40'000;

// Text search has no index: rows are written far more often than searched. A page looks through at most so
// many ids (about a second) and says where to go on; one statement takes a tenth of them.
inline constexpr std::int64_t search_ids_max = 200'000, search_ids_at_once = 20'000;
inline constexpr std::size_t search_text_min = 2, search_text_max = 200;  // characters

// An answer of the interface is held in memory; the command line writes any number.
inline constexpr std::int64_t export_rows_max = 100'000;
inline constexpr std::size_t export_bytes_max = 64 * 1'024 * 1'024;

// Equal reads of restricted rows by one session within this make one row: a page that refreshes itself.
inline constexpr std::int64_t read_repeat_us = kMinute;
inline constexpr std::size_t reads_remembered_max = 10'000;
inline constexpr std::size_t read_ids_per_row = 1'000;

// A batch to the SIEM: its memory, and what is sent again after a broken connection.
inline constexpr std::int64_t siem_rows = 200;
inline constexpr std::chrono::seconds siem_connect_limit{10}, siem_write_limit{10};
// Rows reach the SIEM a second after their commit: half for the link, half for the wait.
inline constexpr std::chrono::milliseconds siem_interval{500};
inline constexpr std::chrono::milliseconds siem_pause_min{1'000}, siem_pause_max{30'000};
// A node that stands by looks this often whether the one that sends is gone.
inline constexpr std::chrono::milliseconds siem_standby{2'000};
// A connection that stays this long after the last batch was taken has delivered it.
inline constexpr std::int64_t siem_settle_us = 5 * kSecond;
// The lease of the node that sends. Another that takes over sends at most one batch again.
inline constexpr std::int64_t siem_lease_us = 15 * kSecond, siem_renew_us = 5 * kSecond;
inline constexpr std::size_t siem_error_length_max = 300;

}  // namespace hatang::security::limits
