// What the routes of the rights review take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"

namespace hatang::security {

enum class ReviewDecision { keep, change, disable };
enum class ReviewFormat { json, csv };

struct ReviewItem {
    std::int64_t user_id = 0;
    std::string user, full_name;
    std::optional<std::string> organisation;
    std::vector<std::string> roles;
    std::int64_t grants = 0;
    std::optional<Instant> last_sign_in_at, reviewed_at;
    std::optional<std::string> reviewed_by;
    std::optional<ReviewDecision> decision;
    Instant due_at;
    bool due = false;
};
struct RightsReview {
    std::optional<Instant> due_at, last_at;
    std::vector<ReviewItem> items;
    std::optional<std::string> next;
};
struct ReviewQuery {
    std::optional<ReviewFormat> format;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct ReviewInput {
    std::int64_t user_id = 0;
    ReviewDecision decision = ReviewDecision::keep;
    std::optional<std::string> note;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::ReviewDecision> {
    using enum security::ReviewDecision;
    static constexpr std::string_view name = "ReviewDecision";
    static constexpr std::array values{std::pair{keep, std::string_view("keep")},
                                       std::pair{change, std::string_view("change")},
                                       std::pair{disable, std::string_view("disable")}};
};
template <>
struct Describe<security::ReviewFormat> {
    static constexpr std::string_view name = "ReviewFormat";
    static constexpr std::array values{std::pair{security::ReviewFormat::json, std::string_view("json")},
                                       std::pair{security::ReviewFormat::csv, std::string_view("csv")}};
};
template <>
struct Describe<security::ReviewItem> {
    using T = security::ReviewItem;
    static constexpr std::string_view name = "ReviewItem";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"),
                   field("user", &T::user, "Name to sign in with"),
                   field("full_name", &T::full_name, "Full name"),
                   field("organisation", &T::organisation, "Name of the organisation"),
                   field("roles", &T::roles, "Roles that hold now, with and without limits"),
                   field("grants", &T::grants, "Grants that hold now"),
                   field("last_sign_in_at", &T::last_sign_in_at, "Last sign-in"),
                   field("reviewed_at", &T::reviewed_at, "Last review"),
                   field("reviewed_by", &T::reviewed_by, "Who reviewed"),
                   field("decision", &T::decision, "Of the last review"),
                   field("due_at", &T::due_at, "When the next review is due"),
                   field("due", &T::due, "It is due now")};
};
template <>
struct Describe<security::RightsReview> {
    using T = security::RightsReview;
    static constexpr std::string_view name = "RightsReview";
    static constexpr auto fields = std::tuple{
        field("due_at", &T::due_at, "When the first review is due; null: no accounts"),
        field("last_at", &T::last_at, "Last decision"), field("items", &T::items, "Enabled accounts by id"),
        field("next", &T::next, "Cursor of the next page")};
};
template <>
struct Describe<security::ReviewQuery> {
    using T = security::ReviewQuery;
    static constexpr std::string_view name = "ReviewQuery";
    static constexpr auto fields = std::tuple{
        field("format", &T::format, "json (default) or csv: all accounts"),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};
template <>
struct Describe<security::ReviewInput> {
    using T = security::ReviewInput;
    static constexpr std::string_view name = "ReviewInput";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"),
                   field("decision", &T::decision,
                         "keep; change: the rights are changed by other routes; disable: the account, now"),
                   field("note", &T::note, "Why",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};

}  // namespace hatang::json
