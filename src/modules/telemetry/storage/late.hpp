// Readings that are not newer than what their stream has: which of them are new all the same.
#pragma once

#include <utility>
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

// A reading by its stream and its time.
using ReadingKey = std::pair<std::int64_t, std::int64_t>;

// Sets is_new. Looks among the others of the batch (`arriving`, sorted), into memory, and into the chunks
// that overlap. Sorts `late` by stream and time.
task<void> find_new(Loop&, db::Pool&, std::vector<LateReading>& late,
                    const std::vector<ReadingKey>& arriving);

}  // namespace hatang::telemetry
