#include "alarms/watch/recorder.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "alarms/limits.hpp"
#include "alarms/watch/phase_text.hpp"
#include "alarms/watch/queries.hpp"
#include "base/log.hpp"

namespace hatang::alarms {
namespace {

// The server refused the statement itself: it would refuse it again. Connection, resources, shutdown,
// conflicts pass.
bool passes(const db::SqlError& e) {
    const std::string_view group = std::string_view(e.sqlstate).substr(0, 2);
    return group == "08" || group == "53" || group == "57" || group == "40" || group == "25" || group.empty();
}

}  // namespace

std::string subject_of(std::int64_t rule_id, std::int64_t asset_id, std::int64_t datastream_id) {
    if (rule_id != engine::automatic_rule)
        return "r" + std::to_string(rule_id) + "/d" + std::to_string(datastream_id);
    return asset_id ? "a" + std::to_string(asset_id) : "d" + std::to_string(datastream_id);
}

void Recorder::add(Entry entry) {
    queue_.push_back(std::move(entry));
    wake_.notify_all();
}

task<void> Recorder::run() {
    running_ = true;
    while (!stopping_ || !queue_.empty()) {
        if (queue_.empty())
            co_await wake_.wait_for(std::chrono::seconds(1));
        else
            co_await write_batch();
    }
    running_ = false;
}

task<void> Recorder::stop() {
    stopping_ = true;
    wake_.notify_all();
    // The state of the rules stands in memory only until it is written; five seconds are enough for any
    // queue.
    for (int i = 0; i < 100 && running_; ++i) co_await platform_.loop.sleep(std::chrono::milliseconds(50));
    if (!queue_.empty()) log::error("alarms.unwritten", {{"entries", queue_.size()}});
}

task<void> Recorder::write_batch() {
    const std::size_t size = one_by_one_ ? 1 : std::min(queue_.size(), batch_max);
    // Of several phases of one (rule, datastream) in a batch only the last one matters.
    std::set<std::string_view> later;
    std::vector<const Entry*> batch;
    for (std::size_t i = size; i-- > 0;) {
        const Entry& entry = queue_[i];
        const bool overtaken = !later.insert(entry.subject).second;
        if (!overtaken || entry.effect.kind != engine::Effect::Kind::phase) batch.push_back(&entry);
    }
    std::ranges::reverse(batch);

    const Outcome outcome = co_await try_write(batch);
    if (outcome == Outcome::unavailable) {
        co_await platform_.loop.sleep(std::chrono::microseconds(retry_us));
    } else if (outcome == Outcome::refused && size > 1) {
        one_by_one_ = true;  // find the one that is refused
    } else {
        if (outcome == Outcome::refused) platform_.metrics.count("hatang_alarm_entries_refused_total");
        queue_.erase(queue_.begin(),
                     queue_.begin() + static_cast<std::ptrdiff_t>(std::min(size, queue_.size())));
        if (queue_.empty()) one_by_one_ = false;
    }
}

task<Recorder::Outcome> Recorder::try_write(std::vector<const Entry*> batch) {
    try {
        std::vector<Counted> counted;
        co_await platform_.db.transaction([&](db::Session& tx) -> task<void> {
            for (const Entry* entry : batch) {
                const std::optional<Counted> one = co_await write(tx, *entry);
                if (one) counted.push_back(*one);
            }
        });
        for (const Counted& one : counted) ledger_.count(one.act, one.priority);
        co_return Outcome::written;
    } catch (const db::SqlError& e) {
        log::error("alarms.write_failed",
                   {{"query", e.query}, {"error", e.message}, {"entries", batch.size()}});
        co_return passes(e) ? Outcome::unavailable : Outcome::refused;
    } catch (const Error& e) {
        log::error("alarms.write_failed", {{"error", e.what()}, {"entries", batch.size()}});
        co_return e.code == Code::unavailable || e.code == Code::timeout ? Outcome::unavailable
                                                                         : Outcome::refused;
    }
}

task<std::optional<Recorder::Counted>> Recorder::write(db::Session& tx, const Entry& entry) {
    using Kind = engine::Effect::Kind;
    const engine::Effect& effect = entry.effect;
    const bool threshold = effect.track.last_t > engine::Track{}.last_t;
    if (effect.rule_id != engine::automatic_rule) {
        if (effect.kind == Kind::withdrawn || effect.track.phase == engine::Phase::normal) {
            co_await tx.run(sql::drop_rule_state, effect.rule_id, effect.datastream_id);
        } else {
            const engine::Track& track = effect.track;
            // The epoch stands for "no reading judged yet".
            const Instant last_t = std::max(track.last_t, Instant{});
            co_await tx.run(sql::save_rule_state, effect.rule_id, effect.datastream_id,
                            phase_text(track.phase), track.since, track.due, last_t, track.value,
                            track.extreme);
        }
    }
    std::optional<Alarm> alarm;
    if (effect.kind == Kind::raised) {
        alarm = co_await ledger_.raise(tx, entry.finding.value());
    } else if (effect.kind == Kind::cleared) {
        const std::optional<double> extreme = threshold ? std::optional(effect.track.extreme) : std::nullopt;
        alarm = co_await ledger_.clear(tx, entry.subject, extreme, "returned to normal");
    } else if (effect.kind == Kind::withdrawn) {
        alarm = co_await ledger_.clear(tx, entry.subject, std::nullopt,
                                       "the rule no longer watches this datastream");
    }
    std::optional<Counted> counted;
    if (alarm) counted = Counted{effect.kind == Kind::raised ? Act::raise : Act::clear, alarm->priority};
    co_return counted;
}

}  // namespace hatang::alarms
