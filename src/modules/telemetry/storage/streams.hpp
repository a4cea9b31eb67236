// What the server holds in memory of each datastream: its description, the readings that are not in chunks
// yet, and where its chunks end. Loop thread only.
#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/id_index.hpp"
#include "telemetry/api.hpp"
#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

struct alignas(64) Stream {
    static constexpr std::int64_t never_us = std::numeric_limits<std::int64_t>::min();

    // With ten thousand streams every line of memory that a step needs of one is fetched from far away. First
    // what tells whether a reading is new,
    std::optional<Point> last;                  // the newest by time, never older than one that is committed
    std::int64_t arriving_us = never_us;        // the newest of the batch that is being committed
    std::int64_t removed_before_us = never_us;  // readings before it have been removed, or are about to be
    std::int64_t head_last_batch = 0;           // of the newest commit in `head`
    Instant head_since;                         // when its first reading came in
    // then the head,
    std::vector<Point> head;                    // committed and not in chunks, sorted by time
    std::int64_t head_first_batch = 0;          // of its oldest commit
    std::int64_t seen_us = never_us;            // the newest time that was offered, committed or not
    std::optional<std::int64_t> readings_days;  // how long they are kept; nothing: for ever
    ResultType result = ResultType::number;
    // then what makes it plausible.
    Datastream about;

    std::optional<std::int64_t> rollup_days;  // as readings_days
    std::vector<std::int64_t> parts;          // of `several`: the datastreams of its results, in their order
    std::optional<std::int64_t> feature_id;   // what its readings are of, unless they say otherwise
    // A datastream for everybody: it has not ended, and it is no MultiDatastream, which is SensorThings'
    // alone.
    bool plain() const { return about.sensor_id != 0 && result != ResultType::several; }
    std::int64_t rollup_from_us = kMinute;      // the finest roll-up that is kept
    std::int64_t trimmed_before_us = never_us;  // up to here nothing is left to remove

    // The head that the sealer is writing; null when none.
    std::shared_ptr<const std::vector<Point>> sealing;
    std::int64_t sealing_through = 0, sealing_first_batch = 0;

    // All readings of batches up to sealed_through are in chunks.
    std::int64_t sealed_through = 0;
    std::optional<Point> sealed_last;
    std::optional<Instant> sealed_first;
    Instant tail_t0;  // of the newest chunk, which ends at sealed_last
    std::int64_t tail_n = 0;

    // Of the batch that is being committed or replayed: what is not newer than everything before it, sorted
    // by time.
    std::vector<Point> arriving_late;

    // Hints: its readings are about to be judged, to be told from old ones, to be put into the head.
    void fetch_to_judge() const { fetch_lines(3); }
    void fetch_to_compare() const { fetch_lines(1); }
    void fetch_to_commit() const { fetch_lines(2); }
    void fetch_head_end() const { __builtin_prefetch(head.data() + head.size(), 1); }

    // The time of the oldest reading; nothing when there is none.
    std::optional<Instant> first() const;
    // Readings before this time are taken no more; never_us: there is no limit. The begin of a local day, so
    // that each roll-up lies before or behind it.
    std::int64_t kept_from_us(Instant now) const;
    // The newest time known, that of arriving readings included. Rather too new than too old: what is newer
    // is taken without a look at what is there.
    std::int64_t newest_us() const { return std::max(last ? last->t_us : never_us, arriving_us); }
    // Whether memory holds a committed reading of this time (not: whether a chunk does).
    bool holds(std::int64_t t_us) const;
    // What a snapshot of the database, which has all batches up to `through` in chunks, does not hold yet;
    // sorted by time. False when the two do not fit together: the sealer has gone past the snapshot, or
    // another server has sealed what memory still takes for unsealed. Again, in a new snapshot, they will.
    bool unsealed_beyond(std::int64_t through, std::vector<Point>& out) const;
    // Readings of a batch that is committed: one newer than all of the head, or all of arriving_late.
    void commit(const Point&, std::int64_t batch, Instant now);
    void commit_late(std::int64_t batch, Instant now);
    void drop_arriving();

    // Takes the head for sealing, with all readings of batches up to `through`.
    void begin_seal(std::int64_t through);
    void seal_done(std::int64_t tail_t0_us, std::int64_t tail_n_now);
    void seal_failed();  // nothing when none is under way
    // The batches that hold its unsealed readings; nothing when there are none.
    struct Batches {
        std::int64_t first = 0, last = 0;
    };
    std::optional<Batches> unsealed_batches() const;
    std::size_t unsealed() const { return head.size() + (sealing ? sealing->size() : 0); }
    void drop_unsealed();
    // What the database says of its chunks, when they were changed; nothing is being sealed.
    void sealed_is(std::optional<Point> last_sealed, std::optional<Instant> first_sealed, Instant new_tail_t0,
                   std::int64_t new_tail_n);

  private:
    void fetch_lines(std::size_t count) const {
        for (std::size_t i = 0; i < count; ++i)
            __builtin_prefetch(reinterpret_cast<const char*>(this) + i * 64, 1);
    }
    void note_commit(std::int64_t batch, Instant now, const Point& newest);
};

class Streams {
  public:
    Stream* find(std::int64_t id) const { return index_.find(id); }
    // The stream of this id, made when there is none. The address stays good.
    Stream& at(std::int64_t id);
    const auto& all() const { return by_id_; }
    // While this is the same, the streams that find() gave are there.
    std::size_t forgotten() const { return forgotten_.size(); }
    // It is erased: nobody finds it any more. Those who read it still may go on; its memory is kept.
    void forget(std::int64_t id);

    // They were committed just now.
    void note_features(std::span<const std::int64_t> datastreams, std::span<const Instant> times,
                       std::span<const std::int64_t> features);
    // Readings committed a moment ago that are of another feature than their datastream says, by datastream
    // and time: a snapshot of the database may be older than they are.
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> new_features;

    bool distributed = false;     // the tables of chunks lie on several nodes (distribute.hpp)
    std::size_t unsealed = 0;     // readings in heads and under sealing
    std::int64_t last_batch = 0;  // the newest batch that memory knows; it knows all before it
    std::int64_t changes = 0;     // the same of telemetry.change
    std::int64_t amended = 0;     // the newest of those that changed readings
    std::int64_t oldest_batch()
        const;  // the oldest with a reading that is only in heads; last_batch + 1 when none

  private:
    std::unordered_map<std::int64_t, std::unique_ptr<Stream>> by_id_;
    IdIndex<Stream> index_;  // of by_id_
    std::vector<std::unique_ptr<Stream>> forgotten_;
};

}  // namespace hatang::telemetry
