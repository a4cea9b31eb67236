// Bounds of accounts, sessions and their evidence.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::security::limits {

// argon2id: 19 MiB, 2 passes, 1 lane. OWASP Password Storage Cheat Sheet; about 25 ms on one core.
inline constexpr std::size_t hash_memory_bytes = 19 * 1'024 * 1'024;
inline constexpr unsigned long long hash_passes = 2;
// Hashes that wait or run at once: bounds their memory (16 × 19 MiB) and the wait of the last (about 0.4 s).
inline constexpr int hashes_at_once_max = 16;
// Of these, those that compute: the rest of the pool and of the cores stays free for the work of the map.
inline constexpr int hashes_in_parallel_max = 1;
// How far those step behind all other threads of the machine, of 19.
inline constexpr int hash_niceness = 15;

// Of the hashes at once, those that clients without a known device may take, outside of the city's networks
// and inside: a flood of guesses leaves places for the people of the city.
inline constexpr int hashes_of_outsiders_max = 8, hashes_of_strangers_max = 12;

// Lower case, upper case, digits, symbols: all four for an account without a second factor.
inline constexpr int password_classes_alone = 4, password_classes_with_factor = 1;
// A shorter user name stands in too many words to be refused in a password.
inline constexpr std::size_t user_name_in_password_min = 3;
// Characters. Long pass-phrases are welcome; a megabyte to hash is not.
inline constexpr std::size_t password_length_max = 256;

inline constexpr std::size_t user_name_length_min = 2, user_name_length_max = 64;
inline constexpr std::size_t full_name_length_max = 200;
inline constexpr std::size_t email_length_max = 254;  // RFC 5321, 4.5.3.1.3
inline constexpr std::size_t organisation_name_length_max = 300;
inline constexpr std::size_t key_length_max = 64;  // of a role, permission or entity
inline constexpr std::size_t roles_per_user_max = 16;
inline constexpr int organisation_depth_max = 16;
inline constexpr std::size_t reason_length_max = 1'000;
inline constexpr std::size_t grant_keys_max = 200;  // wards of a grant: the city has 126
// A quarter of a year: longer is a grant, not a delegation.
inline constexpr std::int64_t delegation_us_max = 92 * kDay;

// A request that nobody decides within a week is asked anew.
inline constexpr std::int64_t approval_life_us = 7 * kDay;
inline constexpr std::size_t approval_body_bytes_max = 64 * 1'024;
inline constexpr std::int64_t approvals_waiting_max = 100;  // of one account

// A shift of 8 hours and its hand-over; every request moves the end.
inline constexpr std::int64_t session_life_us = 12 * kHour;
// The end of a session is written at most this often, not at every request.
inline constexpr std::int64_t session_touch_us = kMinute;
// How long a node may trust what it knows of a session when no event tells it otherwise: a grant that runs
// out takes effect within this, and on open connections within a second.
inline constexpr std::int64_t session_cache_us = kSecond / 2;
inline constexpr std::size_t session_cache_entries_max = 10'000;
// Oldest sessions of an account beyond this end at a new sign-in.
inline constexpr std::int64_t sessions_per_user_max = 50;
inline constexpr std::size_t token_bytes = 32;  // 256 bits

// Failed sign-ins of one address within the window, before the next is refused unread: stops one password
// tried on many accounts. Clients with a known device of the account are exempt, so that one machine behind
// the address of an office does not shut the office out.
inline constexpr std::int64_t throttle_window_us = 5 * kMinute;
inline constexpr int failures_per_address_max = 100;
inline constexpr std::size_t throttle_entries_max = 10'000;  // about 1 MiB
// Names that are no account's share so many counters of failures: their rows stay few, and filling so many
// needs more guesses than the argon2id pool takes within a lock.
inline constexpr unsigned nobody_counters = 65'536;

// Refused sign-ins are written together; of one hour so many accounts and addresses are counted apart. Kept
// as long as the audit log: 12 months.
inline constexpr std::int64_t refusals_interval_us = 5 * kSecond, refusal_life_us = 366 * kDay;
inline constexpr std::size_t refusals_apart_max = 10'000;

// A browser that once signed in to an account is known for a year from its last use.
inline constexpr std::int64_t device_life_us = 365 * kDay;
inline constexpr std::int64_t devices_per_user_max = 20;
inline constexpr std::size_t device_name_length_max = 120;

// Activity of a person is written at most this often; the lock comes at most so much too early.
inline constexpr std::int64_t activity_touch_us = 15 * kSecond;

// Between password and second factor: long enough to fetch a phone.
inline constexpr std::int64_t ticket_life_us = 5 * kMinute;
inline constexpr int ticket_failures_max = 5;
inline constexpr std::size_t factors_per_user_max = 10;
inline constexpr std::size_t label_length_max = 100;
// RFC 6238: SHA-1, six digits, 30 s; one step of clock drift either way. RFC 4226 section 4 asks for 160
// bits.
inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr std::int64_t totp_step_s = 30, totp_drift_steps = 1;
inline constexpr int totp_digits = 6;
// 80 bits each: their SHA-256 cannot be searched.
inline constexpr std::size_t recovery_codes = 10, recovery_code_bytes = 10;
// WebAuthn: an attestation object of the largest known keys is below 8 KiB.
inline constexpr std::size_t webauthn_bytes_max = 16 * 1'024, credential_id_bytes_max = 1'023;
inline constexpr int cbor_depth_max = 6;
inline constexpr std::size_t cbor_items_max = 64;
inline constexpr std::int64_t challenge_life_us = 5 * kMinute;
inline constexpr std::size_t challenge_bytes = 32;

inline constexpr std::size_t internal_networks_max = 200;

// Programs: a credential ends within a year, and its use is written at most once a minute.
inline constexpr std::int64_t credential_life_max_us = 366 * kDay;
inline constexpr std::int64_t credential_touch_us = kMinute;
inline constexpr std::size_t credential_scopes_max = 64, credential_datastreams_max = 10'000;
inline constexpr std::int64_t credentials_max = 10'000;

// An answer is kept as long as a client may sensibly repeat its request.
inline constexpr std::int64_t idempotency_life_us = kDay;
// A request that has not answered by then has died with its node: its key is free again.
inline constexpr std::int64_t idempotency_pending_us = 2 * kMinute;
inline constexpr std::size_t idempotency_body_bytes_max = 256 * 1'024;

inline constexpr std::int64_t page_default = 100, page_max = 1'000;
inline constexpr std::int64_t clean_up_interval_us = kHour;

}  // namespace hatang::security::limits
