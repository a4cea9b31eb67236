// Rules over datastreams, and the life of the alarms they raise (ISA-18.2).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "module.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::alarms {

// The alarm as the interface shows it (events "alarm.raised|acknowledged|cleared|closed" carry it as JSON).
struct AlarmSummary {
    std::int64_t id = 0, asset_id = 0;
    std::string priority, state, message_vi;
    bool active = false, acknowledged = false;
};

struct RuleInput {
    std::optional<std::int64_t> datastream_id;
    std::optional<std::string> asset_class, property;  // instead of one datastream: every such datastream
    std::string name;
    std::string kind;  // above, below, no_data
    std::optional<double> limit;
    double dead_band = 0, on_delay_s = 0, off_delay_s = 0;
    std::string priority = "warning";  // critical, major, warning, notice
    std::optional<std::string> advice;
};

class Alarms final : public Module {
  public:
    Alarms(Platform&, security::Security&, registry::Registry&, telemetry::Telemetry&);
    ~Alarms() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;  // takes up open alarms and running timers
    task<void> stop() override;

    task<std::int64_t> add_rule(db::Session&, RuleInput, security::Actor);
    // Reads the rules again; call after the transaction of add_rule has committed.
    task<void> refresh();
    task<std::optional<AlarmSummary>> find(db::Session&, std::int64_t id);
    // Ends a cleared alarm (a work order was accepted). Does nothing when it is still active or already
    // closed.
    task<void> close_if_cleared(db::Session&, std::int64_t id, std::string reason, security::Actor);
    // A work order was made from the alarm: its view lists it. Emits "alarm.linked".
    task<void> link_work_order(db::Session&, std::int64_t id, std::int64_t work_order_id, security::Actor);
    // JSON array of the open alarms that the scope reaches, newest first, at most 2,000, for the live
    // snapshot.
    task<std::string> open_alarms_json(security::Scope);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Read-only view alarms_api.alarm(id, asset_id, datastream_id, priority, state, active, acknowledged,
// raised_at, cleared_at, closed_at).

}  // namespace hatang::alarms
