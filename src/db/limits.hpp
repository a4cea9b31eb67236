// Bounds of the database layer.
#pragma once

#include <chrono>
#include <cstddef>

namespace hatang::db::limits {

// A server that does not answer a new connection within this is down for our callers.
inline constexpr std::chrono::seconds connect_wait_max{10};
// A caller that found no free connection for this long gets Code::unavailable; also ends a nested lease that
// waits for itself.
inline constexpr std::chrono::seconds lease_wait_max{15};
// Statements slower than this are logged by name.
inline constexpr std::chrono::milliseconds slow_query{500};
// Prepared statements kept per connection; beyond it statements run unprepared. A program with dynamic SQL
// stays bounded.
inline constexpr std::size_t prepared_max = 1'000;
// COPY data handed to libpq before the socket is drained: bounds its send buffer.
inline constexpr std::size_t copy_piece_bytes = 256 * 1'024;
// Pauses between attempts of a broken listener.
inline constexpr std::chrono::milliseconds listen_retry_min{200}, listen_retry_max{5'000};
// `healthy` waits this long for an answer.
inline constexpr std::chrono::seconds health_wait_max{1};

}  // namespace hatang::db::limits
