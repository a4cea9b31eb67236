// What the routes of users take and give.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"

namespace hatang::security {

struct UserView {
    std::int64_t id = 0, version = 0;
    std::string name, full_name;
    std::optional<std::string> email;
    std::optional<std::int64_t> organisation_id;
    std::optional<std::string> organisation;
    std::vector<std::string> roles;
    bool enabled = true;
    Instant created_at;
    std::optional<Instant> last_sign_in_at;
    std::string kind;
    bool second_factor = false;
    std::optional<Instant> locked_until;
    std::optional<std::string> disabled_reason;
    Instant password_changed_at;
    std::optional<std::string> whole_email = {};  // not part of answers: `email` is masked
};
struct UserPage {
    std::vector<UserView> items;
    std::optional<std::string> next;
};
struct UserQuery {
    std::optional<std::string> permission;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct UserInput {
    std::string name, full_name, password;
    std::vector<std::string> roles;
    std::optional<std::int64_t> organisation_id;
    std::optional<std::string> email;
};
struct UserPatch {
    std::optional<std::string> full_name;
    std::optional<std::vector<std::string>> roles;
    std::optional<bool> enabled;
    json::Patch<std::int64_t> organisation_id;
    json::Patch<std::string> email;
};
struct PasswordInput {
    std::string password;
};

struct PersonView {
    std::int64_t id = 0;
    std::string full_name;
    std::optional<std::string> organisation;
};
struct PersonList {
    std::vector<PersonView> items;
};
struct PeopleQuery {
    std::optional<std::string> permission;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::UserView> {
    using T = security::UserView;
    static constexpr std::string_view name = "User";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("version", &T::version, "Version, for If-Match"),
                   field("name", &T::name, "Name to sign in with"),
                   field("full_name", &T::full_name, "Full name"),
                   field("email", &T::email, "E-mail address; of others masked unless they consent"),
                   field("organisation_id", &T::organisation_id, "Organisation"),
                   field("organisation", &T::organisation, "Name of the organisation"),
                   field("roles", &T::roles, "Keys of the roles"),
                   field("enabled", &T::enabled, "May sign in"),
                   field("created_at", &T::created_at, "When the account was made"),
                   field("last_sign_in_at", &T::last_sign_in_at, "Last sign-in"),
                   field("kind", &T::kind, "person or service"),
                   field("second_factor", &T::second_factor, "Has a confirmed second factor"),
                   field("locked_until", &T::locked_until, "Strangers are locked out until then"),
                   field("disabled_reason", &T::disabled_reason, "by_hand or idle"),
                   field("password_changed_at", &T::password_changed_at, "When the password was set")};
};
template <>
struct Describe<security::UserPage> {
    using T = security::UserPage;
    static constexpr std::string_view name = "UserPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Users by id"),
                                              field("next", &T::next, "Cursor of the next page")};
};
template <>
struct Describe<security::UserQuery> {
    using T = security::UserQuery;
    static constexpr std::string_view name = "UserQuery";
    static constexpr auto fields = std::tuple{
        field("permission", &T::permission, "Only enabled users who hold it",
              Limits{.length_max = security::limits::key_length_max}),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};
template <>
struct Describe<security::UserInput> {
    using T = security::UserInput;
    static constexpr std::string_view name = "UserInput";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Name to sign in with: a–z, 0–9, '.', '-', '_'",
                         Limits{.length_max = security::limits::user_name_length_max,
                                .length_min = security::limits::user_name_length_min}),
                   field("full_name", &T::full_name, "Full name",
                         Limits{.length_max = security::limits::full_name_length_max, .length_min = 1}),
                   field("password", &T::password, "Password",
                         Limits{.length_max = security::limits::password_length_max}),
                   field("roles", &T::roles, "Keys of the roles",
                         Limits{.items_max = security::limits::roles_per_user_max}),
                   field("organisation_id", &T::organisation_id, "Organisation"),
                   field("email", &T::email, "E-mail address",
                         Limits{.length_max = security::limits::email_length_max, .length_min = 3})};
};
template <>
struct Describe<security::UserPatch> {
    using T = security::UserPatch;
    static constexpr std::string_view name = "UserPatch";
    static constexpr auto fields =
        std::tuple{field("full_name", &T::full_name, "Full name",
                         Limits{.length_max = security::limits::full_name_length_max, .length_min = 1}),
                   field("roles", &T::roles, "Keys of the roles",
                         Limits{.items_max = security::limits::roles_per_user_max}),
                   field("enabled", &T::enabled, "May sign in"),
                   field("organisation_id", &T::organisation_id, "Organisation; null clears it"),
                   field("email", &T::email, "E-mail address; null clears it",
                         Limits{.length_max = security::limits::email_length_max, .length_min = 3})};
};
template <>
struct Describe<security::PasswordInput> {
    static constexpr std::string_view name = "PasswordInput";
    static constexpr auto fields =
        std::tuple{field("password", &security::PasswordInput::password, "New password",
                         Limits{.length_max = security::limits::password_length_max})};
};
template <>
struct Describe<security::PersonView> {
    using T = security::PersonView;
    static constexpr std::string_view name = "Person";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Identifier of the account"), field("full_name", &T::full_name, "Full name"),
        field("organisation", &T::organisation, "Name of the organisation")};
};
template <>
struct Describe<security::PersonList> {
    static constexpr std::string_view name = "PersonList";
    static constexpr auto fields = std::tuple{field("items", &security::PersonList::items, "People by name")};
};
template <>
struct Describe<security::PeopleQuery> {
    static constexpr std::string_view name = "PeopleQuery";
    static constexpr auto fields =
        std::tuple{field("permission", &security::PeopleQuery::permission, "Only those who hold it",
                         Limits{.length_max = security::limits::key_length_max})};
};

}  // namespace hatang::json
