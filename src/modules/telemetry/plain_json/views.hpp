// What the routes of plain JSON take and give.
#pragma once

#include "telemetry/plain_json/topics.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct JsonTopicView {
    std::int64_t id = 0;
    std::string filter;
    std::optional<std::string> time_pointer;
    TimeForm time_form = TimeForm::arrival;
    Instant created_at;
};
struct JsonTopicInput {
    std::string filter;
    std::optional<std::string> time_pointer;
    TimeForm time_form = TimeForm::arrival;
};
struct JsonTopicList {
    std::vector<JsonTopicView> items;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::JsonTopicView> {
    using T = telemetry::JsonTopicView;
    static constexpr std::string_view name = "JsonTopic";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"), field("filter", &T::filter, "MQTT topic filter"),
                   field("time_pointer", &T::time_pointer, "JSON pointer to the time"),
                   field("time_form", &T::time_form, "How the time is written"),
                   field("created_at", &T::created_at, "When it was declared")};
};
template <>
struct Describe<telemetry::JsonTopicInput> {
    using T = telemetry::JsonTopicInput;
    static constexpr std::string_view name = "JsonTopicInput";
    static constexpr auto fields =
        std::tuple{field("filter", &T::filter, "MQTT topic filter; its first level is a name", name_limits),
                   field("time_pointer", &T::time_pointer,
                         "JSON pointer to the time; absent: when it arrives", name_limits),
                   field("time_form", &T::time_form, "arrival, rfc3339, unix_s or unix_ms")};
};
template <>
struct Describe<telemetry::JsonTopicList> {
    using L = telemetry::JsonTopicList;
    static constexpr std::string_view name = "JsonTopicList";
    static constexpr auto fields = std::tuple{field("items", &L::items, "In the order they were declared")};
};

}  // namespace hatang::json
