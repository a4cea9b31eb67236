// The storage of observations as one piece: streams in memory, committer, sealer, and what joins them with
// what the database holds, at the start and ever after: other servers may write to it too (follow.cpp).
#pragma once

#include "telemetry/storage/committer.hpp"
#include "telemetry/storage/neighbours.hpp"
#include "telemetry/storage/sealer.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

class Storage {
  public:
    Storage(Loop&, Clock&, db::Pool&, StepWatcher = {});

    // Reads the descriptions of all datastreams, or of those of these ids or sensors.
    task<void> load_streams();
    // Those of these ids, sensors or assets.
    task<void> load_streams(std::vector<std::int64_t> ids, std::vector<std::int64_t> sensor_ids,
                            std::vector<std::int64_t> asset_ids);
    // Reads the descriptions of these datastreams and what is sealed of them again, after a transaction that
    // changed them and whose outcome may be unknown: tries until the database answers. What is not there any
    // more is forgotten. Under a hold of the sealer.
    task<void> settle(std::vector<std::int64_t> ids);
    // Waits until every reading that was accepted before is committed or refused. Throws unavailable.
    task<void> flush();
    // Removes readings and roll-ups that are kept no longer, of a bounded number of streams; the sealer calls
    // it after each pass. Only whole chunks go, and nothing that is not sealed. Throws when the database
    // fails.
    task<void> remove_old();
    // Reads what is sealed, replays the batch log into the heads, and starts committer and sealer.
    task<void> start();
    task<void> stop();

    Streams streams;
    Committer committer;
    Sealer sealer;
    Neighbours neighbours;  // started by who serves

  private:
    using Log = std::vector<std::pair<std::int64_t, std::vector<Reading>>>;  // by the numbers of the batches
    // What other servers have committed and memory does not know.
    struct News {
        db::Rows batches, changes, sealed, described, known_batches;
        std::vector<std::int64_t> changed, amended_streams;
        std::int64_t change = 0, amended = 0;
        bool whole = false;  // up to the end of the log
    };
    // Descriptions are read one after the other: an older answer must not come after a newer one.
    class Turn {
      public:
        explicit Turn(Storage& s) : storage_(s) { storage_.loading_ = true; }
        ~Turn() {
            storage_.loading_ = false;
            storage_.loaded_.notify_all();
        }
        Turn(const Turn&) = delete;

      private:
        Storage& storage_;
    };
    task<void> await_turn();
    task<void> load_sealed();
    task<void> follow();
    task<void> read_news(db::Session&, News&);
    task<void> describe_unknown(const Log&);
    void describe(const db::Rows&);
    static void learn_sealed(Stream&, const db::Row&);
    void learn(const News&, const Log&, std::vector<Reading>& told);
    task<bool> remove_old_of(Stream&);
    Loop& loop_;
    Clock& clock_;
    db::Pool& pool_;
    Signal loaded_;
    bool loading_ = false;
};

}  // namespace hatang::telemetry
