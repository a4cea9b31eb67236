// Bounds of accounts, sessions and their evidence.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::security::limits {

// argon2id: 19 MiB, 2 passes, 1 lane. OWASP Password Storage Cheat Sheet; about 25 ms on one core.
inline constexpr std::size_t hash_memory_bytes = 19 * 1'024 * 1'024;
inline constexpr unsigned long long hash_passes = 2;
// Hashes that wait or run at once: bounds their memory (16 × 19 MiB) and the wait of the last (about 0.3 s).
inline constexpr int hashes_at_once_max = 16;

// NIST SP 800-63B asks for 8; accounts here reach into the works of a city.
inline constexpr std::size_t password_length_min = 12;
// Characters. Long pass-phrases are welcome; a megabyte to hash is not.
inline constexpr std::size_t password_length_max = 256;

inline constexpr std::size_t user_name_length_min = 2, user_name_length_max = 64;
inline constexpr std::size_t full_name_length_max = 200;
inline constexpr std::size_t email_length_max = 254;  // RFC 5321, 4.5.3.1.3
inline constexpr std::size_t organisation_name_length_max = 300;
inline constexpr std::size_t key_length_max = 64;  // of a role, permission or entity
inline constexpr std::size_t roles_per_user_max = 16;
inline constexpr int organisation_depth_max = 16;

// A shift of 8 hours and its hand-over; every request moves the end.
inline constexpr std::int64_t session_life_us = 12 * kHour;
// The end of a session is written at most this often, not at every request.
inline constexpr std::int64_t session_touch_us = kMinute;
// How long a node may trust what it knows of a session: a sign-out elsewhere takes effect within this.
inline constexpr std::int64_t session_cache_us = kSecond;
inline constexpr std::size_t session_cache_entries_max = 10'000;
// Oldest sessions of an account beyond this end at a new sign-in.
inline constexpr std::int64_t sessions_per_user_max = 50;
inline constexpr std::size_t token_bytes = 32;  // 256 bits

// Failed sign-ins within the window, before the next is refused unread. The pair stops guessing at one
// account; the address stops one password tried on many accounts; the account stops many addresses together.
inline constexpr std::int64_t throttle_window_us = 5 * kMinute;
inline constexpr int failures_per_pair_max = 10, failures_per_address_max = 100,
                     failures_per_account_max = 200;
inline constexpr std::size_t throttle_entries_max = 10'000;  // of each kind: about 1 MiB

// An answer is kept as long as a client may sensibly repeat its request.
inline constexpr std::int64_t idempotency_life_us = kDay;
// A request that has not answered by then has died with its node: its key is free again.
inline constexpr std::int64_t idempotency_pending_us = 2 * kMinute;
inline constexpr std::size_t idempotency_body_bytes_max = 256 * 1'024;

inline constexpr std::int64_t page_default = 100, page_max = 1'000;
inline constexpr std::int64_t clean_up_interval_us = kHour;

}  // namespace hatang::security::limits
