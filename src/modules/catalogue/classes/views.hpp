// What the routes of domains and classes take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "catalogue/data.hpp"
#include "catalogue/limits.hpp"
#include "json/describe.hpp"

namespace hatang::catalogue {

struct DomainList {
    std::vector<Domain> items;
};
struct OnDate {
    std::optional<std::string> on;
};
struct ClassView {
    std::string key, domain;
    AssetLevel level{};
    std::string name_vi, name_en;
    std::optional<std::string> type_code;
    std::vector<std::string> geometry;
    json::Raw schema;
    std::vector<std::string> grading;
    std::string legal_basis, valid_from;
    std::optional<std::string> valid_to;
};
struct ClassList {
    std::vector<ClassView> items;
};

}  // namespace hatang::catalogue

namespace hatang::json {

template <>
struct Describe<catalogue::AssetLevel> {
    static constexpr std::string_view name = "AssetLevel";
    static constexpr std::array<std::pair<catalogue::AssetLevel, std::string_view>, 3> values{
        {{catalogue::AssetLevel::work, "work"},
         {catalogue::AssetLevel::item, "item"},
         {catalogue::AssetLevel::component, "component"}}};
};
template <>
struct Describe<catalogue::Domain> {
    using T = catalogue::Domain;
    static constexpr std::string_view name = "Domain";
    static constexpr auto fields = std::tuple{
        field("key", &T::key, "Stable key"), field("name_vi", &T::name_vi, "Vietnamese name"),
        field("name_en", &T::name_en, "English name"), field("icon", &T::icon, "Icon name (Tabler)"),
        field("hue", &T::hue, "Colour on the map, #RRGGBB")};
};
template <>
struct Describe<catalogue::DomainList> {
    static constexpr std::string_view name = "DomainList";
    static constexpr auto fields = std::tuple{field("items", &catalogue::DomainList::items, "All domains")};
};
template <>
struct Describe<catalogue::OnDate> {
    static constexpr std::string_view name = "OnDate";
    static constexpr auto fields =
        std::tuple{field("on", &catalogue::OnDate::on, "Day, 2026-07-01; absent: today in Hà Nội",
                         Limits{.length_max = catalogue::limits::date_length})};
};
template <>
struct Describe<catalogue::ClassView> {
    using T = catalogue::ClassView;
    static constexpr std::string_view name = "AssetClass";
    static constexpr auto fields =
        std::tuple{field("key", &T::key, "Stable key"),
                   field("domain", &T::domain, "Key of the domain"),
                   field("level", &T::level, "work, item or component"),
                   field("name_vi", &T::name_vi, "Vietnamese name"),
                   field("name_en", &T::name_en, "English name"),
                   field("type_code", &T::type_code, "Numeral in NĐ 207/2026/NĐ-CP, Phụ lục I"),
                   field("geometry", &T::geometry, "GeoJSON types that an asset may have"),
                   field("schema", &T::schema, "JSON Schema (draft 2020-12 subset) of the attributes"),
                   field("grading", &T::grading, "Criteria of TT 34/2026/TT-BXD"),
                   field("legal_basis", &T::legal_basis, "Legal basis; empty: none known"),
                   field("valid_from", &T::valid_from, "First day"),
                   field("valid_to", &T::valid_to, "First day on which it is no longer valid")};
};
template <>
struct Describe<catalogue::ClassList> {
    static constexpr std::string_view name = "AssetClassList";
    static constexpr auto fields = std::tuple{field("items", &catalogue::ClassList::items, "Classes")};
};

}  // namespace hatang::json
