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

    static std::function<void(const Intake::Outcome&)> done(std::shared_ptr<Waiting> self) {
        return [self](const Intake::Outcome& o) {
            self->outcome = o;
            self->ended.notify_all();
        };
    }
    task<Intake::Outcome> result() {
        while (!outcome) co_await ended.wait();
        if (outcome->error) std::rethrow_exception(outcome->error);
        co_return *outcome;
    }
};

// Asked for with each message: made once.
const std::string& label(Path path) {
    static const auto labels = [] {
        std::array<std::string, paths_count> out;
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = "path=\"" + std::string(to_text(static_cast<Path>(i))) + "\"";
        return out;
    }();
    return labels[static_cast<std::size_t>(path)];
}

}  // namespace

Gate::Gate(Loop& loop, Clock& clock, Metrics& metrics, Streams& streams, Committer& committer)
    : loop_(loop), clock_(clock), metrics_(metrics), streams_(streams), committer_(committer) {
    committer.on_committed.push_back([this](std::span<const Reading> readings) { committed(readings); });
    metrics.describe("hatang_ingest_accepted_total", "Readings committed");
    metrics.describe("hatang_ingest_duplicates_total", "Readings whose datastream had one of that time");
    metrics.describe("hatang_ingest_refused_total", "Requests and messages refused, by code");
    metrics.describe("hatang_ingest_waiting_total", "Values of series that nobody has mapped");
    metrics.describe("hatang_ingest_left_out_total", "Values of series that are left out on purpose");
    metrics.describe("hatang_ingest_lag_seconds", "Age of the newest reading of a commit, at the commit");
    metrics.gauge("hatang_ingest_queued", [this] { return static_cast<double>(committer_.queued()); });
    metrics.gauge("hatang_ingest_unsealed", [this] { return static_cast<double>(streams_.unsealed); });
    metrics.gauge("hatang_ingest_readings_per_s", [this] { return readings_per_s(); });
}

Arrivals Gate::check(Connection& connection, std::vector<Reading>& readings, std::string_view where,
                     const ReadingFields& fields) {
    const Instant now = clock_.now();
    Arrivals arrivals(units_);
    // Many in a row are of one datastream.
    auto stream_of = [this, last = static_cast<Stream*>(nullptr)](const Reading& r) mutable {
        if (!last || last->about.id != r.datastream_id) last = streams_.find(r.datastream_id);
        return last;
    };
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (auto error = check_reading(stream_of(readings[i]), now, readings[i], {}, fields)) {
            arrivals.note_time(readings[i].t);
            arrivals.tell(connection, now);
            // A single object has no index in its pointers.
            if (!where.empty() || readings.size() > 1) error->where = json::pointer(where, i) + error->where;
            throw std::move(*error);
        }
    }
    for (const Reading& r : readings) arrivals.note(*stream_of(r), r, now);
    return arrivals;
}

void Gate::heard(Connection& connection, const Arrivals& arrivals) {
    connection.last = clock_.now();
    ++connection.messages;
    arrivals.tell(connection, connection.last);
}

void Gate::put(Connection& connection, std::vector<Reading> readings, std::string_view where,
               const ReadingFields& fields, bool waits_for_database,
               std::function<void(const Intake::Outcome&)> done, std::vector<std::int64_t> features) {
    const Arrivals arrivals = check(connection, readings, where, fields);
    put_checked(connection, std::move(readings), arrivals, waits_for_database, std::move(done),
                std::move(features));
}

void Gate::put_checked(Connection& connection, std::vector<Reading> readings, const Arrivals& arrivals,
                       bool waits_for_database, std::function<void(const Intake::Outcome&)> done,
                       std::vector<std::int64_t> features) {
    Intake intake;
    intake.readings = std::move(readings);
    intake.features = std::move(features);
    intake.waits_for_database = waits_for_database;
    intake.done = [this, &connection, newest = arrivals.newest(),
                   done = std::move(done)](const Intake::Outcome& outcome) {
        count(connection, newest, outcome);
        done(outcome);
    };
    committer_.put(std::move(intake));
    const Instant now = clock_.now();
    ++connection.messages;
    connection.last = now;
    arrivals.tell(connection, now);
}

void Gate::count(Connection& connection, std::optional<Instant> newest, const Intake::Outcome& outcome) {
    PathCounters& c = counters_[static_cast<std::size_t>(connection.path)];
    c.accepted += outcome.accepted;
    c.duplicates += outcome.duplicates;
    connection.accepted += outcome.accepted;
    connection.duplicates += outcome.duplicates;
    const std::string& path = label(connection.path);
    if (outcome.accepted > 0) {
        metrics_.count("hatang_ingest_accepted_total", path, static_cast<double>(outcome.accepted));
        connection.last_accepted = clock_.now();
        connection.lag_us = newest ? std::max<std::int64_t>(0, clock_.now() - *newest) : 0;
        connection.lag_most_us = std::max(connection.lag_most_us, connection.lag_us);
    }
    if (outcome.duplicates > 0)
        metrics_.count("hatang_ingest_duplicates_total", path, static_cast<double>(outcome.duplicates));
}

task<Intake::Outcome> Gate::ingest(Connection& connection, std::vector<Reading> readings,
                                   std::string_view where, ReadingFields fields,
                                   std::vector<std::int64_t> features) {
    if (readings.empty()) co_return Intake::Outcome{};
    const auto waiting = std::make_shared<Waiting>(loop_);
    put(connection, std::move(readings), where, fields, false, Waiting::done(waiting), std::move(features));
    const Intake::Outcome outcome = co_await waiting->result();
    co_return outcome;
}

task<Intake::Outcome> Gate::ingest_checked(Connection& connection, std::vector<Reading> readings,
                                           Arrivals arrivals) {
    if (readings.empty()) {
        arrivals.tell(connection, clock_.now());
        co_return Intake::Outcome{};
    }
    const auto waiting = std::make_shared<Waiting>(loop_);
    put_checked(connection, std::move(readings), arrivals, false, Waiting::done(waiting));
    const Intake::Outcome outcome = co_await waiting->result();
    co_return outcome;
}

void Gate::refused(Connection& connection, const Error& error, std::int64_t count) {
    connection.last = clock_.now();
    refused_at(connection, error, count, connection.last);
    const std::string code(error_info(error.code).code);
    counters_[static_cast<std::size_t>(connection.path)].refused[code] += count;
    metrics_.count("hatang_ingest_refused_total", "code=\"" + code + "\"," + label(connection.path),
                   static_cast<double>(count));
}

void Gate::not_mapped(Connection& connection, std::int64_t waiting, std::int64_t left_out) {
    if (waiting + left_out == 0) return;
    PathCounters& c = counters_[static_cast<std::size_t>(connection.path)];
    c.waiting += waiting;
    c.left_out += left_out;
    connection.waiting += waiting;
    connection.left_out += left_out;
    connection.last = clock_.now();
    const std::string& path = label(connection.path);
    if (waiting > 0) metrics_.count("hatang_ingest_waiting_total", path, static_cast<double>(waiting));
    if (left_out > 0) metrics_.count("hatang_ingest_left_out_total", path, static_cast<double>(left_out));
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
