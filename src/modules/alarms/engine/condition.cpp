#include "alarms/engine/condition.hpp"

#include <algorithm>

namespace hatang::alarms::engine {
namespace {

double worse(const Threshold& threshold, double a, double b) {
    return threshold.above ? std::max(a, b) : std::min(a, b);
}

void begin_delay(Track& track, Phase phase, Instant t, Instant now, std::int64_t delay_us) {
    track.phase = phase;
    track.since = t;
    track.due = std::max(t, now) + delay_us;
}

}  // namespace

Step on_reading(const Threshold& threshold, Track& track, Instant t, double value, Instant now) {
    if (t <= track.last_t) return Step::none;
    track.last_t = t;
    track.value = value;
    const bool exceeded = threshold.exceeded_by(value), returned = threshold.returned_at(value);

    if (track.phase == Phase::normal) {
        if (!exceeded) return Step::none;
        track.extreme = value;
        if (threshold.on_delay_us > 0) {
            begin_delay(track, Phase::pending_on, t, now, threshold.on_delay_us);
            return Step::phase;
        }
        track.phase = Phase::active;
        return Step::raised;
    }
    track.extreme = worse(threshold, track.extreme, value);

    switch (track.phase) {
        case Phase::pending_on:
            if (!exceeded) {
                track.phase = Phase::normal;
                return Step::phase;
            }
            if (t - track.since < threshold.on_delay_us) return Step::none;
            track.phase = Phase::active;
            return Step::raised;
        case Phase::active:
            if (!returned) return Step::none;
            if (threshold.off_delay_us > 0) {
                begin_delay(track, Phase::pending_off, t, now, threshold.off_delay_us);
                return Step::phase;
            }
            track.phase = Phase::normal;
            return Step::cleared;
        case Phase::pending_off:
            if (!returned) {
                track.phase = Phase::active;
                return Step::phase;
            }
            if (t - track.since < threshold.off_delay_us) return Step::none;
            track.phase = Phase::normal;
            return Step::cleared;
        case Phase::normal:
            break;
    }
    return Step::none;
}

Step on_due(Track& track) {
    if (track.phase == Phase::pending_on) {
        track.phase = Phase::active;
        return Step::raised;
    }
    if (track.phase == Phase::pending_off) {
        track.phase = Phase::normal;
        return Step::cleared;
    }
    return Step::none;
}

}  // namespace hatang::alarms::engine
