#include "alarms/watch/book.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace hatang::alarms {
namespace {

std::int64_t microseconds(double s) {
    return static_cast<std::int64_t>(std::llround(s * static_cast<double>(kSecond)));
}

void apply(const Rule& rule, const WatchedStream& stream, engine::StreamPlan& plan) {
    if (rule.kind != RuleKind::no_data) {
        const engine::Threshold threshold{rule.kind == RuleKind::above, *rule.limit, rule.dead_band,
                                          microseconds(rule.on_delay_s), microseconds(rule.off_delay_s)};
        plan.thresholds.push_back({rule.id, threshold});
    } else if (!plan.silence) {
        plan.silence = engine::SilencePlan{rule.id, silence_us(stream.interval_s, rule.on_delay_s)};
    }
}

}  // namespace

std::int64_t silence_us(std::optional<double> interval_s, double rule_delay_s) {
    if (rule_delay_s > 0) return microseconds(rule_delay_s);
    const double interval = std::min(interval_s.value_or(0), static_cast<double>(kDay));
    return std::max(silence_least_us, silence_intervals * microseconds(interval));
}

std::vector<engine::StreamPlan> make_plans(std::span<const Rule> rules,
                                           std::span<const WatchedStream> streams) {
    std::multimap<std::int64_t, const Rule*> by_stream;
    std::multimap<std::pair<std::string, std::string>, const Rule*> by_class;
    for (const Rule& rule : rules) {
        if (rule.datastream_id)
            by_stream.emplace(*rule.datastream_id, &rule);
        else
            by_class.emplace(std::pair{*rule.asset_class, *rule.property}, &rule);
    }
    std::vector<engine::StreamPlan> plans;
    plans.reserve(streams.size());
    for (const WatchedStream& stream : streams) {
        engine::StreamPlan plan{stream.id, stream.asset_id, {}, {}};
        const auto [own, own_end] = by_stream.equal_range(stream.id);
        for (auto it = own; it != own_end; ++it) apply(*it->second, stream, plan);
        const auto [general, general_end] = by_class.equal_range({stream.asset_class, stream.property});
        for (auto it = general; it != general_end; ++it) apply(*it->second, stream, plan);
        if (!plan.silence && stream.interval_s)
            plan.silence = engine::SilencePlan{engine::automatic_rule, silence_us(stream.interval_s)};
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace hatang::alarms
