// What the routes of credentials take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"

namespace hatang::security {

enum class CredentialKind { service, device };

struct CredentialView {
    std::int64_t id = 0;
    std::string name;
    CredentialKind kind = CredentialKind::service;
    std::int64_t account_id = 0;
    std::string account;
    std::vector<std::string> permissions;
    std::optional<std::vector<std::int64_t>> datastream_ids;
    Instant created_at;
    std::optional<std::string> created_by;
    Instant expires_at;
    std::optional<Instant> last_used_at;
};
struct CredentialPage {
    std::vector<CredentialView> items;
    std::optional<std::string> next;
};
struct CredentialQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct CredentialInput {
    std::string name;
    CredentialKind kind = CredentialKind::service;
    std::optional<std::int64_t> account_id;
    std::vector<std::string> permissions;
    std::optional<std::vector<std::int64_t>> datastream_ids;
    Instant expires_at;
};
struct NewCredential {
    CredentialView credential;
    std::string secret;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::CredentialKind> {
    using E = security::CredentialKind;
    static constexpr std::string_view name = "CredentialKind";
    static constexpr std::array values{std::pair<E, std::string_view>{E::service, "service"},
                                       std::pair<E, std::string_view>{E::device, "device"}};
};
template <>
struct Describe<security::CredentialView> {
    using T = security::CredentialView;
    static constexpr std::string_view name = "Credential";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("name", &T::name, "What it is for"),
                   field("kind", &T::kind, "service: a program; device: a sensor or gateway"),
                   field("account_id", &T::account_id, "Account of the program"),
                   field("account", &T::account, "Name of that account"),
                   field("permissions", &T::permissions, "What it may do, of what its account may"),
                   field("datastream_ids", &T::datastream_ids, "Only these; null for all"),
                   field("created_at", &T::created_at, "When it was made"),
                   field("created_by", &T::created_by, "Who made it"),
                   field("expires_at", &T::expires_at, "When it ends"),
                   field("last_used_at", &T::last_used_at, "Last use, within a minute")};
};
template <>
struct Describe<security::CredentialPage> {
    using T = security::CredentialPage;
    static constexpr std::string_view name = "CredentialPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Credentials by id"),
                                              field("next", &T::next, "Cursor of the next page")};
};
template <>
struct Describe<security::CredentialQuery> {
    using T = security::CredentialQuery;
    static constexpr std::string_view name = "CredentialQuery";
    static constexpr auto fields = std::tuple{
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};
template <>
struct Describe<security::CredentialInput> {
    using T = security::CredentialInput;
    static constexpr std::string_view name = "CredentialInput";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "What it is for",
                         Limits{.length_max = security::limits::label_length_max, .length_min = 1}),
                   field("kind", &T::kind, "service or device"),
                   field("account_id", &T::account_id, "A service account; a new one when absent"),
                   field("permissions", &T::permissions, "Of those that the caller holds",
                         Limits{.length_max = security::limits::key_length_max,
                                .items_max = security::limits::credential_scopes_max}),
                   field("datastream_ids", &T::datastream_ids, "Of a device: only these",
                         Limits{.items_max = security::limits::credential_datastreams_max}),
                   field("expires_at", &T::expires_at, "At most a year from now")};
};
template <>
struct Describe<security::NewCredential> {
    using T = security::NewCredential;
    static constexpr std::string_view name = "NewCredential";
    static constexpr auto fields =
        std::tuple{field("credential", &T::credential, "What was made"),
                   field("secret", &T::secret, "For Authorization: Bearer; shown once")};
};

}  // namespace hatang::json
