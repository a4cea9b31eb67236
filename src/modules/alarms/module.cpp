#include <span>

#include "alarms/api.hpp"
#include "alarms/lifecycle/ledger.hpp"
#include "alarms/limits.hpp"
#include "alarms/rules/rules.hpp"
#include "alarms/watch/watchman.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_alarms();
}

namespace hatang::alarms {

struct Alarms::State {
    State(Platform& p, security::Security& security, registry::Registry& registry,
          telemetry::Telemetry& telemetry)
        : platform(p),
          rules(p, security, telemetry),
          ledger(p, security, registry),
          recorder(p, ledger),
          watchman(p, telemetry, rules, recorder) {}

    Platform& platform;
    Rules rules;
    Ledger ledger;
    Recorder recorder;
    Watchman watchman;
};

Alarms::Alarms(Platform& platform, security::Security& security, registry::Registry& registry,
               telemetry::Telemetry& telemetry)
    : state_(std::make_unique<State>(platform, security, registry, telemetry)) {
    for (const char* act : {"raised", "acknowledged", "cleared", "closed"})
        platform.metrics.describe(std::string("hatang_alarms_") + act + "_total",
                                  std::string("Alarms ") + act);
    platform.metrics.describe("hatang_alarm_queue", "Findings that wait to be written");
    platform.metrics.describe("hatang_alarm_entries_refused_total", "Findings that the database refused");
    platform.metrics.gauge("hatang_alarm_queue",
                           [s = state_.get()] { return static_cast<double>(s->recorder.waiting()); });
}
Alarms::~Alarms() = default;

db::ModuleSchema Alarms::schema() const { return {"alarms", embedded_alarms()}; }

void Alarms::add_routes(http::Router& router) {
    state_->rules.add_routes(router, [s = state_.get()] { return s->watchman.refresh(); });
    state_->ledger.add_routes(router);
}

task<void> Alarms::start(bool serving) {
    if (serving) co_await state_->watchman.start();
}
task<void> Alarms::stop() { co_await state_->watchman.stop(); }

task<std::int64_t> Alarms::add_rule(db::Session& tx, RuleInput in, security::Actor actor) {
    const auto kind = json::from_text<RuleKind>(in.kind);
    if (!kind) throw Error(Code::invalid_value, "/kind", {in.kind, json::all_texts<RuleKind>()});
    const auto priority = json::from_text<Priority>(in.priority);
    if (!priority) throw Error(Code::invalid_value, "/priority", {in.priority, json::all_texts<Priority>()});
    Rule rule{.datastream_id = in.datastream_id,
              .asset_class = in.asset_class,
              .property = in.property,
              .name = in.name,
              .kind = *kind,
              .limit = in.limit,
              .dead_band = in.dead_band,
              .on_delay_s = in.on_delay_s,
              .off_delay_s = in.off_delay_s,
              .priority = *priority,
              .advice = in.advice};
    co_return co_await state_->rules.add(tx, std::move(rule), std::move(actor));
}

task<void> Alarms::refresh() { co_await state_->watchman.refresh(); }

task<std::optional<AlarmSummary>> Alarms::find(db::Session& tx, std::int64_t id) {
    const std::optional<Alarm> alarm = co_await state_->ledger.find(tx, id);
    std::optional<AlarmSummary> summary;
    if (alarm)
        summary = AlarmSummary{alarm->id,
                               alarm->asset_id.value_or(0),
                               std::string(json::to_text(alarm->priority)),
                               std::string(json::to_text(alarm->state)),
                               alarm->message_vi,
                               alarm->active,
                               alarm->acknowledged};
    co_return summary;
}

task<void> Alarms::close_if_cleared(db::Session& tx, std::int64_t id, std::string reason,
                                    security::Actor actor) {
    co_await state_->ledger.close_if_cleared(tx, id, std::move(reason), std::move(actor));
}

task<void> Alarms::link_work_order(db::Session& tx, std::int64_t id, std::int64_t work_order_id,
                                   security::Actor actor) {
    co_await state_->ledger.link_work_order(tx, id, work_order_id, std::move(actor));
}

task<std::string> Alarms::open_alarms_json(security::Scope scope) {
    const std::vector<Alarm> alarms = co_await state_->ledger.open(std::move(scope), snapshot_max);
    co_return json::to_json(alarms);
}

}  // namespace hatang::alarms
