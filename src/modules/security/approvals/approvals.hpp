// Four eyes: an act that waits until a second person agrees, and then happens in the name of who asked.
#pragma once

#include "json/describe.hpp"
#include "security/context.hpp"
#include "security/limits.hpp"

namespace hatang::security {

enum class ApprovalState { waiting, approved, rejected, withdrawn, expired, failed };

struct ApprovalView {
    std::int64_t id = 0;
    std::string route, title_vi, title_en, target;
    json::Raw body;
    std::int64_t requested_by = 0;
    std::string requested_by_name;
    Instant requested_at, expires_at;
    std::optional<std::string> reason;
    ApprovalState state = ApprovalState::waiting;
    std::optional<std::string> decided_by_name;
    std::optional<Instant> decided_at;
    std::optional<std::string> decision_reason;
    std::optional<std::int64_t> result_status;
    std::optional<std::string> result_code;
};
struct ApprovalPage {
    std::vector<ApprovalView> items;
    std::optional<std::string> next;
};
struct ApprovalQuery {
    std::optional<ApprovalState> state;
    std::optional<bool> mine;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct Decision {
    std::optional<std::string> reason;
};
struct Rejection {
    std::string reason;
};

// The answer of a request that now waits, or nothing when one person suffices: the act is not guarded, or
// nobody else could decide. Throws body_too_large, too_many_items.
task<std::optional<http::Response>> hold_for_approval(Context&, const http::Call&, std::string route_id);

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::ApprovalState> {
    using T = security::ApprovalState;
    static constexpr std::string_view name = "ApprovalState";
    static constexpr std::array values{std::pair<T, std::string_view>{T::waiting, "waiting"},
                                       std::pair<T, std::string_view>{T::approved, "approved"},
                                       std::pair<T, std::string_view>{T::rejected, "rejected"},
                                       std::pair<T, std::string_view>{T::withdrawn, "withdrawn"},
                                       std::pair<T, std::string_view>{T::expired, "expired"},
                                       std::pair<T, std::string_view>{T::failed, "failed"}};
};

template <>
struct Describe<security::ApprovalView> {
    using T = security::ApprovalView;
    static constexpr std::string_view name = "Approval";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("route", &T::route, "Operation that waits"),
                   field("title_vi", &T::title_vi, "What it is, in Vietnamese"),
                   field("title_en", &T::title_en, "What it is, in English"),
                   field("target", &T::target, "Method and address"),
                   field("body", &T::body, "What was asked for, secrets covered"),
                   field("requested_by", &T::requested_by, "Who asked"),
                   field("requested_by_name", &T::requested_by_name, "Full name"),
                   field("requested_at", &T::requested_at, "When"),
                   field("expires_at", &T::expires_at, "Undecided until then, it is dropped"),
                   field("reason", &T::reason, "Why"),
                   field("state", &T::state,
                         "waiting, approved, rejected, withdrawn, expired, or failed when it was "
                         "agreed to and then could not be done"),
                   field("decided_by_name", &T::decided_by_name, "Who decided"),
                   field("decided_at", &T::decided_at, "When"),
                   field("decision_reason", &T::decision_reason, "Why"),
                   field("result_status", &T::result_status, "HTTP status of the act"),
                   field("result_code", &T::result_code, "Code of the error when it failed")};
};

template <>
struct Describe<security::ApprovalPage> {
    static constexpr std::string_view name = "ApprovalPage";
    static constexpr auto fields =
        std::tuple{field("items", &security::ApprovalPage::items, "Newest first"),
                   field("next", &security::ApprovalPage::next, "Cursor of the next page")};
};

template <>
struct Describe<security::ApprovalQuery> {
    using T = security::ApprovalQuery;
    static constexpr std::string_view name = "ApprovalQuery";
    static constexpr auto fields = std::tuple{
        field("state", &T::state, "Only in this state"),
        field("mine", &T::mine, "Only what the caller asked for; always so for who may not decide"),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};

template <>
struct Describe<security::Decision> {
    static constexpr std::string_view name = "Decision";
    static constexpr auto fields =
        std::tuple{field("reason", &security::Decision::reason, "Why",
                         Limits{.length_max = security::limits::reason_length_max})};
};
template <>
struct Describe<security::Rejection> {
    static constexpr std::string_view name = "Rejection";
    static constexpr auto fields =
        std::tuple{field("reason", &security::Rejection::reason, "Why",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};

}  // namespace hatang::json
