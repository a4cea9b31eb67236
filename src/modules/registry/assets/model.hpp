// Assets as the interface reads and writes them.
#pragma once

#include "json/describe.hpp"
#include "registry/api.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {

inline constexpr json::Limits name_limits{.length_max = limits::name_characters_max, .length_min = 1};
inline constexpr json::Limits other_names_limits{
    .length_max = limits::name_characters_max, .length_min = 1, .items_max = limits::other_names_max};

struct AssetView {
    std::int64_t id = 0, version = 0;
    std::string class_key, domain, level;
    std::optional<std::int64_t> parent_id;
    std::string name;
    std::optional<std::string> name_en;
    std::vector<std::string> other_names;
    std::string status;
    std::optional<std::string> grade;
    std::optional<std::int64_t> owner_id;
    std::optional<std::string> owner;
    std::optional<std::int64_t> operator_id;
    std::optional<std::string> operator_name, ward_code, ward, address;
    json::Raw attributes, geometry;
    std::optional<double> lon, lat;
    std::vector<Identifier> identifiers;
    bool generated = false;
    std::optional<std::string> source;
    Instant valid_from, recorded_at;
    std::string sensitivity;

    security::AssetKey key() const;  // points into this
};

struct AssetRow {
    std::int64_t id = 0, version = 0;
    std::string class_key, domain, level, name, status;
    std::optional<std::string> ward_code, ward, owner, operator_name;
    std::optional<double> lon, lat;
    std::optional<std::string> identifier;
    bool generated = false;
    Instant recorded_at;
};
struct AssetPage {
    std::vector<AssetRow> items;
    std::optional<std::string> next;
    std::int64_t total = 0;
};

struct AssetCreate {
    std::string class_key, name;
    std::optional<std::string> name_en;
    std::optional<std::vector<std::string>> other_names;
    std::optional<std::int64_t> parent_id;
    std::optional<std::string> status, grade;
    std::optional<std::int64_t> owner_id, operator_id;
    std::optional<std::string> address;
    std::optional<json::Raw> attributes, geometry;
    std::optional<std::string> crs;
    std::optional<std::vector<Identifier>> identifiers;
    std::optional<bool> generated;
    std::optional<std::string> source;
    std::optional<Instant> valid_from;
    std::optional<std::string> sensitivity;
};

struct AssetPatch {
    std::optional<std::string> name;
    json::Patch<std::string> name_en;
    std::optional<std::vector<std::string>> other_names;
    json::Patch<std::int64_t> parent_id;
    std::optional<std::string> status;
    json::Patch<std::string> grade;
    json::Patch<std::int64_t> owner_id, operator_id;
    json::Patch<std::string> address;
    std::optional<json::Raw> attributes;  // merged member by member; null removes one
    json::Patch<json::Raw> geometry;
    std::optional<std::string> crs;
    std::optional<std::vector<Identifier>> identifiers;
    json::Patch<std::string> source;
    std::optional<Instant> valid_from;
    std::optional<std::string> reason;
    std::optional<std::string> sensitivity;
};

struct VersionView {
    std::int64_t version = 0;
    Instant valid_from;
    std::optional<Instant> valid_to;
    Instant recorded_at;
    std::optional<Instant> superseded_at;
    std::string changed_by;
    std::optional<std::string> reason;
    AssetView asset;
};
struct VersionList {
    std::vector<VersionView> items;
    std::optional<std::string> next;
};

