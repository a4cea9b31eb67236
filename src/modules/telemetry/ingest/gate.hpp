// Where readings come in: checks them, hands them to the committer, and counts what became of them, per path
// and per connection.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "telemetry/ingest/arrivals.hpp"
#include "telemetry/ingest/check.hpp"
#include "telemetry/storage/committer.hpp"

namespace hatang::telemetry {

struct PathCounters {
    std::int64_t accepted = 0, duplicates = 0;
    std::int64_t waiting = 0, left_out = 0;
    std::map<std::string, std::int64_t, std::less<>> refused;  // requests, messages or values, by code
};

class Gate {
  public:
    Gate(Loop&, Clock&, Metrics&, Streams&, Committer&);

    // Who sends, by path and a name of theirs: an account, a device, a topic. The address stays good.
    Connection& connection(Path path, std::string_view name) {
        return connections_.at(path, name, clock_.now());
    }

    // Throws the error of the first reading that breaks a rule.
    Arrivals check(Connection&, std::vector<Reading>&, std::string_view where, const ReadingFields&);
    // A message without a reading to commit.
    void heard(Connection&, const Arrivals&);
    // Checks all, then queues all. `done` is called after the commit, or not at all when this throws. Errors:
    // those of check_reading, and unavailable.
    void put(Connection&, std::vector<Reading>, std::string_view where, const ReadingFields&,
             bool waits_for_database, std::function<void(const Intake::Outcome&)> done,
             std::vector<std::int64_t> features = {});
    // The same, waiting for the commit. `features`: as in an Intake.
    task<Intake::Outcome> ingest(Connection&, std::vector<Reading>, std::string_view where,
                                 ReadingFields = {}, std::vector<std::int64_t> features = {});
    // Of readings that have passed check_reading and were noted in `arrivals`.
    void put_checked(Connection&, std::vector<Reading>, const Arrivals&, bool waits_for_database,
                     std::function<void(const Intake::Outcome&)> done,
                     std::vector<std::int64_t> features = {});
    task<Intake::Outcome> ingest_checked(Connection&, std::vector<Reading>, Arrivals);
    Arrivals arrivals() { return Arrivals(units_); }

    void refused(Connection&, const Error&, std::int64_t count = 1);
    void not_mapped(Connection&, std::int64_t waiting, std::int64_t left_out);

    const Connections& connections() const { return connections_; }
    const UnitWatch& units() const { return units_; }
    const std::array<PathCounters, paths_count>& counters() const { return counters_; }
    double readings_per_s() const;
    double lag_s() const { return lag_s_; }  // from the newest reading of the last commit to its commit

  private:
    void committed(std::span<const Reading>);
    void count(Connection&, std::optional<Instant> newest, const Intake::Outcome&);
    static constexpr int window_s = 10;
    struct Second {
        std::int64_t second = 0, readings = 0;
    };
    Loop& loop_;
    Clock& clock_;
    Metrics& metrics_;
    Streams& streams_;
    Committer& committer_;
    Connections connections_;
    UnitWatch units_;
    std::array<PathCounters, paths_count> counters_;
    std::array<Second, window_s + 1> seconds_{};
    double lag_s_ = 0;
};

}  // namespace hatang::telemetry
