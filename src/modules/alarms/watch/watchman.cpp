#include "alarms/watch/watchman.hpp"

#include <chrono>
#include <utility>

#include "alarms/lifecycle/queries.hpp"
#include "alarms/limits.hpp"
#include "alarms/messages.hpp"
#include "alarms/rules/queries.hpp"
#include "alarms/watch/phase_text.hpp"
#include "alarms/watch/queries.hpp"
#include "base/log.hpp"

namespace hatang::alarms {
namespace {

// Datastreams may be added by the thousand: the plan is made anew once for all of them.
constexpr std::int64_t refresh_pause_us = kSecond;

}  // namespace

Watchman::Watchman(Platform& platform, telemetry::Telemetry& telemetry, Rules& rules, Recorder& recorder)
    : platform_(platform), telemetry_(telemetry), rules_(rules), recorder_(recorder) {}

task<void> Watchman::start() {
    std::vector<engine::Effect> effects;
    co_await load_plan(effects);
    co_await restore(effects);
    resume(effects);
    record(effects);
    telemetry_.on_committed([this](std::span<const telemetry::Reading> readings) { on_readings(readings); });
    telemetry_.on_datastreams_changed([this] { stale_ = true; });
    watching_ = true;
    platform_.loop.spawn(recorder_.run(), "alarms.recorder");
    platform_.loop.spawn(run(), "alarms.timers");
    log::info("alarms.watching", {{"datastreams", engine_.streams()}, {"rules", rule_by_id_.size()}});
}

task<void> Watchman::stop() {
    if (!watching_) co_return;
    stopping_ = true;
    while (watching_) co_await platform_.loop.sleep(std::chrono::microseconds(tick_us));
    co_await recorder_.stop();
}

task<std::vector<WatchedStream>> Watchman::watched_streams() {
    std::vector<WatchedStream> streams;
    std::vector<std::int64_t> unknown_assets;
    for (const telemetry::Datastream* d : telemetry_.all()) {
        streams.push_back({d->id, d->asset_id.value_or(0), {}, d->property, d->interval_s});
        if (d->asset_id && !asset_class_.contains(*d->asset_id)) unknown_assets.push_back(*d->asset_id);
    }
    if (!unknown_assets.empty()) {
        const db::Rows rows = co_await platform_.db.run(sql::asset_classes, unknown_assets);
        for (const db::Row row : rows) asset_class_[row.integer("id")] = row.text("class_key");
    }
    for (WatchedStream& stream : streams)
        if (const auto found = asset_class_.find(stream.asset_id); found != asset_class_.end())
            stream.asset_class = found->second;
    co_return streams;
}

task<void> Watchman::load_plan(std::vector<engine::Effect>& effects) {
    const std::vector<Rule> rules = co_await rules_.enabled();
    const std::vector<WatchedStream> streams = co_await watched_streams();
    rule_by_id_.clear();
    for (const Rule& rule : rules) rule_by_id_[rule.id] = rule;
    engine_.plan(make_plans(rules, streams), effects);
}

task<void> Watchman::restore(std::vector<engine::Effect>& effects) {
    const Instant now = platform_.clock.now();
    const db::Rows states = co_await platform_.db.run(sql::rule_states);
    for (const db::Row row : states) {
        engine::Track track;
        track.phase = phase_of(row.text("phase"));
        track.since = row.instant("since");
        track.due = row.instant("due");
        track.last_t = row.instant("last_t");
        track.value = row.number("value");
        track.extreme = row.number("extreme");
        const std::int64_t rule_id = row.integer("rule_id"), datastream_id = row.integer("datastream_id");
        if (engine_.restore(rule_id, datastream_id, track, now)) continue;
        effects.push_back({engine::Effect::Kind::withdrawn, rule_id, datastream_id, 0, track.last_t,
                           track.value, 0, track});
    }
    const db::Rows silent = co_await platform_.db.run(sql::silent_subjects);
    for (const db::Row row : silent) {
        const std::int64_t asset_id = row.maybe_integer("asset_id").value_or(0),
                           datastream_id = row.integer("datastream_id");
        if (engine_.restore_silence(asset_id, datastream_id)) continue;
        effects.push_back({engine::Effect::Kind::withdrawn,
                           engine::automatic_rule,
                           datastream_id,
                           asset_id,
                           now,
                           0,
                           0,
                           {}});
    }
}

void Watchman::resume(std::vector<engine::Effect>& effects) {
    const Instant now = platform_.clock.now();
    for (const telemetry::Datastream* d : telemetry_.all()) {
        const auto last = telemetry_.last(d->id);
        if (last)
            engine_.resume({d->id, last->t, last->value, last->quality != telemetry::Quality::bad}, now,
                           effects);
    }
    engine_.settle(now, effects);
}

task<void> Watchman::refresh() {
    if (!watching_) co_return;
    while (refreshing_) co_await platform_.loop.sleep(std::chrono::milliseconds(5));
    refreshing_ = true;
    std::exception_ptr failed;
    std::vector<engine::Effect> effects;
    try {
        stale_ = false;
        co_await load_plan(effects);
        resume(effects);
    } catch (...) {
        failed = std::current_exception();
        stale_ = true;
    }
    refreshing_ = false;
    record(effects);
    if (failed) std::rethrow_exception(failed);
}

void Watchman::on_readings(std::span<const telemetry::Reading> readings) {
    samples_.clear();
    for (const telemetry::Reading& r : readings)
        samples_.push_back({r.datastream_id, r.t, r.value, r.quality != telemetry::Quality::bad});
    effects_.clear();
    engine_.read(samples_, platform_.clock.now(), effects_);
    record(effects_);
}

task<void> Watchman::run() {
    Instant refreshed = platform_.clock.now(), extremes_written = refreshed;
    while (!stopping_) {
        co_await platform_.loop.sleep(std::chrono::microseconds(tick_us));
        const Instant now = platform_.clock.now();
        effects_.clear();
        engine_.tick(now, effects_);
        record(effects_);
        try {
            if (stale_ && now - refreshed >= refresh_pause_us) {
                refreshed = now;
                co_await refresh();
            }
            if (now - extremes_written >= extreme_write_us) {
                extremes_written = now;
                co_await write_extremes();
            }
        } catch (const std::exception& e) {
            log::error("alarms.refresh_failed", {{"error", e.what()}});
        }
    }
    watching_ = false;
}

task<void> Watchman::write_extremes() {
    std::vector<std::string> subjects;
    std::vector<double> extremes;
    std::unordered_map<std::string, double> now_active;
    for (const engine::Engine::Active& active : engine_.active()) {
        std::string subject = subject_of(active.rule_id, 0, active.datastream_id);
        const auto written = written_extremes_.find(subject);
        if (written == written_extremes_.end() || written->second != active.extreme) {
            subjects.push_back(subject);
            extremes.push_back(active.extreme);
        }
        now_active.emplace(std::move(subject), active.extreme);
    }
    if (!subjects.empty()) co_await platform_.db.run(sql::set_extremes, subjects, extremes);
    written_extremes_ = std::move(now_active);
}

void Watchman::record(std::vector<engine::Effect>& effects) {
    for (const engine::Effect& effect : effects) {
        Entry entry{effect, subject_of(effect.rule_id, effect.asset_id, effect.datastream_id), {}};
        if (effect.kind == engine::Effect::Kind::raised) entry.finding = finding(effect);
        recorder_.add(std::move(entry));
    }
}

Finding Watchman::finding(const engine::Effect& effect) const {
    const telemetry::Datastream* stream = telemetry_.find(effect.datastream_id);
    const telemetry::Datastream nothing;
    const telemetry::Datastream& d = stream ? *stream : nothing;
    const auto found = rule_by_id_.find(effect.rule_id);

    Finding f;
    f.subject = subject_of(effect.rule_id, effect.asset_id, effect.datastream_id);
    f.asset_id = d.asset_id;
    f.datastream_id = effect.datastream_id;
    f.value = effect.value;
    f.observed_at = effect.t;
    if (found != rule_by_id_.end()) {
        const Rule& rule = found->second;
        f.rule_id = rule.id;
        f.kind = rule.kind;
        f.priority = rule.priority;
        f.advice = rule.advice;
        f.limit = rule.limit.value_or(0);
    } else {
        f.kind = RuleKind::no_data;
    }
    if (f.kind == RuleKind::no_data) {
        const double delay_s = found != rule_by_id_.end() ? found->second.on_delay_s : 0;
        f.unit = "s";
        f.limit = static_cast<double>(silence_us(d.interval_s, delay_s)) / static_cast<double>(kSecond);
        f.message = silence_message(d.name, f.limit, effect.silent_streams);
    } else {
        f.unit = d.unit;
        f.message =
            threshold_message({d.property, d.unit, f.kind == RuleKind::above, f.value, f.limit, d.decimals});
    }
    return f;
}

}  // namespace hatang::alarms
