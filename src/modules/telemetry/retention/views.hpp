// What the routes of retention take and give.
#pragma once

#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct RetentionView {
    std::int64_t id = 0;
    std::string property, name;
    std::optional<std::int64_t> readings_days, rollup_days;
    std::int64_t datastreams = 0;
    std::optional<Instant> changed_at;
    std::optional<std::string> changed_by;
};
struct RetentionInput {
    std::optional<std::int64_t> readings_days, rollup_days;
};
struct RetentionList {
    std::vector<RetentionView> items;
};

}  // namespace hatang::telemetry

namespace hatang::json {

// A hundred years.
inline constexpr Limits days_limits{.least = 1, .most = 36'500};

template <>
struct Describe<telemetry::RetentionView> {
    using T = telemetry::RetentionView;
    static constexpr std::string_view name = "Retention";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Of the kind of measurement"),
                   field("property", &T::property, "Kind of measurement, as datastreams name it"),
                   field("name", &T::name, "Its name"),
                   field("readings_days", &T::readings_days, "Days that readings are kept; absent: for ever"),
                   field("rollup_days", &T::rollup_days, "Days that roll-ups are kept; absent: for ever"),
                   field("datastreams", &T::datastreams, "Datastreams that measure it"),
                   field("changed_at", &T::changed_at, "When it was set"),
                   field("changed_by", &T::changed_by, "Who set it")};
};
template <>
struct Describe<telemetry::RetentionInput> {
    using T = telemetry::RetentionInput;
    static constexpr std::string_view name = "RetentionInput";
    static constexpr auto fields = std::tuple{
        field("readings_days", &T::readings_days, "Days that readings are kept; absent: for ever",
              days_limits),
        field("rollup_days", &T::rollup_days,
              "Days that roll-ups are kept, more than readings_days; absent: for ever", days_limits)};
};
template <>
struct Describe<telemetry::RetentionList> {
    static constexpr std::string_view name = "RetentionList";
    static constexpr auto fields =
        std::tuple{field("items", &telemetry::RetentionList::items, "All kinds of measurement")};
};

}  // namespace hatang::json
