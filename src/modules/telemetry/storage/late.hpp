// Readings that are not newer than what their stream has: which of them are new all the same.
#pragma once

#include <vector>

#include "base/task.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

struct LateReading {
    Stream* stream = nullptr;
    Point point;
    std::size_t index = 0;  // in the batch: the earlier one wins
    bool is_new = false;
};

// Sets is_new. Looks into the batch, into memory, and into the chunks that overlap. Sorts `late` by stream
// and time.
task<void> find_new(Loop&, db::Pool&, std::vector<LateReading>& late);

}  // namespace hatang::telemetry