struct HistoryView {
    std::int64_t id = 0;
    Instant at;
    std::string kind, title_vi, title_en;
    std::optional<std::string> actor, link_kind;
    std::optional<std::int64_t> link_id;
};
struct HistoryPage {
    std::vector<HistoryView> items;
    std::optional<std::string> next;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::Identifier> {
    using T = registry::Identifier;
    static constexpr std::string_view name = "Identifier";
    static constexpr auto fields = std::tuple{
        field("kind", &T::kind, "osm_way, gso, national, …",
              Limits{.length_max = registry::limits::identifier_kind_characters_max, .length_min = 1}),
        field("value", &T::value, "The identifier itself",
              Limits{.length_max = registry::limits::identifier_characters_max, .length_min = 1}),
        field("issuer", &T::issuer, "Who gave it"),
        field("valid_from", &T::valid_from, "First day, yyyy-MM-dd"),
        field("valid_to", &T::valid_to, "Last day, yyyy-MM-dd")};
};

template <>
struct Describe<registry::AssetView> {
    using T = registry::AssetView;
    static constexpr std::string_view name = "Asset";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Identity for life"),
        field("version", &T::version, "Counts the changes; the ETag"),
        field("class", &T::class_key, "Class of the catalogue"),
        field("domain", &T::domain, "Domain of the class"),
        field("level", &T::level, "work, item or component"),
        field("parent_id", &T::parent_id, "The asset it is part of"),
        field("name", &T::name, "Vietnamese name"),
        field("name_en", &T::name_en, "English name"),
        field("other_names", &T::other_names, "Former and popular names"),
        field("status", &T::status, "planned, under_construction, in_service, out_of_service or retired"),
        field("grade", &T::grade, "Class of the work by TT 34/2026: special, I, II, III or IV"),
        field("owner_id", &T::owner_id, "Owner"),
        field("owner", &T::owner, "Name of the owner"),
        field("operator_id", &T::operator_id, "Operator"),
        field("operator", &T::operator_name, "Name of the operator"),
        field("ward_code", &T::ward_code, "Ward or commune, GSO code"),
        field("ward", &T::ward, "Name of the ward"),
        field("address", &T::address, "Address"),
        field("attributes", &T::attributes, "By the schema of the class"),
        field("geometry", &T::geometry, "GeoJSON geometry, WGS 84"),
        field("lon", &T::lon, "A point on the asset"),
        field("lat", &T::lat, "A point on the asset"),
        field("identifiers", &T::identifiers, "Its names in other registers"),
        field("generated", &T::generated, "Made by the demo; not a real work"),
        field("source", &T::source, "Where the data came from"),
        field("valid_from", &T::valid_from, "Since when it is as shown"),
        field("recorded_at", &T::recorded_at, "When the register learned it"),
        field("sensitivity", &T::sensitivity, "Who may read it: open, shared, internal or restricted")};
};

template <>
struct Describe<registry::AssetRow> {
    using T = registry::AssetRow;
    static constexpr std::string_view name = "AssetSummary";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identity for life"),
                   field("version", &T::version, "Counts the changes"),
                   field("class", &T::class_key, "Class of the catalogue"),
                   field("domain", &T::domain, "Domain of the class"),
                   field("level", &T::level, "work, item or component"),
                   field("name", &T::name, "Vietnamese name"),
                   field("status", &T::status, "Life-cycle status"),
                   field("ward_code", &T::ward_code, "Ward or commune"),
                   field("ward", &T::ward, "Name of the ward"),
                   field("owner", &T::owner, "Name of the owner"),
                   field("operator", &T::operator_name, "Name of the operator"),
                   field("lon", &T::lon, "A point on the asset"),
                   field("lat", &T::lat, "A point on the asset"),
                   field("identifier", &T::identifier, "The first of its identifiers"),
                   field("generated", &T::generated, "Made by the demo"),
                   field("recorded_at", &T::recorded_at, "When the register learned it")};
};
template <>
struct Describe<registry::AssetPage> {
    using T = registry::AssetPage;
    static constexpr std::string_view name = "AssetPage";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "In the order of their ids"),
                   field("next", &T::next, "Cursor of the next page"),
                   field("total", &T::total, "Exact up to 10,000; 10,001 means more")};
};

