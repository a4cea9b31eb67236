// Stands between telemetry, the engine and the recorder: readings in, findings out.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "alarms/engine/engine.hpp"
#include "alarms/rules/rules.hpp"
#include "alarms/watch/book.hpp"
#include "alarms/watch/recorder.hpp"
#include "module.hpp"
#include "telemetry/api.hpp"

namespace hatang::alarms {

class Watchman {
  public:
    Watchman(Platform&, telemetry::Telemetry&, Rules&, Recorder&);
    // Takes up rules, running delays and active alarms, then watches.
    task<void> start();
    task<void> stop();
    // Reads the rules and datastreams again.
    task<void> refresh();

  private:
    task<std::vector<WatchedStream>> watched_streams();
    task<void> load_plan(std::vector<engine::Effect>&);
    task<void> restore(std::vector<engine::Effect>&);
    void resume(std::vector<engine::Effect>&);
    void on_readings(std::span<const telemetry::Reading>);
    task<void> run();
    task<void> write_extremes();
    void record(std::vector<engine::Effect>&);
    Finding finding(const engine::Effect&) const;

    Platform& platform_;
    telemetry::Telemetry& telemetry_;
    Rules& rules_;
    Recorder& recorder_;
    engine::Engine engine_;
    std::unordered_map<std::int64_t, Rule> rule_by_id_;
    std::unordered_map<std::int64_t, std::string> asset_class_;
    std::unordered_map<std::string, double> written_extremes_;  // by subject
    std::vector<engine::Sample> samples_;                       // kept to spare an allocation a batch
    std::vector<engine::Effect> effects_;
    bool watching_ = false, stopping_ = false, stale_ = false, refreshing_ = false;
};

}  // namespace hatang::alarms
