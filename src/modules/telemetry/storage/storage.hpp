// The storage of observations as one piece: streams in memory, committer, sealer, and the start that joins
// them with what the database holds.
#pragma once

#include "telemetry/storage/committer.hpp"
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
    // Becomes the one writer, replays the batch log into the heads, and starts committer and sealer.
    task<void> start();
    task<void> stop();

    Streams streams;
    Committer committer;
    Sealer sealer;

  private:
    task<void> load_sealed();
    task<std::int64_t> replay();
    task<bool> remove_old_of(Stream&);
    Loop& loop_;
    Clock& clock_;
    db::Pool& pool_;
};

}  // namespace hatang::telemetry
