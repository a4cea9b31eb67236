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
};
// False when the stream has no reading of that time. Throws damaged_data.
task<bool> amend(Loop&, db::Session&, const Amendment&);

// Before the chunks of a datastream are changed by hand: other changes wait for the end of the transaction,
// and every server learns of it before it accepts more readings. False when the lease of that epoch is lost.
task<bool> note_amended(db::Session&, std::int64_t datastream_id, std::optional<std::int64_t> epoch = {});

// In telemetry.sealed: what the newest chunk is now.
task<void> mark_again(db::Session&, std::int64_t datastream_id);

// All readings of a datastream go. Its head in memory is the caller's to forget.
task<void> erase_readings(db::Session&, std::int64_t datastream_id);

}  // namespace hatang::telemetry
