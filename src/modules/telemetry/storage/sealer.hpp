// Turns heads into chunks: one transaction writes the chunks, the roll-ups and the mark of what is sealed,
// and deletes the batches whose readings are all in chunks.
#pragma once

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/seal.hpp"
#include "telemetry/storage/steps.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

class Sealer {
  public:
    Sealer(Loop&, Clock&, db::Pool&, Streams&, StepWatcher);

    void start(std::int64_t epoch);
    task<void> stop();  // waits for the seal under way
    // Seals the heads that are long or old enough, or all of them, group by group. Throws when the database
    // fails; then the heads are as before.
    task<void> seal_due(bool all);

    std::int64_t chunks_written() const { return chunks_written_; }

  private:
    task<void> run();
    std::vector<Stream*> due(bool all) const;
    task<void> seal_group(std::vector<Stream*>);
    task<std::vector<SealedHead>> write(db::Session&, const std::vector<Stream*>&,
                                        std::int64_t oldest_needed);
    task<bool> was_committed(const Stream&);
    void watch(Step step) const {
        if (watcher_) watcher_(step);
    }

    Loop& loop_;
    Clock& clock_;
    db::Pool& pool_;
    Streams& streams_;
    StepWatcher watcher_;
    Signal wake_, ended_;
    std::int64_t epoch_ = 0, chunks_written_ = 0;
    bool running_ = false, stopping_ = false, sealing_ = false;
};

}  // namespace hatang::telemetry
