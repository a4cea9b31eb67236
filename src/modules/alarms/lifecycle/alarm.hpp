// An alarm as it is shown, and the parameters of its routes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alarms/lifecycle/life.hpp"
#include "alarms/rules/rule.hpp"
#include "json/describe.hpp"

namespace hatang::alarms {

struct Alarm {
    std::int64_t id = 0, version = 1;
    std::optional<std::int64_t> rule_id;
    RuleKind kind = RuleKind::above;
    Priority priority = Priority::warning;
    AlarmState state = AlarmState::raised;
    bool active = false, acknowledged = false;
    std::optional<std::int64_t> asset_id;
    std::optional<std::string> asset_name, asset_class;
    std::int64_t datastream_id = 0;
    std::string datastream_name, property, unit;
    double limit = 0, value = 0, extreme = 0;
    Instant observed_at, raised_at;
    std::optional<Instant> acknowledged_at;
    std::optional<std::string> acknowledged_by;
    std::optional<Instant> cleared_at, closed_at;
    std::optional<double> lon, lat;
    std::string message_vi, message_en;
    std::optional<std::string> advice;
    std::vector<std::int64_t> work_order_ids;

    Life life() const { return {state, acknowledged}; }
};

struct AlarmTransition {
    Instant at;
    std::optional<std::string> from;
    std::string to, by;
    std::optional<std::string> reason;
};

struct AlarmQuery {
    std::optional<AlarmState> state;
    std::optional<bool> open;
    std::optional<Priority> priority;
    std::optional<std::int64_t> asset, datastream, limit;
    std::optional<std::string> cursor;
};
struct AlarmPage {
    std::vector<Alarm> items;
    std::optional<std::string> next;
};
struct AlarmNote {
    std::optional<std::string> note;
};

}  // namespace hatang::alarms

namespace hatang::json {

template <>
struct Describe<alarms::Alarm> {
    using A = alarms::Alarm;
    static constexpr std::string_view name = "Alarm";
    static constexpr auto fields = std::tuple{
        field("id", &A::id, "Identifier"),
        field("version", &A::version, "Counts the changes"),
        field("rule_id", &A::rule_id, "Its rule; null: the automatic no-data rule"),
        field("kind", &A::kind, "What happened"),
        field("priority", &A::priority, "Priority"),
        field("state", &A::state,
              "raised: active, not acknowledged; acknowledged: active; cleared: no longer active; closed"),
        field("active", &A::active, "The condition stands"),
        field("acknowledged", &A::acknowledged, "Somebody has taken note"),
        field("asset_id", &A::asset_id, "Asset"),
        field("asset_name", &A::asset_name, "Its name"),
        field("asset_class", &A::asset_class, "Its class"),
        field("datastream_id", &A::datastream_id, "Datastream; of several silent ones the first"),
        field("datastream_name", &A::datastream_name, "Its name"),
        field("property", &A::property, "Observed property"),
        field("unit", &A::unit, "Unit of limit, value and extreme"),
        field("limit", &A::limit, "Limit at that time"),
        field("value", &A::value, "Value that raised it"),
        field("extreme", &A::extreme, "Worst value so far"),
        field("observed_at", &A::observed_at, "Phenomenon time of that value"),
        field("raised_at", &A::raised_at, "When it was raised"),
        field("acknowledged_at", &A::acknowledged_at, "When it was acknowledged"),
        field("acknowledged_by", &A::acknowledged_by, "By whom"),
        field("cleared_at", &A::cleared_at, "When the condition ended"),
        field("closed_at", &A::closed_at, "When it was closed"),
        field("lon", &A::lon, "Longitude of the asset"),
        field("lat", &A::lat, "Latitude of the asset"),
        field("message_vi", &A::message_vi, "What happened, Vietnamese"),
        field("message_en", &A::message_en, "What happened, English"),
        field("advice", &A::advice, "What to do"),
        field("work_order_ids", &A::work_order_ids, "Work orders made from it")};
};

template <>
struct Describe<alarms::AlarmTransition> {
    using T = alarms::AlarmTransition;
    static constexpr std::string_view name = "AlarmTransition";
    static constexpr auto fields = std::tuple{
        field("at", &T::at, "When"), field("from", &T::from, "State before; null: it was new"),
        field("to", &T::to, "State after"), field("by", &T::by, "Who"), field("reason", &T::reason, "Why")};
};

template <>
struct Describe<alarms::AlarmQuery> {
    using Q = alarms::AlarmQuery;
    static constexpr std::string_view name = "AlarmQuery";
    static constexpr auto fields = std::tuple{field("state", &Q::state, "In this state"),
                                              field("open", &Q::open, "true: not closed; false: closed"),
                                              field("priority", &Q::priority, "Of this priority"),
                                              field("asset", &Q::asset, "Of this asset"),
                                              field("datastream", &Q::datastream, "Of this datastream"),
                                              field("limit", &Q::limit, "Page size, 1…1000, default 100"),
                                              field("cursor", &Q::cursor, "`next` of the page before")};
};

template <>
struct Describe<alarms::AlarmPage> {
    using P = alarms::AlarmPage;
    static constexpr std::string_view name = "AlarmPage";
    static constexpr auto fields =
        std::tuple{field("items", &P::items, "Alarms, newest first"),
                   field("next", &P::next, "Cursor of the next page; null on the last")};
};

template <>
struct Describe<alarms::AlarmNote> {
    using N = alarms::AlarmNote;
    static constexpr std::string_view name = "AlarmNote";
    static constexpr auto fields =
        std::tuple{field("note", &N::note, "Why, for the record", Limits{.length_max = 2'000})};
};

}  // namespace hatang::json
