// Turns heads into chunks: one transaction writes the chunks, the roll-ups and the mark of what is sealed,
// and deletes the batches whose readings are all in chunks. Of several servers one seals, the one that has
// the lease; its epoch is checked in each of these transactions.
#pragma once

#include <functional>
#include <utility>

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/seal.hpp"
#include "telemetry/storage/steps.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

class Sealer {
  public:
    Sealer(Loop&, Clock&, db::Pool&, Streams&, StepWatcher);

    // `catch_up` is the committer's.
    void start(std::function<task<void>()> catch_up);
    task<void> stop();  // waits for the seal under way, lets go of the lease
    // Seals the heads that are long or old enough, or all of them, group by group; nothing when another
    // server has the lease. Throws when the database fails or another server comes before; then the heads are
    // as before.
    task<void> seal_due(bool all);

    // While one lives nothing is sealed: for who changes what is in chunks (amend.hpp).
    class Hold {
      public:
        Hold(Hold&& other) noexcept : sealer_(std::exchange(other.sealer_, nullptr)) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold();

      private:
        friend class Sealer;
        explicit Hold(Sealer* sealer) : sealer_(sealer) {}
        Sealer* sealer_;
    };
    task<Hold> hold();
    // Puts all that a stream has into chunks, now, whoever has the lease. Under a hold.
    task<void> seal_now(Stream&);
    // The first readings of a datastream that is made in the same transaction and known to nobody yet: sorted
    // by time, not empty.
    task<void> seal_first(db::Session&, std::int64_t datastream_id, std::int64_t rollup_from_us,
                          std::vector<Point>);
    std::function<task<void>()> after_pass;  // of its own rounds, not under a hold

    std::int64_t epoch() const { return epoch_; }  // of the lease; 0: another server has it
    std::int64_t batches_kept = limits::batches_kept;
    bool stopping() const { return stopping_; }

    std::int64_t chunks_written() const { return chunks_written_; }

  private:
    task<void> run();
    std::vector<Stream*> due(bool all) const;
    // What a seal began with.
    struct Begun {
        std::vector<Stream*> group;
        std::int64_t changes = 0, oldest_needed = 0;
        std::optional<std::int64_t> epoch;  // nothing: whoever has the lease
    };
    task<void> keep_lease();
    task<void> seal_group(std::vector<Stream*>, bool leased = true);
    task<std::vector<SealedHead>> write(db::Session&, const Begun&);
    void watch(Step step) const {
        if (watcher_) watcher_(step);
    }

    Loop& loop_;
    Clock& clock_;
    db::Pool& pool_;
    Streams& streams_;
    StepWatcher watcher_;
    std::function<task<void>()> catch_up_;
    Signal wake_, ended_, free_;
    std::int64_t epoch_ = 0, chunks_written_ = 0;
    bool running_ = false, stopping_ = false, sealing_ = false;
};

}  // namespace hatang::telemetry
