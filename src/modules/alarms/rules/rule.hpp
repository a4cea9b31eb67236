// A rule as it is stored, as it is sent and as it is shown.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alarms/limits.hpp"
#include "json/describe.hpp"

namespace hatang::alarms {

enum class RuleKind : std::uint8_t { above, below, no_data };
// ISA-18.2 knows priorities by what they ask for: at once, soon, this shift, to know.
enum class Priority : std::uint8_t { critical, major, warning, notice };

struct Rule {
    std::int64_t id = 0, version = 1;
    std::optional<std::int64_t> datastream_id;
    std::optional<std::string> asset_class, property;  // instead of one datastream
    std::string name;
    RuleKind kind = RuleKind::above;
    std::optional<double> limit;
    double dead_band = 0, on_delay_s = 0, off_delay_s = 0;
    Priority priority = Priority::warning;
    bool enabled = true;
    std::optional<std::string> advice;
};

struct RuleCreate {
    std::optional<std::int64_t> datastream_id;
    std::optional<std::string> asset_class, property;
    std::string name;
    RuleKind kind = RuleKind::above;
    std::optional<double> limit, dead_band, on_delay_s, off_delay_s;
    std::optional<Priority> priority;
    std::optional<bool> enabled;
    std::optional<std::string> advice;
};

// What is absent stays. What a rule is over never changes: that would be another rule.
struct RulePatch {
    std::optional<std::string> name;
    std::optional<double> limit, dead_band, on_delay_s, off_delay_s;
    std::optional<Priority> priority;
    std::optional<bool> enabled;
    json::Patch<std::string> advice;
};

struct RuleQuery {
    std::optional<std::int64_t> datastream;
    std::optional<std::string> asset_class;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct RulePage {
    std::vector<Rule> items;
    std::optional<std::string> next;
};

// Throws the precise error when the parts of a rule do not fit together.
void check(const Rule&);

inline constexpr json::Limits rule_name_limits{.length_max = 200, .length_min = 1};
inline constexpr json::Limits advice_limits{.length_max = 2'000};
inline constexpr json::Limits key_limits{.length_max = 60, .length_min = 1};
inline constexpr json::Limits not_negative{.least = 0};
inline constexpr json::Limits delay_limits{.least = 0, .most = delay_max_s};

}  // namespace hatang::alarms

namespace hatang::json {

template <>
struct Describe<alarms::RuleKind> {
    using K = alarms::RuleKind;
    static constexpr std::string_view name = "RuleKind";
    static constexpr std::array values{std::pair<K, std::string_view>{K::above, "above"},
                                       std::pair<K, std::string_view>{K::below, "below"},
                                       std::pair<K, std::string_view>{K::no_data, "no_data"}};
};

template <>
struct Describe<alarms::Priority> {
    using P = alarms::Priority;
    static constexpr std::string_view name = "AlarmPriority";
    static constexpr std::array values{std::pair<P, std::string_view>{P::critical, "critical"},
                                       std::pair<P, std::string_view>{P::major, "major"},
                                       std::pair<P, std::string_view>{P::warning, "warning"},
                                       std::pair<P, std::string_view>{P::notice, "notice"}};
};

template <>
struct Describe<alarms::Rule> {
    using R = alarms::Rule;
    static constexpr std::string_view name = "AlarmRule";
    static constexpr auto fields = std::tuple{
        field("id", &R::id, "Identifier"),
        field("version", &R::version, "Counts the changes; ETag and If-Match"),
        field("datastream_id", &R::datastream_id, "The one datastream it watches"),
        field("asset_class", &R::asset_class,
              "With property: watches every such datastream of assets of this class"),
        field("property", &R::property, "Observed property of those datastreams"),
        field("name", &R::name, "Name"),
        field("kind", &R::kind, "above: value > limit; below: value < limit; no_data: silence"),
        field("limit", &R::limit, "In the unit of the datastream; the limit itself is still normal"),
        field("dead_band", &R::dead_band,
              "The alarm clears at limit − dead_band (above) or limit + dead_band (below)"),
        field("on_delay_s", &R::on_delay_s,
              "Seconds beyond the limit before it is raised; of no_data: seconds of silence, "
              "0 for three declared intervals"),
        field("off_delay_s", &R::off_delay_s, "Seconds back before it is cleared"),
        field("priority", &R::priority, "Priority of its alarms"),
        field("enabled", &R::enabled, "Whether it watches"),
        field("advice", &R::advice, "What to do, shown with the alarm")};
};

template <>
struct Describe<alarms::RuleCreate> {
    using R = alarms::RuleCreate;
    static constexpr std::string_view name = "AlarmRuleInput";
    static constexpr auto fields = std::tuple{
        field("datastream_id", &R::datastream_id, "Either one datastream, or asset_class and property"),
        field("asset_class", &R::asset_class, "Class key", alarms::key_limits),
        field("property", &R::property, "Observed property", alarms::key_limits),
        field("name", &R::name, "Name", alarms::rule_name_limits),
        field("kind", &R::kind, "Kind"),
        field("limit", &R::limit, "Needed for above and below"),
        field("dead_band", &R::dead_band, "Default 0", alarms::not_negative),
        field("on_delay_s", &R::on_delay_s, "Default 0", alarms::delay_limits),
        field("off_delay_s", &R::off_delay_s, "Default 0", alarms::delay_limits),
        field("priority", &R::priority, "Default warning"),
        field("enabled", &R::enabled, "Default true"),
        field("advice", &R::advice, "What to do", alarms::advice_limits)};
};

template <>
struct Describe<alarms::RulePatch> {
    using R = alarms::RulePatch;
    static constexpr std::string_view name = "AlarmRulePatch";
    static constexpr auto fields =
        std::tuple{field("name", &R::name, "Name", alarms::rule_name_limits),
                   field("limit", &R::limit, "Limit"),
                   field("dead_band", &R::dead_band, "Dead band", alarms::not_negative),
                   field("on_delay_s", &R::on_delay_s, "On-delay", alarms::delay_limits),
                   field("off_delay_s", &R::off_delay_s, "Off-delay", alarms::delay_limits),
                   field("priority", &R::priority, "Priority"),
                   field("enabled", &R::enabled, "Whether it watches"),
                   field("advice", &R::advice, "What to do; null: nothing", alarms::advice_limits)};
};

template <>
struct Describe<alarms::RuleQuery> {
    using Q = alarms::RuleQuery;
    static constexpr std::string_view name = "AlarmRuleQuery";
    static constexpr auto fields =
        std::tuple{field("datastream", &Q::datastream, "Rules over this datastream itself"),
                   field("asset_class", &Q::asset_class, "Rules over this class"),
                   field("limit", &Q::limit, "Page size, 1…1000, default 100"),
                   field("cursor", &Q::cursor, "`next` of the page before")};
};

template <>
struct Describe<alarms::RulePage> {
    using P = alarms::RulePage;
    static constexpr std::string_view name = "AlarmRulePage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Rules, oldest first"),
                   field("next", &P::next, "Cursor of the next page; null on the last")};
};

}  // namespace hatang::json
