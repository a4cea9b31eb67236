// Writes what the engine found, in order, in small transactions. The engine never waits for the database; the
// queue is bounded by the number of (rule, datastream) pairs, because nothing is committed while the database
// is away.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "alarms/engine/engine.hpp"
#include "alarms/lifecycle/ledger.hpp"
#include "base/loop.hpp"

namespace hatang::alarms {

// One effect with what the alarm will say; texts are made when it happens, for the rule may be gone when it
// is written.
struct Entry {
    engine::Effect effect;
    std::string subject;
    std::optional<Finding> finding;  // for raised
};

// "r7/d12"; for the automatic no-data rule "a<asset>" or, without an asset, "d<datastream>".
std::string subject_of(std::int64_t rule_id, std::int64_t asset_id, std::int64_t datastream_id);

class Recorder {
  public:
    Recorder(Platform& platform, Ledger& ledger)
        : platform_(platform), ledger_(ledger), wake_(platform.loop) {}
    void add(Entry);
    // Until stop(); then what is queued is still written.
    task<void> run();
    task<void> stop();
    std::size_t waiting() const { return queue_.size(); }

  private:
    enum class Outcome { written, refused, unavailable };
    task<Outcome> try_write(std::vector<const Entry*>);
    struct Counted {
        Act act;
        Priority priority;
    };
    task<std::optional<Counted>> write(db::Session&, const Entry&);
    task<void> write_batch();

    Platform& platform_;
    Ledger& ledger_;
    Signal wake_;
    std::deque<Entry> queue_;
    bool running_ = false, stopping_ = false, one_by_one_ = false;
};

}  // namespace hatang::alarms
