#include "telemetry/ingest/gate.hpp"

#include <algorithm>

#include "json/value.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

struct Waiting {
    explicit Waiting(Loop& loop) : ended(loop) {}
    Signal ended;
    std::optional<Intake::Outcome> outcome;
};

std::string label(Path path) { return "path=\"" + std::string(to_text(path)) + "\""; }

}  // namespace

std::string_view to_text(Path path) {
    constexpr std::array<std::string_view, 3> texts{"http", "mqtt", "program"};
    return texts[static_cast<std::size_t>(path)];
}

Gate::Gate(Loop& loop, Clock& clock, Metrics& metrics, Streams& streams, Committer& committer)
    : loop_(loop), clock_(clock), metrics_(metrics), streams_(streams), committer_(committer) {
    committer.on_committed.push_back([this](std::span<const Reading> readings) { committed(readings); });
    metrics.describe("hatang_ingest_accepted_total", "Readings committed");
    metrics.describe("hatang_ingest_duplicates_total", "Readings whose datastream had one of that time");
    metrics.describe("hatang_ingest_refused_total", "Requests and messages refused, by code");
    metrics.describe("hatang_ingest_lag_seconds", "Age of the newest reading of a commit, at the commit");
    metrics.gauge("hatang_ingest_queued", [this] { return static_cast<double>(committer_.queued()); });
    metrics.gauge("hatang_ingest_unsealed", [this] { return static_cast<double>(streams_.unsealed); });
    metrics.gauge("hatang_ingest_readings_per_s", [this] { return readings_per_s(); });
}

void Gate::put(Path path, std::vector<Reading> readings, std::string_view where, const ReadingFields& fields,
               bool waits_for_database, std::function<void(const Intake::Outcome&)> done) {
    const Instant now = clock_.now();
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (auto error = check_reading(streams_, now, readings[i], {}, fields)) {
            // A single object has no index in its pointers.
            if (!where.empty() || readings.size() > 1) error->where = json::pointer(where, i) + error->where;
            throw std::move(*error);
        }
    }
    Intake intake;
    intake.readings = std::move(readings);
    intake.waits_for_database = waits_for_database;
    intake.done = [this, path, done = std::move(done)](const Intake::Outcome& outcome) {
        PathCounters& c = counters_[static_cast<std::size_t>(path)];
        c.accepted += outcome.accepted;
        c.duplicates += outcome.duplicates;
        if (outcome.accepted > 0)
            metrics_.count("hatang_ingest_accepted_total", label(path),
                           static_cast<double>(outcome.accepted));
        if (outcome.duplicates > 0)
            metrics_.count("hatang_ingest_duplicates_total", label(path),
                           static_cast<double>(outcome.duplicates));
        done(outcome);
    };
    committer_.put(std::move(intake));
}

task<Intake::Outcome> Gate::ingest(Path path, std::vector<Reading> readings, std::string_view where,
                                   ReadingFields fields) {
    if (readings.empty()) co_return Intake::Outcome{};
    const auto waiting = std::make_shared<Waiting>(loop_);
    put(path, std::move(readings), where, fields, false, [waiting](const Intake::Outcome& outcome) {
        waiting->outcome = outcome;
        waiting->ended.notify_all();
    });
    while (!waiting->outcome) co_await waiting->ended.wait();
    if (waiting->outcome->error) std::rethrow_exception(waiting->outcome->error);
    co_return *waiting->outcome;
}

void Gate::refused(Path path, const Error& error) {
    const std::string code(error_info(error.code).code);
    ++counters_[static_cast<std::size_t>(path)].refused[code];
    metrics_.count("hatang_ingest_refused_total", "code=\"" + code + "\"," + label(path));
}

void Gate::committed(std::span<const Reading> readings) {
    const Instant now = clock_.now();
    const std::int64_t second = now.us / kSecond;
    Second& slot = seconds_[static_cast<std::size_t>(second) % seconds_.size()];
    if (slot.second != second) slot = {second, 0};
    slot.readings += static_cast<std::int64_t>(readings.size());
    Instant newest{Stream::never_us};
    for (const Reading& r : readings) newest = std::max(newest, r.t);
    lag_s_ = std::max(0.0, static_cast<double>(now - newest) / kSecond);
    metrics_.observe("hatang_ingest_lag_seconds", {}, lag_s_);
}

double Gate::readings_per_s() const {
    const std::int64_t this_second = clock_.now().us / kSecond;
    std::int64_t readings = 0;
    for (const Second& s : seconds_)
        if (s.second < this_second && s.second >= this_second - window_s) readings += s.readings;
    return static_cast<double>(readings) / window_s;
}

}  // namespace hatang::telemetry
