// Turns lines into readings by the mappings. What is refused, waits or is left out is counted; nothing
// disappears without a number. No I/O.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>

#include "telemetry/line_protocol/lines.hpp"
#include "telemetry/mappings/intake.hpp"

namespace hatang::telemetry {

// Series as they are sent, with what their fields mean: a name is taken apart and sorted once. Thousands of
// series in turn lie in no processor's cache, so what is looked for is fetched some lines ahead.
class SeriesCache {
  public:
    SeriesCache(Book& book, const Streams& streams) : book_(book), streams_(streams) {}
    struct alignas(64) Entry {  // a mapped one is one line of memory
        std::string name;       // series and field as they were sent
        std::size_t series_size = 0;
        Stream* stream = nullptr;            // of the target; null: not there
        const Target* target = nullptr;      // mapped, or
        WaitingSeries* waiting = nullptr;    // waits, or
        std::unique_ptr<const Error> error;  // is refused
        void find_stream(const Streams& streams) {
            if (target && target->datastream_id) stream = streams.find(*target->datastream_id);
        }
        std::string_view series() const { return std::string_view(name).substr(0, series_size); }
        std::string_view field() const { return std::string_view(name).substr(series_size); }
    };
    static std::size_t hash(std::string_view series);
    static std::size_t hash(std::size_t series_hash, std::string_view field);

    // At most so many names will be looked for: what find() gives stays good until the next call.
    void expect(std::size_t names);
    const Entry& find(std::string_view series, std::string_view field, std::size_t hash, Instant now);
    // Hints for a find() some names later: first of all of them the slot, then the entry, then what it names.
    void fetch_slot(std::size_t hash) const { __builtin_prefetch(&slots_[hash & mask()]); }
    void fetch_entry(std::size_t hash) const { __builtin_prefetch(slots_[hash & mask()].entry); }
    void fetch_target(std::size_t hash) const;

  private:
    struct Slot {
        std::size_t hash = 0;
        Entry* entry = nullptr;
    };
    std::size_t mask() const { return slots_.size() - 1; }
    void fill(Entry&, std::string_view series, std::string_view field, Instant now) const;
    void put(std::size_t hash, Entry*);
    Book& book_;
    const Streams& streams_;
    std::vector<Slot> slots_;  // a power of two, at most half full
    std::deque<Entry> entries_;
    std::uint64_t generation_ = 0;
    std::size_t forgotten_ = 0;
};

struct LineRefusal {
    std::size_t line = 0;
    Error error;
};

struct LineOutcome {
    std::int64_t fields = 0, waiting = 0, left_out = 0, refused = 0;
    std::vector<LineRefusal> first;  // the first few, in order
    std::map<Code, Refused> refused_by_code;
};

// Values as the lines say them, not judged yet. Their texts are those of the lines.
struct LineBlock {
    struct Value {
        std::size_t line = 0, hash = 0;  // the hash of series and field
        std::string_view series;
        LineField field;
        Instant t;
    };
    struct Refused {
        std::size_t before = 0;  // the place of the value that comes next
        LineRefusal refusal;
    };
    std::vector<Value> values;
    std::vector<Refused> refused;
    bool more = false;  // the lines have not ended
};
// About `most` values and refused lines. Lines without a time are of `now`; `unit_ns` is the precision of the
// request in nanoseconds. On any thread.
LineBlock read_lines(LineReader&, Instant now, std::int64_t unit_ns, std::size_t most);

class LineIntake {
  public:
    // `may_write` says whether the sender may write a datastream.
    LineIntake(SeriesCache&, Arrivals, Instant now, MayWrite may_write);

    // Appends the readings of the values.
    void take(const LineBlock&, std::vector<Reading>& out);
    const LineOutcome& outcome() const { return outcome_; }
    const Arrivals& arrivals() const { return arrivals_; }  // of the last block

  private:
    void take(std::span<const LineBlock::Value>, std::vector<Reading>& out);
    void take(const LineBlock::Value&, const SeriesCache::Entry&, std::vector<Reading>& out);
    void refuse(std::size_t line, Error);

    SeriesCache& cache_;
    Arrivals arrivals_;
    Instant now_;
    MayWrite may_write_;
    LineOutcome outcome_;
};

// Nanoseconds of a `precision` parameter, that of version 1 (n, ns, u, µ, us, ms, s, m, h) or 2 (ns, us, ms,
// s); nothing for another word.
std::optional<std::int64_t> precision_ns(std::string_view);

}  // namespace hatang::telemetry
