// Changing many assets at once, as the interface reads and writes it.
#pragma once

#include "registry/assets/model.hpp"

namespace hatang::registry {

struct BulkItem {
    std::int64_t id = 0, version = 0;
};
// The fields that make sense for many assets at once; absent ones stay.
struct BulkSet {
    std::optional<std::string> status, sensitivity;
    json::Patch<std::string> grade, address, source;
    json::Patch<std::int64_t> owner_id, operator_id;
    std::optional<json::Raw> attributes;  // members to set; null removes one
};
struct BulkInput {
    std::vector<BulkItem> items;
    BulkSet set;
    std::optional<std::string> reason;
    std::optional<Instant> valid_from;
    std::optional<std::int64_t> bulk_id;  // continues an act that is too large for one request
    std::optional<bool> dry_run;
};
struct BulkRefusal {
    std::int64_t id = 0;
    std::string code;
    std::optional<std::string> where;
    std::string title_vi, title_en;
};
struct BulkReport {
    std::optional<std::int64_t> bulk_id;
    std::int64_t changed = 0, unchanged = 0;
    std::vector<BulkRefusal> refused;
};
struct BulkUndo {
    std::int64_t undone = 0, remaining = 0;
    std::vector<BulkRefusal> left;
};
struct BulkView {
    std::int64_t id = 0;
    Instant at;
    std::optional<std::string> reason;
    std::vector<std::string> fields, attributes;
    std::int64_t changed = 0, undone = 0, left = 0;
};

// What the act sets, as the patch of one asset; and the names of what it sets.
AssetPatch patch_of(const BulkInput&);
struct SetNames {
    std::vector<std::string> fields, attributes;
};
SetNames names_of(const BulkSet&);
// The patch that brings the named fields back to what they were.
AssetPatch undo_patch(const SetNames&, const AssetInput& before);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::BulkItem> {
    using T = registry::BulkItem;
    static constexpr std::string_view name = "AssetVersionRef";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"), field("version", &T::version, "The version that was seen")};
};
template <>
struct Describe<registry::BulkSet> {
    using T = registry::BulkSet;
    static constexpr std::string_view name = "AssetBulkSet";
    static constexpr auto fields =
        std::tuple{field("status", &T::status, "Life-cycle status"),
                   field("sensitivity", &T::sensitivity, "open, shared, internal or restricted"),
                   field("grade", &T::grade, "special, I, II, III or IV"),
                   field("address", &T::address, "Address", registry::name_limits),
                   field("source", &T::source, "Where the data came from", registry::name_limits),
                   field("owner_id", &T::owner_id, "Owner"),
                   field("operator_id", &T::operator_id, "Operator"),
                   field("attributes", &T::attributes, "Members to set; null removes one")};
};
template <>
struct Describe<registry::BulkInput> {
    using T = registry::BulkInput;
    static constexpr std::string_view name = "AssetBulkChange";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "The assets, as they were seen",
                         Limits{.items_max = registry::limits::bulk_items_max}),
                   field("set", &T::set, "What all of them get"),
                   field("reason", &T::reason, "Why",
                         Limits{.length_max = registry::limits::reason_characters_max, .length_min = 1}),
                   field("valid_from", &T::valid_from, "Since when it is so; now when absent"),
                   field("bulk_id", &T::bulk_id, "Continues this act of the same person"),
                   field("dry_run", &T::dry_run, "Tells what would happen and changes nothing")};
};
template <>
struct Describe<registry::BulkRefusal> {
    using T = registry::BulkRefusal;
    static constexpr std::string_view name = "AssetRefusal";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"), field("code", &T::code, "Code of the error"),
                   field("where", &T::where, "Field"), field("title_vi", &T::title_vi, "Why, Vietnamese"),
                   field("title_en", &T::title_en, "Why, English")};
};
template <>
struct Describe<registry::BulkReport> {
    using T = registry::BulkReport;
    static constexpr std::string_view name = "AssetBulkReport";
    static constexpr auto fields =
        std::tuple{field("bulk_id", &T::bulk_id, "The act, to take it back; null for a dry run"),
                   field("changed", &T::changed, "Assets changed"),
                   field("unchanged", &T::unchanged, "Assets that were so already"),
                   field("refused", &T::refused, "Assets left as they were, and why")};
};
template <>
struct Describe<registry::BulkUndo> {
    using T = registry::BulkUndo;
    static constexpr std::string_view name = "AssetBulkUndo";
    static constexpr auto fields =
        std::tuple{field("undone", &T::undone, "Assets brought back by this request"),
                   field("remaining", &T::remaining, "Assets still to bring back: ask again"),
                   field("left", &T::left, "Assets left as they are, and why")};
};
template <>
struct Describe<registry::BulkView> {
    using T = registry::BulkView;
    static constexpr std::string_view name = "AssetBulkView";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "The act"),
                   field("at", &T::at, "When"),
                   field("reason", &T::reason, "Why"),
                   field("fields", &T::fields, "Fields that it set"),
                   field("attributes", &T::attributes, "Attributes that it set"),
                   field("changed", &T::changed, "Assets changed"),
                   field("undone", &T::undone, "Of these brought back"),
                   field("left", &T::left, "Of these left when it was taken back")};
};

}  // namespace hatang::json
