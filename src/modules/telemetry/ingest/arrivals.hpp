// What the readings of one message tell about their sender, besides themselves. Pure.
#pragma once

#include "telemetry/ingest/connections.hpp"
#include "telemetry/ingest/units.hpp"

namespace hatang::telemetry {

class Arrivals {
  public:
    explicit Arrivals(UnitWatch& units) : units_(&units) {}
    // A reading that passed check_reading: `quality` may have become uncertain there.
    void note(Stream&, const Reading&, Instant now);
    // A reading that did not for its time; the clock is judged by those too.
    void note_time(Instant t) { newest_ = newest_ ? std::max(*newest_, t) : t; }
    // At the end of the message.
    void tell(Connection&, Instant now) const;
    std::optional<Instant> newest() const { return newest_; }
    void clear() { *this = Arrivals(*units_); }

  private:
    UnitWatch* units_;
    std::int64_t gaps_ = 0, missing_ = 0, uncertain_ = 0;
    std::optional<Instant> newest_;
};

}  // namespace hatang::telemetry
