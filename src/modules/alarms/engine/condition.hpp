// The state machine of one threshold rule over one datastream: on-delay, off-delay and dead band (ISA-18.2,
// IEC 62682). Pure: the time of a reading and the time on the wall are arguments.
//
//   normal → pending_on → active → pending_off → normal
//
// Delays run on event time: a reading at `since + delay` or later that still says the same ends them,
// whenever it arrives. Where no such reading comes, the last value is held and `due` (wall clock) ends them.
// A reading older than the last one evaluated is ignored: what it said has been overtaken.
#pragma once

#include <cstdint>
#include <limits>

#include "base/time.hpp"

namespace hatang::alarms::engine {

struct Threshold {
    bool above = true;  // alarm when the value is greater than the limit; otherwise: when it is less
    double limit = 0;   // unit of the datastream; the limit itself is still normal
    double dead_band =
        0;  // clears at limit − dead_band (above) or limit + dead_band (below), that value included
    std::int64_t on_delay_us = 0, off_delay_us = 0;

    bool operator==(const Threshold&) const = default;
    bool exceeded_by(double value) const { return above ? value > limit : value < limit; }
    bool returned_at(double value) const {
        return above ? value <= limit - dead_band : value >= limit + dead_band;
    }
};

enum class Phase : std::uint8_t { normal, pending_on, active, pending_off };

struct Track {
    Phase phase = Phase::normal;
    Instant since;  // event time at which a delay began
    Instant due;    // wall clock at which it ends on the held value
    Instant last_t{std::numeric_limits<std::int64_t>::min()};  // event time of the last reading evaluated
    double value = 0;                                          // of that reading
    double extreme = 0;                                        // worst value since the limit was exceeded

    bool delaying() const { return phase == Phase::pending_on || phase == Phase::pending_off; }
    bool in_alarm() const { return phase == Phase::active || phase == Phase::pending_off; }
};

enum class Step {
    none,
    phase,  // a delay began or was broken off
    raised,
    cleared,
};

Step on_reading(const Threshold&, Track&, Instant t, double value, Instant now);
// `due` has come. The caller decides whether the held value is still good.
Step on_due(Track&);

}  // namespace hatang::alarms::engine
