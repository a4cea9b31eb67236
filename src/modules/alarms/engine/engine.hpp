// All rules over all datastreams, in memory: O(rules of the stream) a reading. Pure; the caller brings
// readings and ticks and writes down the effects.
//
// Silence (no-data) runs on the wall clock from the arrival of readings. A stream is watched from its first
// reading on: before that it is not in service yet. Silent streams of one asset make one alarm, unless a rule
// watches the stream.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <unordered_map>
#include <vector>

#include "alarms/engine/condition.hpp"
#include "base/id_index.hpp"

namespace hatang::alarms::engine {

inline constexpr std::int64_t automatic_rule = 0;  // rule id of the automatic no-data rule

struct ThresholdPlan {
    std::int64_t rule_id = 0;
    Threshold threshold;
};
struct SilencePlan {
    std::int64_t rule_id = automatic_rule;
    std::int64_t limit_us = 0;
};
struct StreamPlan {
    std::int64_t datastream_id = 0, asset_id = 0;  // asset 0: none
    std::vector<ThresholdPlan> thresholds;
    std::optional<SilencePlan> silence;
};

struct Sample {
    std::int64_t datastream_id = 0;
    Instant t;
    double value = 0;
    bool usable = true;  // false: a sign of life, but not a value to judge (quality bad)
};

struct Effect {
    enum class Kind { raised, cleared, phase, withdrawn };
    Kind kind = Kind::phase;  // withdrawn: the rule no longer applies to the stream
    std::int64_t rule_id = automatic_rule, datastream_id = 0, asset_id = 0;
    Instant t;               // event time of the reading; of silence: when the stream was last heard
    double value = 0;        // the reading; of silence: seconds without one
    int silent_streams = 0;  // of the asset, for the automatic no-data rule
    Track track;             // afterwards
};

class Engine {
  public:
    // Replaces the set of streams. What is known of a (rule, stream) stays, unless its threshold changed:
    // then a running delay is broken off and the value that resume() brings is judged anew.
    void plan(std::vector<StreamPlan>, std::vector<Effect>&);
    // At the start, after plan(): what was stored of a rule over a stream. False when the rule no longer
    // applies to it.
    bool restore(std::int64_t rule_id, std::int64_t datastream_id, const Track&, Instant now);
    // At the start, after plan(): an active automatic no-data alarm, of an asset or of a stream without one.
    // False when there is no such stream any more.
    bool restore_silence(std::int64_t asset_id, std::int64_t datastream_id);
    // After plan() and restore(): the last known reading of a stream. Tracks that have not seen it judge it,
    // and a stream that is new here has its full time from `now` to speak again.
    void resume(const Sample&, Instant now, std::vector<Effect>&);
    // After the calls of resume(): ends the silence of assets whose streams have spoken or are gone.
    void settle(Instant now, std::vector<Effect>&);

    void read(std::span<const Sample>, Instant now, std::vector<Effect>&);
    void tick(Instant now, std::vector<Effect>&);

    // Tracks in alarm, with their extremes.
    struct Active {
        std::int64_t rule_id, datastream_id;
        double extreme;
    };
    std::vector<Active> active() const;
    std::size_t streams() const { return streams_.size(); }
    std::size_t timers() const { return timers_.size(); }

  private:
    struct Watch {
        std::int64_t rule_id;
        Threshold threshold;
        Track track;
    };
    struct Stream {
        // What each reading touches stands together.
        std::vector<Watch> watches;
        std::optional<SilencePlan> silence;
        Instant heard;     // wall clock of the last arrival (event time of the last reading after a start)
        Instant deadline;  // of silence
        bool reported = false, silent = false, armed = false;
        std::int64_t id = 0, asset_id = 0;
    };
    struct Group {  // the streams of an asset under the automatic no-data rule
        int silent = 0;
        bool raised = false;
        std::int64_t last_stream = 0;  // the last that fell silent
    };
    struct Timer {
        Instant due;
        std::int64_t datastream_id, rule_id;
        bool silence;
        auto operator<=>(const Timer&) const = default;
    };

    static std::int64_t group_key(const Stream& s) { return s.asset_id ? s.asset_id : -s.id; }
    void judge(Stream&, const Sample&, Instant now, std::vector<Effect>&);
    void arm_silence(Stream&, Instant from);
    void fall_silent(Stream&, Instant now, std::vector<Effect>&);
    void speak_again(Stream&, Instant now, std::vector<Effect>&);
    void delay_due(Stream&, const Timer&, Instant now, std::vector<Effect>&);
    bool overdue(const Stream&, Instant now) const;
    static void carry_over(Stream& fresh, const Stream& old, std::vector<Effect>&);
    static Effect effect(Effect::Kind, const Stream&, const Watch&);
    static Effect silence_effect(Effect::Kind, const Stream&, Instant now, int silent);

    std::unordered_map<std::int64_t, Stream> streams_;
    IdIndex<Stream> by_id_;       // the same
    std::vector<Stream*> found_;  // of one read()
    std::unordered_map<std::int64_t, Group> groups_;
    std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
};

}  // namespace hatang::alarms::engine
