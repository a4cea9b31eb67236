#include "telemetry/ingest/connections.hpp"

#include <algorithm>
#include <cstdlib>

#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

// A clock is ahead when even the freshest reading comes from later than this; networks are not faster than
// light, and NTP holds a few milliseconds.
constexpr std::int64_t ahead_us = 2 * kSecond;
// Behind: no message of the last ones was fresher. Beyond a day it is history that is filled in.
constexpr std::int64_t behind_us = 5 * kMinute, history_us = kDay;
constexpr std::int64_t vietnam_us = 7 * kHour, zone_tolerance_us = 5 * kMinute;

}  // namespace

std::string_view to_text(Path path) {
    constexpr std::array<std::string_view, paths_count> texts{
        "http", "mqtt", "program", "line_protocol", "chirpstack", "json", "sparkplug", "csv"};
    return texts[static_cast<std::size_t>(path)];
}

void ClockWatch::note(std::int64_t delay_us) { delays_[count_++ % kept] = delay_us; }

std::int64_t ClockWatch::least_delay_us() const {
    if (count_ == 0) return 0;
    return *std::min_element(delays_.begin(),
                             delays_.begin() + static_cast<std::ptrdiff_t>(std::min(count_, kept)));
}

ClockWatch::Verdict ClockWatch::verdict() const {
    if (count_ < enough) return Verdict::unknown;
    const std::int64_t delay = least_delay_us();
    if (std::llabs(delay + vietnam_us) < zone_tolerance_us) return Verdict::local_as_utc;
    if (std::llabs(delay - vietnam_us) < zone_tolerance_us) return Verdict::utc_as_local;
    if (delay < -ahead_us) return Verdict::ahead;
    if (delay > behind_us && delay < history_us) return Verdict::behind;
    return Verdict::good;
}

Connection& Connections::at(Path path, std::string_view name, Instant now) {
    auto& of_path = by_name_[static_cast<std::size_t>(path)];
    auto found = of_path.find(name);
    if (found == of_path.end() && count_ >= limits::connections_max) {
        name = {};
        found = of_path.find(name);
    }
    if (found != of_path.end()) return found->second;
    Connection& made = of_path[std::string(name)];
    ++count_;
    made.path = path;
    made.name = name;
    made.first = made.last = now;
    return made;
}

std::vector<const Connection*> Connections::all() const {
    std::vector<const Connection*> out;
    out.reserve(count_);
    for (const auto& of_path : by_name_)
        for (const auto& [name, connection] : of_path) out.push_back(&connection);
    return out;
}

void refused_at(Connection& connection, const Error& error, std::int64_t count, Instant now) {
    connection.refused[error.code] += count;
    connection.last_refusal = LastRefusal{error.code, error.where, error.text_vi(), error.text_en(), now};
}

}  // namespace hatang::telemetry
