#include "alarms/engine/engine.hpp"

#include <algorithm>
#include <utility>

#include "alarms/limits.hpp"

namespace hatang::alarms::engine {

Effect Engine::effect(Effect::Kind kind, const Stream& stream, const Watch& watch) {
    return {kind, watch.rule_id, stream.id, stream.asset_id, watch.track.last_t, watch.track.value,
            0,    watch.track};
}

Effect Engine::silence_effect(Effect::Kind kind, const Stream& stream, Instant now, int silent) {
    Effect out;
    out.kind = kind;
    out.rule_id = stream.silence ? stream.silence->rule_id : automatic_rule;
    out.datastream_id = stream.id;
    out.asset_id = stream.asset_id;
    out.t = stream.heard;
    out.value = static_cast<double>(now - stream.heard) / static_cast<double>(kSecond);
    out.silent_streams = silent;
    out.track.phase = kind == Effect::Kind::raised ? Phase::active : Phase::normal;
    return out;
}

bool Engine::overdue(const Stream& stream, Instant now) const {
    return stream.silence && now - stream.heard > stream.silence->limit_us;
}

void Engine::read(std::span<const Sample> samples, Instant now, std::vector<Effect>& out) {
    // A stream is on its way from memory while those some samples before it are judged.
    constexpr std::size_t ahead = 8;
    found_.clear();
    for (std::size_t i = 0; i < samples.size() + ahead; ++i) {
        if (i < samples.size()) {
            found_.push_back(by_id_.find(samples[i].datastream_id));
            __builtin_prefetch(found_.back(), 1);
        }
        if (i < ahead || !found_[i - ahead]) continue;
        const Sample& sample = samples[i - ahead];
        Stream& stream = *found_[i - ahead];
        stream.reported = true;
        stream.heard = now;
        if (stream.silent) speak_again(stream, now, out);
        arm_silence(stream, now);
        if (sample.usable) judge(stream, sample, now, out);
    }
}

void Engine::judge(Stream& stream, const Sample& sample, Instant now, std::vector<Effect>& out) {
    for (Watch& watch : stream.watches) {
        const Step step = on_reading(watch.threshold, watch.track, sample.t, sample.value, now);
        if (step == Step::none) continue;
        if (watch.track.delaying()) timers_.push({watch.track.due, stream.id, watch.rule_id, false});
        const auto kind = step == Step::raised    ? Effect::Kind::raised
                          : step == Step::cleared ? Effect::Kind::cleared
                                                  : Effect::Kind::phase;
        out.push_back(effect(kind, stream, watch));
    }
}

void Engine::tick(Instant now, std::vector<Effect>& out) {
    const std::size_t first = out.size();
    while (!timers_.empty() && timers_.top().due <= now) {
        const Timer timer = timers_.top();
        timers_.pop();
        const auto found = streams_.find(timer.datastream_id);
        if (found == streams_.end()) continue;
        Stream& stream = found->second;
        if (!timer.silence) {
            delay_due(stream, timer, now, out);
            continue;
        }
        stream.armed = stream.silence && !stream.silent && stream.deadline > now;
        if (stream.armed)
            timers_.push({stream.deadline, stream.id, stream.silence->rule_id, true});
        else if (stream.silence && !stream.silent)
            fall_silent(stream, now, out);
    }
    // Streams of one asset that fell silent together are counted together.
    for (std::size_t i = first; i < out.size(); ++i) {
        if (out[i].silent_streams == 0) continue;
        const std::int64_t key = out[i].asset_id ? out[i].asset_id : -out[i].datastream_id;
        out[i].silent_streams = groups_[key].silent;
    }
}

void Engine::delay_due(Stream& stream, const Timer& timer, Instant now, std::vector<Effect>& out) {
    for (Watch& watch : stream.watches) {
        if (watch.rule_id != timer.rule_id || !watch.track.delaying() || watch.track.due != timer.due)
            continue;
        // The stream should have spoken since: its last value says nothing about now. The next reading
        // decides.
        if (overdue(stream, now)) continue;
        const Step step = on_due(watch.track);
        out.push_back(
            effect(step == Step::raised ? Effect::Kind::raised : Effect::Kind::cleared, stream, watch));
    }
}

void Engine::arm_silence(Stream& stream, Instant from) {
    if (!stream.silence) return;
    stream.deadline = from + stream.silence->limit_us;
    // One timer a stream: when it comes too early, it is set again for the deadline of that moment.
    if (std::exchange(stream.armed, true)) return;
    timers_.push({stream.deadline, stream.id, stream.silence->rule_id, true});
}

void Engine::fall_silent(Stream& stream, Instant now, std::vector<Effect>& out) {
    stream.silent = true;
    if (stream.silence->rule_id != automatic_rule) {
        out.push_back(silence_effect(Effect::Kind::raised, stream, now, 0));
        return;
    }
    Group& group = groups_[group_key(stream)];
    ++group.silent;
    group.last_stream = stream.id;
    if (std::exchange(group.raised, true)) return;
    out.push_back(silence_effect(Effect::Kind::raised, stream, now, group.silent));
}

void Engine::speak_again(Stream& stream, Instant now, std::vector<Effect>& out) {
    stream.silent = false;
    if (stream.silence && stream.silence->rule_id != automatic_rule) {
        out.push_back(silence_effect(Effect::Kind::cleared, stream, now, 0));
        return;
    }
    Group& group = groups_[group_key(stream)];
    if (--group.silent > 0 || !std::exchange(group.raised, false)) return;
    out.push_back(silence_effect(Effect::Kind::cleared, stream, now, 0));
}

std::vector<Engine::Active> Engine::active() const {
    std::vector<Active> out;
    for (const auto& [id, stream] : streams_)
        for (const Watch& watch : stream.watches)
            if (watch.track.in_alarm()) out.push_back({watch.rule_id, id, watch.track.extreme});
    return out;
}

}  // namespace hatang::alarms::engine
