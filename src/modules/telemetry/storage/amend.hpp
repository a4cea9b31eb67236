// Changes readings that are in chunks, in the caller's transaction, and what was summed up of them. The
// caller holds the sealer, has sealed the stream's head, and has it read again (Storage::settle) behind the
// transaction, however that ended.
#pragma once

#include <optional>

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

struct Amendment {
    std::int64_t datastream_id = 0, rollup_from_us = 0;
    std::int64_t t_us = 0;
    std::optional<Point> becomes;  // of the same time; nothing: it goes
    // Roll-ups before this time hold readings that have been removed since: they stay.
    std::int64_t removed_before_us = Stream::never_us;
};
// False when the stream has no reading of that time. Throws unavailable when another server has taken over,
// damaged_data.
task<bool> amend(Loop&, db::Session&, std::int64_t epoch, const Amendment&);

// In telemetry.sealed: what the newest chunk is now.
task<void> mark_again(db::Session&, std::int64_t datastream_id);

// All readings of a datastream go. Its head in memory is the caller's to forget.
task<void> erase_readings(db::Session&, std::int64_t epoch, std::int64_t datastream_id);

}  // namespace hatang::telemetry
