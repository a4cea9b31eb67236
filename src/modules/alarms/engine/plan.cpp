// How the engine takes up a new set of rules, and what was stored before a restart.
#include <algorithm>
#include <utility>

#include "alarms/engine/engine.hpp"
#include "alarms/limits.hpp"

namespace hatang::alarms::engine {
namespace {

// Readings that the broker kept while the program was away are heard before a delay that ran out meanwhile
// ends.
constexpr std::int64_t restart_grace_us = 2 * kSecond;

}  // namespace

void Engine::plan(std::vector<StreamPlan> plans, std::vector<Effect>& out) {
    std::unordered_map<std::int64_t, Stream> before = std::exchange(streams_, {});
    by_id_.clear();
    timers_ = {};
    for (StreamPlan& plan : plans) {
        Stream fresh;
        fresh.id = plan.datastream_id;
        fresh.asset_id = plan.asset_id;
        fresh.silence = plan.silence;
        for (const ThresholdPlan& t : plan.thresholds) fresh.watches.push_back({t.rule_id, t.threshold, {}});
        if (const auto old = before.find(fresh.id); old != before.end()) {
            carry_over(fresh, old->second, out);
            before.erase(old);
        }
        for (const Watch& watch : fresh.watches)
            if (watch.track.delaying()) timers_.push({watch.track.due, fresh.id, watch.rule_id, false});
        if (fresh.reported && fresh.silence && !fresh.silent) {
            fresh.armed = true;
            timers_.push({fresh.deadline, fresh.id, fresh.silence->rule_id, true});
        }
        const auto [made, is_new] = streams_.emplace(fresh.id, std::move(fresh));
        by_id_.put(made->first, &made->second);
    }
    for (const auto& [id, gone] : before) {
        Stream nothing;
        nothing.id = id;
        nothing.asset_id = gone.asset_id;
        carry_over(nothing, gone, out);
    }
    for (auto& [key, group] : groups_) group.silent = 0;
    for (const auto& [id, stream] : streams_)
        if (stream.silent && stream.silence->rule_id == automatic_rule) ++groups_[group_key(stream)].silent;
}

void Engine::carry_over(Stream& fresh, const Stream& old, std::vector<Effect>& out) {
    fresh.reported = old.reported;
    fresh.heard = old.heard;
    for (const Watch& was : old.watches) {
        const auto now = std::ranges::find(fresh.watches, was.rule_id, &Watch::rule_id);
        if (now == fresh.watches.end()) {
            if (was.track.phase != Phase::normal) out.push_back(effect(Effect::Kind::withdrawn, fresh, was));
            continue;
        }
        now->track = was.track;
        if (now->threshold == was.threshold) continue;
        now->track.last_t = Track{}.last_t;
        if (!now->track.delaying()) continue;
        now->track.phase = now->track.phase == Phase::pending_on ? Phase::normal : Phase::active;
        out.push_back(effect(Effect::Kind::phase, fresh, *now));
    }
    const bool same_rule = fresh.silence && old.silence && fresh.silence->rule_id == old.silence->rule_id &&
                           (old.silence->rule_id != automatic_rule || group_key(fresh) == group_key(old));
    if (fresh.silence && fresh.reported) fresh.deadline = old.heard + fresh.silence->limit_us;
    if (!old.silent) return;
    if (same_rule)
        fresh.silent = true;
    else if (old.silence->rule_id != automatic_rule)
        out.push_back(silence_effect(Effect::Kind::withdrawn, old, old.heard, 0));
}

bool Engine::restore(std::int64_t rule_id, std::int64_t datastream_id, const Track& track, Instant now) {
    const auto found = streams_.find(datastream_id);
    if (found == streams_.end()) return false;
    Stream& stream = found->second;
    if (stream.silence && stream.silence->rule_id == rule_id) {
        stream.silent = track.in_alarm();
        return true;
    }
    const auto watch = std::ranges::find(stream.watches, rule_id, &Watch::rule_id);
    if (watch == stream.watches.end()) return false;
    watch->track = track;
    if (!track.delaying()) return true;
    watch->track.due = std::max(track.due, now + restart_grace_us);
    timers_.push({watch->track.due, stream.id, rule_id, false});
    return true;
}

bool Engine::restore_silence(std::int64_t asset_id, std::int64_t datastream_id) {
    const auto stream = streams_.find(datastream_id);
    if (asset_id == 0 && stream == streams_.end()) return false;
    const bool any = std::ranges::any_of(streams_, [&](const auto& entry) {
        const Stream& s = entry.second;
        return s.silence && s.silence->rule_id == automatic_rule &&
               (asset_id ? s.asset_id == asset_id : s.id == datastream_id);
    });
    if (!any) return false;
    Group& group = groups_[asset_id ? asset_id : -datastream_id];
    group.raised = true;
    group.last_stream = datastream_id;
    return true;
}

void Engine::resume(const Sample& last, Instant now, std::vector<Effect>& out) {
    const auto found = streams_.find(last.datastream_id);
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    if (!std::exchange(stream.reported, true)) {
        stream.heard = std::min(last.t, now);
        const bool still = overdue(stream, now);
        if (stream.silence && stream.silence->rule_id == automatic_rule) {
            const auto group = groups_.find(group_key(stream));
            stream.silent = still && group != groups_.end() && group->second.raised;
            if (stream.silent) ++group->second.silent;
        } else if (stream.silent && !still) {
            speak_again(stream, now, out);
        }
        if (!stream.silent) arm_silence(stream, now);
    }
    if (last.usable && !stream.silent) judge(stream, last, now, out);
}

void Engine::settle(Instant now, std::vector<Effect>& out) {
    for (auto it = groups_.begin(); it != groups_.end();) {
        auto& [key, group] = *it;
        if (group.silent > 0) {
            ++it;
            continue;
        }
        if (group.raised) {
            Stream nobody;
            nobody.id = key < 0 ? -key : group.last_stream;
            nobody.asset_id = key < 0 ? 0 : key;
            nobody.heard = now;
            out.push_back(silence_effect(Effect::Kind::cleared, nobody, now, 0));
        }
        it = groups_.erase(it);
    }
}

}  // namespace hatang::alarms::engine
