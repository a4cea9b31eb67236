// Roles given to people, for the city or for a part of it, for good or for a time.
#pragma once

#include "json/describe.hpp"
#include "security/context.hpp"
#include "security/limits.hpp"

namespace hatang::security {

struct GrantView {
    std::int64_t id = 0, user_id = 0;
    std::string user, role;
    std::optional<std::int64_t> organisation_id;
    std::optional<std::string> organisation;
    std::vector<std::string> wards, domains, classes;
    Sensitivity sensitivity = Sensitivity::internal;
    Instant valid_from;
    std::optional<Instant> valid_to;
    std::optional<std::string> reason;
    std::string granted_by;
    Instant granted_at;
    std::optional<std::int64_t> delegation_id;
    std::optional<Instant> ended_at;
    std::optional<std::string> ended_by;
};
struct GrantPage {
    std::vector<GrantView> items;
    std::optional<std::string> next;
};

enum class GrantState { valid, all };
struct GrantQuery {
    std::optional<std::int64_t> user;
    std::optional<std::string> role;
    std::optional<GrantState> state;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};

struct GrantInput {
    std::int64_t user_id = 0;
    std::string role;
    std::optional<std::int64_t> organisation_id;
    std::optional<std::vector<std::string>> wards, domains, classes;
    std::optional<Sensitivity> sensitivity;
    std::optional<Instant> valid_from, valid_to;
    std::string reason;
};
struct EndInput {
    std::string reason;
};

// Throws unknown_user, unknown_role, unknown_organisation, invalid_value, out_of_range.
task<GrantView> add_grant(Context&, db::Session&, GrantInput, Actor);
// Ends it now, and what was lent of it. Throws not_found, invalid_transition, last_admin.
task<GrantView> end_grant(Context&, db::Session&, std::int64_t id, std::string reason, Actor);

GrantView grant_of(const Context&, const db::Row&);

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::Sensitivity> {
    using T = security::Sensitivity;
    static constexpr std::string_view name = "Sensitivity";
    static constexpr std::array values{std::pair<T, std::string_view>{T::open, "open"},
                                       std::pair<T, std::string_view>{T::shared, "shared"},
                                       std::pair<T, std::string_view>{T::internal, "internal"},
                                       std::pair<T, std::string_view>{T::restricted, "restricted"}};
};

template <>
struct Describe<security::GrantState> {
    using T = security::GrantState;
    static constexpr std::string_view name = "GrantState";
    static constexpr std::array values{std::pair<T, std::string_view>{T::valid, "valid"},
                                       std::pair<T, std::string_view>{T::all, "all"}};
};

template <>
struct Describe<security::GrantView> {
    using T = security::GrantView;
    static constexpr std::string_view name = "Grant";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("user_id", &T::user_id, "Who holds it"),
                   field("user", &T::user, "Full name of the holder"),
                   field("role", &T::role, "Key of the role"),
                   field("organisation_id", &T::organisation_id,
                         "Only works that this organisation or a part of it owns or operates; null: all"),
                   field("organisation", &T::organisation, "Name of the organisation"),
                   field("wards", &T::wards, "Only these wards; empty: all"),
                   field("domains", &T::domains, "Only these domains; empty: all"),
                   field("classes", &T::classes, "Only these classes; empty: all"),
                   field("sensitivity", &T::sensitivity, "Up to this sensitivity"),
                   field("valid_from", &T::valid_from, "Holds from"),
                   field("valid_to", &T::valid_to, "Holds until; null: for good"),
                   field("reason", &T::reason, "Why it was given"),
                   field("granted_by", &T::granted_by, "Who gave it"),
                   field("granted_at", &T::granted_at, "When"),
                   field("delegation_id", &T::delegation_id, "The delegation that lends it"),
                   field("ended_at", &T::ended_at, "When it was taken back"),
                   field("ended_by", &T::ended_by, "Who took it back")};
};

template <>
struct Describe<security::GrantPage> {
    static constexpr std::string_view name = "GrantPage";
    static constexpr auto fields =
        std::tuple{field("items", &security::GrantPage::items, "Grants by id"),
                   field("next", &security::GrantPage::next, "Cursor of the next page")};
};

template <>
struct Describe<security::GrantQuery> {
    using T = security::GrantQuery;
    static constexpr std::string_view name = "GrantQuery";
    static constexpr auto fields = std::tuple{
        field("user", &T::user, "Of this account"),
        field("role", &T::role, "Of this role", Limits{.length_max = security::limits::key_length_max}),
        field("state", &T::state,
              "valid: those that hold now (when absent); all: with those that have ended"),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};

template <>
struct Describe<security::GrantInput> {
    using T = security::GrantInput;
    static constexpr std::string_view name = "GrantInput";
    static constexpr Limits keys{.length_max = security::limits::key_length_max,
                                 .length_min = 1,
                                 .items_max = security::limits::grant_keys_max};
    static constexpr auto fields = std::tuple{
        field("user_id", &T::user_id, "Who is to hold it"),
        field("role", &T::role, "Key of the role", Limits{.length_max = security::limits::key_length_max}),
        field("organisation_id", &T::organisation_id, "Limit to an organisation and its parts"),
        field("wards", &T::wards, "Limit to these ward codes (GSO, 5 digits)", keys),
        field("domains", &T::domains, "Limit to these domains", keys),
        field("classes", &T::classes, "Limit to these classes", keys),
        field("sensitivity", &T::sensitivity, "Up to this sensitivity; that of the role when absent"),
        field("valid_from", &T::valid_from, "Holds from; now when absent"),
        field("valid_to", &T::valid_to, "Holds until; for good when absent"),
        field("reason", &T::reason, "Why",
              Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};

template <>
struct Describe<security::EndInput> {
    static constexpr std::string_view name = "EndInput";
    static constexpr auto fields =
        std::tuple{field("reason", &security::EndInput::reason, "Why",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};

}  // namespace hatang::json
