// Bounds of the outbox.
#pragma once

#include <chrono>
#include <cstddef>

namespace hatang::events::limits {

// Rows of one read: bounds its memory; the next read follows at once.
inline constexpr int read_rows = 1'000;
// A read without any notification: covers one that was lost.
inline constexpr std::chrono::seconds read_interval_max{5};
// Pause after a read that failed.
inline constexpr std::chrono::seconds retry_pause{1};
// How often old rows are deleted, and how many in one statement: stays far under the statement time-out.
inline constexpr std::chrono::hours purge_interval{1};
inline constexpr int purge_rows = 20'000;
// The newest rows that start() looks through for transactions still open.
inline constexpr int start_rows = 10'000;

}  // namespace hatang::events::limits