template <>
struct Describe<registry::AssetCreate> {
    using T = registry::AssetCreate;
    static constexpr std::string_view name = "AssetCreate";
    static constexpr auto fields = std::tuple{
        field("class", &T::class_key, "Class of the catalogue"),
        field("name", &T::name, "Vietnamese name", registry::name_limits),
        field("name_en", &T::name_en, "English name", registry::name_limits),
        field("other_names", &T::other_names, "Former and popular names", registry::other_names_limits),
        field("parent_id", &T::parent_id, "The asset it is part of"),
        field("status", &T::status, "in_service when absent"),
        field("grade", &T::grade, "special, I, II, III or IV"),
        field("owner_id", &T::owner_id, "Owner"),
        field("operator_id", &T::operator_id, "Operator"),
        field("address", &T::address, "Address", registry::name_limits),
        field("attributes", &T::attributes, "By the schema of the class"),
        field("geometry", &T::geometry, "GeoJSON geometry"),
        field("crs", &T::crs, "EPSG:4326 (default), EPSG:4756, EPSG:5897 or EPSG:3405"),
        field("identifiers", &T::identifiers, "Names in other registers",
              Limits{.items_max = registry::limits::identifiers_max}),
        field("generated", &T::generated, "Not a real work"),
        field("source", &T::source, "Where the data came from", registry::name_limits),
        field("valid_from", &T::valid_from, "Since when it is so; now when absent"),
        field("sensitivity", &T::sensitivity, "Who may read it; that of the class when absent")};
};
template <>
struct Describe<registry::AssetPatch> {
    using T = registry::AssetPatch;
    static constexpr std::string_view name = "AssetPatch";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Vietnamese name", registry::name_limits),
        field("name_en", &T::name_en, "English name", registry::name_limits),
        field("other_names", &T::other_names, "Former and popular names", registry::other_names_limits),
        field("parent_id", &T::parent_id, "The asset it is part of"),
        field("status", &T::status, "Life-cycle status"),
        field("grade", &T::grade, "special, I, II, III or IV"),
        field("owner_id", &T::owner_id, "Owner"),
        field("operator_id", &T::operator_id, "Operator"),
        field("address", &T::address, "Address", registry::name_limits),
        field("attributes", &T::attributes, "Members to set; null removes one"),
        field("geometry", &T::geometry, "GeoJSON geometry"),
        field("crs", &T::crs, "Of the geometry; EPSG:4326 when absent"),
        field("identifiers", &T::identifiers, "All of them",
              Limits{.items_max = registry::limits::identifiers_max}),
        field("source", &T::source, "Where the data came from", registry::name_limits),
        field("valid_from", &T::valid_from, "Since when it is so; now when absent"),
        field("sensitivity", &T::sensitivity, "Who may read it: open, shared, internal or restricted"),
        field("reason", &T::reason, "Why it was changed",
              Limits{.length_max = registry::limits::reason_characters_max, .length_min = 1})};
};

template <>
struct Describe<registry::VersionView> {
    using T = registry::VersionView;
    static constexpr std::string_view name = "AssetVersion";
    static constexpr auto fields =
        std::tuple{field("version", &T::version, "Version of the asset"),
                   field("valid_from", &T::valid_from, "True in the city from"),
                   field("valid_to", &T::valid_to, "True in the city until; null: still"),
                   field("recorded_at", &T::recorded_at, "Believed by the register from"),
                   field("superseded_at", &T::superseded_at, "Believed until; null: still"),
                   field("changed_by", &T::changed_by, "Who changed it"),
                   field("reason", &T::reason, "Why"),
                   field("asset", &T::asset, "The state")};
};
template <>
struct Describe<registry::VersionList> {
    using T = registry::VersionList;
    static constexpr std::string_view name = "AssetVersionList";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Newest record first"),
                                              field("next", &T::next, "Cursor of the next page")};
};

template <>
struct Describe<registry::HistoryView> {
    using T = registry::HistoryView;
    static constexpr std::string_view name = "HistoryEntry";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Entry"),
                   field("at", &T::at, "When"),
                   field("kind", &T::kind, "asset_created, alarm_raised, work_completed, …"),
                   field("title_vi", &T::title_vi, "What happened, Vietnamese"),
                   field("title_en", &T::title_en, "What happened, English"),
                   field("actor", &T::actor, "Who"),
                   field("link_kind", &T::link_kind, "alarm or work_order"),
                   field("link_id", &T::link_id, "Its id")};
};
template <>
struct Describe<registry::HistoryPage> {
    using T = registry::HistoryPage;
    static constexpr std::string_view name = "HistoryPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Newest first"),
                                              field("next", &T::next, "Cursor of the next page")};
};

}  // namespace hatang::json
