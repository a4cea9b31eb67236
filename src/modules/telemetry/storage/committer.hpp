// Collects accepted readings and commits them: one batch, one durable commit, then the heads, the answers and
// the listeners. While a commit is under way the next batch collects. Between its own batches it follows
// those of other servers: nobody else adds to the heads.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/loop.hpp"
#include "db/pool.hpp"
#include "telemetry/storage/late.hpp"
#include "telemetry/storage/steps.hpp"
#include "telemetry/storage/streams.hpp"

namespace hatang::telemetry {

// The readings of one request or message on their way to a commit. Their datastreams are known, their times
// checked.
struct Intake {
    struct Outcome {
        std::int64_t accepted = 0, duplicates = 0;
        std::exception_ptr error;  // nothing was committed
    };
    std::vector<Reading> readings;
    // What a reading is of, at its place, where that is not what its datastream says; 0 and beyond the end:
    // it is.
    std::vector<std::int64_t> features = {};
    bool waits_for_database = false;  // stays queued while the database is away (MQTT); else it is refused
    std::function<void(const Outcome&)> done;
};

// Readings and the features that they are of.
struct NamedReadings {
    std::vector<std::int64_t> datastreams, features;
    std::vector<Instant> times;
    bool empty() const { return features.empty(); }
    void add(std::int64_t datastream_id, Instant t, std::int64_t feature_id);
};

class Committer {
  public:
    Committer(Loop&, Clock&, db::Pool&, Streams&, StepWatcher);

    // `follow` brings memory up with the log and with what was sealed; throws when the database fails.
    void start(std::function<task<void>()> follow);
    // Commits what is queued; what cannot be committed is refused.
    task<void> stop();

    // Throws Code::unavailable when the queue is full or the database is away.
    void put(Intake);
    bool has_room();  // who is told no is told by on_room when there is
    std::size_t queued() const { return queued_; }
    bool database_up() const { return database_up_; }
    std::int64_t batches() const { return batches_; }

    // Memory knows all that was committed before, by whichever server. Throws unavailable.
    task<void> catch_up();
    // The log has grown somewhere else: it is followed soon.
    void wake();
    // Another server wants to commit and always comes too late: the next batch waits for its.
    void give_way() { give_way_ = true; }

    // Readings that this server committed; and those that any server did.
    std::vector<std::function<void(std::span<const Reading>)>> on_committed, on_news;
    // Tells the listeners of readings that were committed another way.
    void announce(std::span<const Reading>) const;
    // Those of another server: on_news alone.
    void announce_news(std::span<const Reading>) const;
    std::function<void()> on_others_first;  // another server's batch came before the one that was tried
    std::function<void()> on_room;          // there is room again, or the database is back

  private:
    struct Batch {
        std::vector<Intake> intakes;
        std::vector<Intake::Outcome> outcomes;
        std::vector<Reading> fresh;  // what is new, in order of arrival
        // Of each of them; null: it is among arriving_late of its stream. While they are sorted out: those
        // with arriving_us.
        std::vector<Stream*> streams;
        std::vector<Stream*> late_streams;  // those with arriving_late
        NamedReadings named;
    };
    task<void> run();
    Batch take_batch();
    task<void> sort_out(Batch&);
    task<void> sort_out_late(Batch&, std::vector<LateReading>&, std::vector<std::uint8_t>& is_new);
    task<void> commit(Batch&);
    task<bool> write(const Batch&);
    task<void> follow();
    bool follow_due() const;
    task<bool> nothing_amended();
    static void drop_arriving(Batch&);
    static void start_again(Batch&);
    void put_into_heads(Batch&, Instant now);
    void finish(Batch&);
    void announce_soon(std::vector<Reading>);
    void announce_untold();
    void fail(Batch&, const std::exception_ptr&);
    void tell_of_room();
    task<void> wait_for_database();
    void watch(Step step) const {
        if (watcher_) watcher_(step);
    }

    Loop& loop_;
    Clock& clock_;
    db::Pool& pool_;
    Streams& streams_;
    StepWatcher watcher_;
    Signal work_, ended_, followed_, woken_;
    std::function<task<void>()> follow_;
    std::deque<Intake> queue_;
    std::vector<std::vector<Reading>> untold_;                   // of batches whose listeners do not know yet
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);  // for what the loop holds of us
    std::size_t queued_ = 0;
    std::int64_t batches_ = 0;
    std::int64_t follows_begun_ = 0, follows_done_ = 0, follow_failed_ = 0;  // the last one that failed
    Instant followed_at_;
    bool running_ = false, stopping_ = false, database_up_ = true;
    bool turned_away_ = false;  // somebody was told that there is no room
    bool follow_now_ = false, give_way_ = false;
};

}  // namespace hatang::telemetry
