// Turns lines into readings by the mappings. What is refused, waits or is left out is counted; nothing
// disappears without a number. No I/O.
#pragma once

#include <functional>
#include <unordered_map>

#include "telemetry/line_protocol/lines.hpp"
#include "telemetry/mappings/intake.hpp"

namespace hatang::telemetry {

// Series as they are sent, with what their fields mean: a name is taken apart and sorted once.
class SeriesCache {
  public:
    explicit SeriesCache(Book& book) : book_(book) {}
    struct Entry {
        std::string field;
        const Target* target = nullptr;    // mapped, or
        WaitingSeries* waiting = nullptr;  // waits, or
        std::optional<Error> error;        // is refused
    };
    // In the order of the lines; `hint` is where the field stood in the line before, and becomes where the
    // next one is likely.
    const Entry& find(std::string_view series, std::string_view field, std::size_t& hint, Instant now);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    Entry make(std::string_view series, std::string_view field, Instant now) const;
    Book& book_;
    std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> by_series_;
    std::size_t entries_ = 0;
    std::uint64_t generation_ = 0;
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

class LineIntake {
  public:
    // `unit_ns` is the precision of the request in nanoseconds; `may_write` says whether the sender may write
    // a datastream.
    LineIntake(const Streams&, SeriesCache&, Arrivals, Instant now, std::int64_t unit_ns,
               std::function<bool(const Stream&)> may_write);

    // Takes about `most` values and appends their readings; false when the lines have ended.
    bool read(LineReader&, std::vector<Reading>& out, std::size_t most);
    const LineOutcome& outcome() const { return outcome_; }
    const Arrivals& arrivals() const { return arrivals_; }  // of the last read()

  private:
    void take(const Line&, const LineField&, const SeriesCache::Entry&, Instant t, std::vector<Reading>& out);
    void refuse(std::size_t line, Error);

    const Streams& streams_;
    SeriesCache& cache_;
    Arrivals arrivals_;
    Instant now_;
    std::int64_t unit_ns_;
    std::function<bool(const Stream&)> may_write_;
    Line line_;
    LineOutcome outcome_;
};

// Nanoseconds of a `precision` parameter, that of version 1 (n, ns, u, µ, us, ms, s, m, h) or 2 (ns, us, ms,
// s); nothing for another word.
std::optional<std::int64_t> precision_ns(std::string_view);

}  // namespace hatang::telemetry
