// Turns named values into readings by the mappings. What is refused, waits or is left out is counted. No I/O.
#pragma once

#include <functional>
#include <map>

#include "telemetry/ingest/arrivals.hpp"
#include "telemetry/ingest/check.hpp"
#include "telemetry/mappings/book.hpp"

namespace hatang::telemetry {

// A value as it came, whatever brought it.
struct NamedValue {
    ValueKind kind = ValueKind::number;
    double value = 0;   // of a boolean 0 or 1; of a text nothing
    bool exact = true;  // false: an integer that no double holds
};

struct Refused {
    std::int64_t count = 0;
    Error first;
};

// What became of the values of one message or request.
struct Taken {
    std::vector<Reading> readings;
    std::int64_t waiting = 0, left_out = 0, refused_total = 0;
    std::map<Code, Refused> refused;
    void refuse(Error, std::int64_t count = 1);
};

// Whether a sender may write a datastream; empty: every one.
using MayWrite = std::function<bool(const Stream&)>;

// A value of a mapped series, as a reading; the error when it is none. The stream is that of the target, null
// when there is none.
Result<Reading> reading_of(Stream*, const Target&, const NamedValue&, Instant t, Instant now, const MayWrite&,
                           Arrivals&);

class MappedIntake {
  public:
    // `may_write` must outlive it; null: every datastream.
    MappedIntake(const Streams&, Book&, Arrivals, Instant now, const MayWrite* may_write = nullptr);
    void take(Source, std::string_view series, const NamedValue&, Instant t);
    Taken taken;
    const Arrivals& arrivals() const { return arrivals_; }

  private:
    const Streams& streams_;
    Book& book_;
    Arrivals arrivals_;
    Instant now_;
    const MayWrite* may_write_;
};

// Notes a value of a series that nobody has mapped.
void note_waiting(WaitingSeries&, const NamedValue&, Instant now);

}  // namespace hatang::telemetry
