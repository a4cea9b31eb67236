// Bounds of the telemetry module.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace hatang::telemetry::limits {

// -- what may be sent
// Readings of one request or message, and of one commit: about 130 kB of log; beyond it a commit gains
// nothing.
inline constexpr std::size_t readings_per_batch_max = 10'000;
// A request of 10,000 readings with every field spelled out is below 1.5 MB.
inline constexpr std::size_t body_bytes_max = 4u << 20;
// Bodies above this are unpacked and read beside the loop.
inline constexpr std::size_t read_on_loop_max = 32u << 10;
// A device clock may run ahead by this much.
inline constexpr std::int64_t future_max_us = 60 * kSecond;
// 1990-01-01: earlier times are unset clocks (1970, 1980), not history of this city's sensors.
inline constexpr Instant oldest{631'152'000 * kSecond};

// -- mappings
// The name of a series: Telegraf's longest stay below 500.
inline constexpr std::size_t series_bytes_max = 1'000;
// About 200 B each in memory: a million series are 200 MB.
inline constexpr std::size_t mappings_max = 1'000'000;
// Series that nobody has mapped yet, about 300 B each. A list of more is read by nobody.
inline constexpr std::size_t waiting_series_max = 10'000;

// Each is one subscription at the broker, looked through for each message.
inline constexpr std::size_t json_topics_max = 100;

// -- devices that publish here
// Sign-ins of one address with credentials that are not in use: a site of 1,000 devices that comes back three
// times. A credential has 256 bits; this bounds what guessing costs the database.
inline constexpr int device_sign_ins_per_minute = 3'000;
inline constexpr std::size_t device_addresses = 4'096;  // remembered at once, 16 bytes each
// Who is refused hears it so much later.
inline constexpr std::chrono::milliseconds device_refusal_pause{1'000};
// Rights of connections are looked up again when something has changed, and this often: a grant that runs out
// takes effect within a minute.
inline constexpr std::int64_t device_rights_us = kMinute;
inline constexpr std::chrono::seconds device_rights_watch{5};

// -- counters
// Connections with counters of their own, about 1 kB each.
inline constexpr std::size_t connections_max = 20'000;
// Datastreams that are suspected of another unit; a list of more is read by nobody.
inline constexpr std::size_t unit_suspects_max = 10'000;

// -- queue and memory
// Readings that wait for a commit, 32 B each. Full: HTTP answers `unavailable`, MQTT is paused.
inline constexpr std::size_t queued_readings_max = 200'000;
// MQTT reads on below this.
inline constexpr std::size_t queued_readings_low = 50'000;
// Readings in heads (24 B each) when sealing does not keep up: half a gigabyte, then `unavailable`.
inline constexpr std::size_t unsealed_readings_max = 20'000'000;
// Features of readings that were committed just now, 80 B each.
inline constexpr std::size_t new_features_max = 100'000;
// The log is looked at for batches of other servers this often, when nothing says that there are some.
inline constexpr std::chrono::milliseconds follow_pause{200};
// So often a server says that it is there; and so long it waits when another one never gets its turn to
// commit.
inline constexpr std::chrono::milliseconds neighbours_pause{2'000}, give_way_max{50};
// Pauses between attempts while the database is away.
inline constexpr std::chrono::milliseconds retry_pause_min{200}, retry_pause_max{2'000};

// -- sealing
// A chunk of this many readings is closed: 1 to 7 kB, one index entry per thousand readings.
inline constexpr std::size_t chunk_points = 1'000;
// Largest count that a decoder believes.
inline constexpr std::size_t chunk_points_max = 16'384;
// A head is sealed at this age, so that the batch log and a replay stay short.
inline constexpr std::int64_t head_age_max_us = 15 * kMinute;
// One sealing transaction: below 0.2 s of work and a few MB.
inline constexpr std::size_t seal_streams_max = 500;
inline constexpr std::size_t seal_points_max = 500'000;
inline constexpr std::chrono::milliseconds seal_pause{2'000};
// Other servers come before, when a stream is sealed to be amended: it is tried again.
inline constexpr int seal_attempts_max = 20;
// Batch rows read at a time on replay: 26 MB at most.
inline constexpr std::int64_t replay_batches = 200;
// The newest batches stay a while though they are sealed: another server that is behind finds their readings
// in the log and tells of each. One that finds them gone knows only the newest of each stream.
inline constexpr std::int64_t batches_kept = 100;

// -- removing what is kept no longer
// Streams of one round of the sealer: about 0.2 s; 100,000 streams with something to remove take 70 minutes.
inline constexpr int trim_streams_max = 50;
// Rows of one transaction: a month of readings at one per second, or of roll-ups at one per minute.
inline constexpr std::int64_t trim_rows_max = 2'000;

// So many readings before it is needed a stream is fetched from memory.
inline constexpr std::size_t streams_ahead = 8;

// -- late readings
// Late readings further apart than this are looked up as separate ranges of chunks.
inline constexpr std::int64_t late_gap_us = 10 * kMinute;
inline constexpr std::size_t late_ranges_per_query = 200;

// -- reading
inline constexpr std::int64_t points_default = 600, points_max = 5'000;
inline constexpr std::size_t raw_points_max = 100'000;
// Ranges of at most this many chunks are decoded whatever the width: cheaper than asking the roll-ups.
inline constexpr std::int64_t chunks_direct_max = 16;
inline constexpr std::int64_t chunks_per_page = 256;

// -- freshness
inline constexpr double stale_intervals = 3;
inline constexpr double stale_least_s = 30;

}  // namespace hatang::telemetry::limits
