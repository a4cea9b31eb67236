// Where readings come in: checks them, hands them to the committer, and counts what became of them, per path.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "telemetry/ingest/check.hpp"
#include "telemetry/storage/committer.hpp"

namespace hatang::telemetry {

enum class Path { http, mqtt, program };
std::string_view to_text(Path);

struct PathCounters {
    std::int64_t accepted = 0, duplicates = 0;
    std::map<std::string, std::int64_t, std::less<>> refused;  // messages or requests, by code
};

class Gate {
  public:
    Gate(Loop&, Clock&, Metrics&, Streams&, Committer&);

    // Checks all, then queues all. `done` is called after the commit, or not at all when this throws. Errors:
    // those of check_reading, and unavailable.
    void put(Path, std::vector<Reading>, std::string_view where, const ReadingFields&,
             bool waits_for_database, std::function<void(const Intake::Outcome&)> done);
    // The same, waiting for the commit.
    task<Intake::Outcome> ingest(Path, std::vector<Reading>, std::string_view where, ReadingFields = {});
    void refused(Path, const Error&);

    const std::array<PathCounters, 3>& counters() const { return counters_; }
    double readings_per_s() const;
    double lag_s() const { return lag_s_; }  // from the newest reading of the last commit to its commit

  private:
    void committed(std::span<const Reading>);
    static constexpr int window_s = 10;
    struct Second {
        std::int64_t second = 0, readings = 0;
    };
    Loop& loop_;
    Clock& clock_;
    Metrics& metrics_;
    Streams& streams_;
    Committer& committer_;
    std::array<PathCounters, 3> counters_;
    std::array<Second, window_s + 1> seconds_{};
    double lag_s_ = 0;
};

}  // namespace hatang::telemetry
