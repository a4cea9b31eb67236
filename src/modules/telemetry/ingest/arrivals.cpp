#include "telemetry/ingest/arrivals.hpp"

#include <cmath>

namespace hatang::telemetry {
namespace {

constexpr double gap_intervals = 1.5;

}  // namespace

void Arrivals::note(Stream& s, const Reading& r, Instant now) {
    note_time(r.t);
    const Datastream& about = s.about;
    const std::int64_t before = std::max(s.seen_us, s.newest_us());
    if (about.interval_s && before != Stream::never_us && r.t.us > before) {
        const double intervals = static_cast<double>(r.t.us - before) / (*about.interval_s * kSecond);
        if (intervals > gap_intervals) {
            ++gaps_;
            missing_ += std::max<std::int64_t>(1, std::llround(intervals) - 1);
        }
    }
    s.seen_us = std::max(before, r.t.us);
    const bool implausible = (about.least && r.value < *about.least) || (about.most && r.value > *about.most);
    if (!implausible) return units_->plausible(about.id);
    ++uncertain_;
    if (about.least && about.most)
        units_->implausible(about.id, r.value,
                            guess_unit(r.value, *about.least, *about.most, about.property == "temperature"),
                            now);
}

void Arrivals::tell(Connection& connection, Instant now) const {
    connection.gaps += gaps_;
    connection.missing += missing_;
    connection.uncertain += uncertain_;
    if (newest_) connection.clock.note(now - *newest_);
}

}  // namespace hatang::telemetry
