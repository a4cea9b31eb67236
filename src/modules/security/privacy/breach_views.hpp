// What the routes of breaches take and give.
#pragma once

#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"
#include "security/privacy/breach.hpp"

namespace hatang::security {

inline constexpr json::Limits breach_text{.length_max = 10'000};
inline constexpr json::Limits breach_title{.length_max = 300, .length_min = 1};

struct BreachPage {
    std::vector<Breach> items;
    std::optional<std::string> next;
};
struct BreachQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct BreachPatch {
    std::optional<std::string> title;
    std::optional<Instant> discovered_at;
    json::Patch<Instant> occurred_at;
    json::Patch<std::string> description, data_kinds;
    json::Patch<std::int64_t> people_affected;
    json::Patch<std::string> cause, consequences, measures, contact;
    json::Patch<Instant> authority_notified_at, people_notified_at, closed_at;
};
struct BreachInput : BreachPatch {
    std::string title;
};

}  // namespace hatang::security

namespace hatang::json {

// The fields that a creation and a change share.
template <class T>
constexpr auto breach_fields() {
    using security::breach_text;
    using security::BreachPatch;
    return std::tuple{
        Field<T, std::optional<Instant>>{"discovered_at", &T::discovered_at, "When it was found; now", {}},
        Field<T, Patch<Instant>>{"occurred_at", &T::occurred_at, "When it happened", {}},
        Field<T, Patch<std::string>>{"description", &T::description, "What happened and where", breach_text},
        Field<T, Patch<std::string>>{"data_kinds", &T::data_kinds, "Kinds of personal data", breach_text},
        Field<T, Patch<std::int64_t>>{"people_affected", &T::people_affected, "How many people",
                                      Limits{.least = 0, .most = 1e9}},
        Field<T, Patch<std::string>>{"cause", &T::cause, "Cause", breach_text},
        Field<T, Patch<std::string>>{"consequences", &T::consequences, "Possible harm", breach_text},
        Field<T, Patch<std::string>>{"measures", &T::measures, "What was and will be done", breach_text},
        Field<T, Patch<std::string>>{"contact", &T::contact, "Whom to ask, and how", breach_text},
        Field<T, Patch<Instant>>{
            "authority_notified_at", &T::authority_notified_at, "When the authority was told", {}},
        Field<T, Patch<Instant>>{
            "people_notified_at", &T::people_notified_at, "When the people were told", {}},
        Field<T, Patch<Instant>>{"closed_at", &T::closed_at, "When the case was closed", {}}};
}

template <>
struct Describe<security::BreachInput> {
    using T = security::BreachInput;
    static constexpr std::string_view name = "BreachInput";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{Field<T, std::string>{"title", &T::title, "What it is called", security::breach_title}},
        breach_fields<T>());
};
template <>
struct Describe<security::BreachPatch> {
    using T = security::BreachPatch;
    static constexpr std::string_view name = "BreachPatch";
    static constexpr auto fields =
        std::tuple_cat(std::tuple{field("title", &T::title, "What it is called", security::breach_title)},
                       breach_fields<T>());
};
template <>
struct Describe<security::Breach> {
    using T = security::Breach;
    static constexpr std::string_view name = "Breach";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("version", &T::version, "Version, for If-Match"),
                   field("title", &T::title, "What it is called"),
                   field("discovered_at", &T::discovered_at, "When it was found"),
                   field("occurred_at", &T::occurred_at, "When it happened"),
                   field("description", &T::description, "What happened and where"),
                   field("data_kinds", &T::data_kinds, "Kinds of personal data"),
                   field("people_affected", &T::people_affected, "How many people"),
                   field("cause", &T::cause, "Cause"),
                   field("consequences", &T::consequences, "Possible harm"),
                   field("measures", &T::measures, "What was and will be done"),
                   field("contact", &T::contact, "Whom to ask, and how"),
                   field("authority_notified_at", &T::authority_notified_at, "When the authority was told"),
                   field("people_notified_at", &T::people_notified_at, "When the people were told"),
                   field("closed_at", &T::closed_at, "When the case was closed"),
                   field("created_at", &T::created_at, "When it was entered"),
                   field("created_by", &T::created_by, "Who entered it"),
                   field("due_at", &T::due_at, "72 hours from the discovery: the notice is due"),
                   field("hours_left", &T::hours_left, "Whole hours to then; negative when they have passed"),
                   field("overdue", &T::overdue, "The authority was not told in time")};
};
template <>
struct Describe<security::BreachPage> {
    using T = security::BreachPage;
    static constexpr std::string_view name = "BreachPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Newest first"),
                                              field("next", &T::next, "Cursor of the next page")};
};
template <>
struct Describe<security::BreachQuery> {
    using T = security::BreachQuery;
    static constexpr std::string_view name = "BreachQuery";
    static constexpr auto fields = std::tuple{
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};

}  // namespace hatang::json
