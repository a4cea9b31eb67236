// Rights lent for a time: leave, a shift. What is lent ends with the delegation, with the lender's grant, and
// with the lender's account.
#pragma once

#include "security/grants/grants.hpp"

namespace hatang::security {

enum class DelegationState { waiting, active, ended };

struct DelegationView {
    std::int64_t id = 0, from_user_id = 0, to_user_id = 0;
    std::string from_user, to_user;
    Instant valid_from, valid_to;
    std::string reason;
    DelegationState state = DelegationState::waiting;
    std::vector<std::string> roles;
    Instant created_at;
    std::optional<Instant> ended_at;
};
struct DelegationPage {
    std::vector<DelegationView> items;
    std::optional<std::string> next;
};
struct DelegationQuery {
    std::optional<bool> all;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct DelegationInput {
    std::int64_t to_user_id = 0;
    std::optional<Instant> valid_from;
    Instant valid_to;
    std::string reason;
    std::optional<std::vector<std::int64_t>> grant_ids;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::DelegationState> {
    using T = security::DelegationState;
    static constexpr std::string_view name = "DelegationState";
    static constexpr std::array values{std::pair<T, std::string_view>{T::waiting, "waiting"},
                                       std::pair<T, std::string_view>{T::active, "active"},
                                       std::pair<T, std::string_view>{T::ended, "ended"}};
};

template <>
struct Describe<security::DelegationView> {
    using T = security::DelegationView;
    static constexpr std::string_view name = "Delegation";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("from_user_id", &T::from_user_id, "Who lends"),
                   field("from_user", &T::from_user, "Full name"),
                   field("to_user_id", &T::to_user_id, "Who may act instead"),
                   field("to_user", &T::to_user, "Full name"),
                   field("valid_from", &T::valid_from, "From"),
                   field("valid_to", &T::valid_to, "Until"),
                   field("reason", &T::reason, "Why"),
                   field("state", &T::state, "waiting, active or ended"),
                   field("roles", &T::roles, "Keys of the roles that are lent"),
                   field("created_at", &T::created_at, "When it was made"),
                   field("ended_at", &T::ended_at, "When it was ended before its time")};
};

template <>
struct Describe<security::DelegationPage> {
    static constexpr std::string_view name = "DelegationPage";
    static constexpr auto fields =
        std::tuple{field("items", &security::DelegationPage::items, "Newest first"),
                   field("next", &security::DelegationPage::next, "Cursor of the next page")};
};

template <>
struct Describe<security::DelegationQuery> {
    using T = security::DelegationQuery;
    static constexpr std::string_view name = "DelegationQuery";
    static constexpr auto fields = std::tuple{
        field("all", &T::all, "Everybody's, for who may read users; mine when absent"),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};

template <>
struct Describe<security::DelegationInput> {
    using T = security::DelegationInput;
    static constexpr std::string_view name = "DelegationInput";
    static constexpr auto fields =
        std::tuple{field("to_user_id", &T::to_user_id, "Who may act instead of the caller"),
                   field("valid_from", &T::valid_from, "From; now when absent"),
                   field("valid_to", &T::valid_to, "Until; at most 92 days"),
                   field("reason", &T::reason, "Why",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1}),
                   field("grant_ids", &T::grant_ids, "Grants to lend; all that can be lent when absent",
                         Limits{.items_max = security::limits::grant_keys_max})};
};

}  // namespace hatang::json
