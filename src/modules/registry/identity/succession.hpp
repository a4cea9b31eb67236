// Successions as the interface reads and writes them.
#pragma once

#include "registry/assets/model.hpp"
#include "registry/assets/store.hpp"

namespace hatang::registry {

struct SuccessionWork {
    std::int64_t id = 0, version = 0;
};
struct SuccessionNext {
    std::int64_t id = 0, version = 0;
    std::optional<json::Raw> geometry;  // only of a work that is a predecessor too
};
struct SuccessionNew {
    std::string name;
    std::optional<json::Raw> geometry;
};
struct SuccessionInput {
    std::string kind, day, reason;
    std::vector<SuccessionWork> predecessors;
    std::vector<SuccessionNext> successors;
    std::vector<SuccessionNew> new_successors;
};
struct SuccessionVersion {
    std::int64_t id = 0, version = 0;
};
struct SuccessionDone {
    std::int64_t id = 0;
    std::vector<std::int64_t> successors;
};
struct SuccessionRevoked {
    std::vector<SuccessionVersion> works;
};
struct SuccessionRevoke {
    std::string reason;
};
struct SuccessionOther {
    std::string role;
    std::int64_t id = 0;
    std::string name, class_key, domain, status;
};
struct SuccessionView {
    std::int64_t id = 0;
    std::string kind, role, day, reason;
    Instant recorded_at;
    std::string recorded_by;
    std::vector<SuccessionOther> works;
};
struct SuccessionList {
    std::vector<SuccessionView> items;
};

void add_succession_routes(http::Router&, Context&);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::SuccessionWork> {
    using T = registry::SuccessionWork;
    static constexpr std::string_view name = "SuccessionWork";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"), field("version", &T::version, "The version that was seen")};
};
template <>
struct Describe<registry::SuccessionNext> {
    using T = registry::SuccessionNext;
    static constexpr std::string_view name = "SuccessionNext";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"), field("version", &T::version, "The version that was seen"),
                   field("geometry", &T::geometry,
                         "GeoJSON geometry, WGS 84: the new shape of a work that is a predecessor too")};
};
template <>
struct Describe<registry::SuccessionNew> {
    static constexpr std::string_view name = "SuccessionNew";
    using T = registry::SuccessionNew;
    static constexpr auto fields =
        std::tuple{field("name", &T::name, "Of an asset to register", registry::name_limits),
                   field("geometry", &T::geometry, "GeoJSON geometry, WGS 84; absent: drawn later")};
};
template <>
struct Describe<registry::SuccessionInput> {
    using T = registry::SuccessionInput;
    static constexpr Limits works{.items_max = registry::limits::succession_works_max};
    static constexpr std::string_view name = "SuccessionInput";
    static constexpr auto fields = std::tuple{
        field("kind", &T::kind, "split, merge, replace or demolish"),
        field("day", &T::day, "Since when it is so, yyyy-MM-dd"),
        field("reason", &T::reason, "Why: the decision, the project",
              Limits{.length_max = registry::limits::reason_characters_max, .length_min = 1}),
        field("predecessors", &T::predecessors, "What ends, or goes on when it is a successor too", works),
        field("successors", &T::successors,
              "What goes on in its place and is registered already; a work that is split or merged may be "
              "among "
              "them",
              works),
        field("new_successors", &T::new_successors,
              "What is registered by this act, like the first predecessor", works)};
};
template <>
struct Describe<registry::SuccessionDone> {
    using T = registry::SuccessionDone;
    static constexpr std::string_view name = "SuccessionDone";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "The act"),
                   field("successors", &T::successors, "What goes on, new ones last, in the order given")};
};
template <>
struct Describe<registry::SuccessionVersion> {
    using T = registry::SuccessionVersion;
    static constexpr std::string_view name = "SuccessionVersion";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"), field("version", &T::version, "Its version now")};
};
template <>
struct Describe<registry::SuccessionRevoked> {
    static constexpr std::string_view name = "SuccessionRevoked";
    static constexpr auto fields = std::tuple{
        field("works", &registry::SuccessionRevoked::works, "The works of the act as they are now")};
};
template <>
struct Describe<registry::SuccessionRevoke> {
    static constexpr std::string_view name = "SuccessionRevoke";
    static constexpr auto fields =
        std::tuple{field("reason", &registry::SuccessionRevoke::reason, "Why it was a mistake",
                         Limits{.length_max = registry::limits::reason_characters_max, .length_min = 1})};
};
template <>
struct Describe<registry::SuccessionOther> {
    using T = registry::SuccessionOther;
    static constexpr std::string_view name = "SuccessionOther";
    static constexpr auto fields =
        std::tuple{field("role", &T::role, "predecessor, successor, or kept: both in one"),
                   field("id", &T::id, "Asset"),
                   field("name", &T::name, "Its name"),
                   field("class", &T::class_key, "Its class"),
                   field("domain", &T::domain, "Its domain"),
                   field("status", &T::status, "Life-cycle status")};
};
template <>
struct Describe<registry::SuccessionView> {
    using T = registry::SuccessionView;
    static constexpr std::string_view name = "Succession";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "The act"),
                   field("kind", &T::kind, "split, merge, replace or demolish"),
                   field("role", &T::role, "Of the asset in it: predecessor, successor or kept"),
                   field("day", &T::day, "Since when"),
                   field("reason", &T::reason, "Why"),
                   field("recorded_at", &T::recorded_at, "When it was recorded"),
                   field("recorded_by", &T::recorded_by, "By whom"),
                   field("works", &T::works, "The other assets of it that the caller may read")};
};
template <>
struct Describe<registry::SuccessionList> {
    static constexpr std::string_view name = "SuccessionList";
    static constexpr auto fields =
        std::tuple{field("items", &registry::SuccessionList::items, "Newest first")};
};

}  // namespace hatang::json
