// What the routes of organisations take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"

namespace hatang::security {

enum class OrganisationKind { owner, operator_, authority, contractor };

struct OrganisationView {
    std::int64_t id = 0, version = 0;
    std::string name;
    std::optional<std::string> short_name;
    OrganisationKind kind{};
    std::optional<std::int64_t> parent_id;
    Instant created_at;
};
struct OrganisationPage {
    std::vector<OrganisationView> items;
    std::optional<std::string> next;
};
struct OrganisationQuery {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct OrganisationInput {
    std::string name;
    std::optional<std::string> short_name;
    OrganisationKind kind{};
    std::optional<std::int64_t> parent_id;
};
struct OrganisationPatch {
    std::optional<std::string> name;
    json::Patch<std::string> short_name;
    std::optional<OrganisationKind> kind;
    json::Patch<std::int64_t> parent_id;
};

}  // namespace hatang::security

namespace hatang::json {

inline constexpr Limits organisation_name_limits{.length_max = security::limits::organisation_name_length_max,
                                                 .length_min = 1};

template <>
struct Describe<security::OrganisationKind> {
    using K = security::OrganisationKind;
    static constexpr std::string_view name = "OrganisationKind";
    static constexpr std::array<std::pair<K, std::string_view>, 4> values{{{K::owner, "owner"},
                                                                           {K::operator_, "operator"},
                                                                           {K::authority, "authority"},
                                                                           {K::contractor, "contractor"}}};
};
template <>
struct Describe<security::OrganisationView> {
    using T = security::OrganisationView;
    static constexpr std::string_view name = "Organisation";
    static constexpr auto fields = std::tuple{field("id", &T::id, "Identifier"),
                                              field("version", &T::version, "Version, for If-Match"),
                                              field("name", &T::name, "Full name"),
                                              field("short_name", &T::short_name, "Short name"),
                                              field("kind", &T::kind, "Role in the city"),
                                              field("parent_id", &T::parent_id, "Organisation it belongs to"),
                                              field("created_at", &T::created_at, "When it was added")};
};
template <>
struct Describe<security::OrganisationPage> {
    using T = security::OrganisationPage;
    static constexpr std::string_view name = "OrganisationPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Organisations by id"),
                                              field("next", &T::next, "Cursor of the next page")};
};
template <>
struct Describe<security::OrganisationQuery> {
    using T = security::OrganisationQuery;
    static constexpr std::string_view name = "OrganisationQuery";
    static constexpr auto fields = std::tuple{
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};
template <>
struct Describe<security::OrganisationInput> {
    using T = security::OrganisationInput;
    static constexpr std::string_view name = "OrganisationInput";
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Full name", organisation_name_limits),
                   field("short_name", &T::short_name, "Short name", organisation_name_limits),
                   field("kind", &T::kind, "Role in the city"),
                   field("parent_id", &T::parent_id, "Organisation it belongs to")};
};
template <>
struct Describe<security::OrganisationPatch> {
    using T = security::OrganisationPatch;
    static constexpr std::string_view name = "OrganisationPatch";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Full name", organisation_name_limits),
        field("short_name", &T::short_name, "Short name; null clears it", organisation_name_limits),
        field("kind", &T::kind, "Role in the city"),
        field("parent_id", &T::parent_id, "Organisation it belongs to; null: none")};
};

}  // namespace hatang::json
