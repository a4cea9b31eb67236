// Successions as the interface reads and writes them.
#pragma once

#include "registry/assets/model.hpp"
#include "registry/assets/store.hpp"

namespace hatang::registry {

struct SuccessionWork {
    std::int64_t id = 0, version = 0;
};
struct SuccessionNew {
    std::string name;
};
struct SuccessionInput {
    std::string kind, day, reason;
    std::vector<SuccessionWork> predecessors, successors;
    std::vector<SuccessionNew> new_successors;
};
struct SuccessionDone {
    std::int64_t id = 0;
    std::vector<std::int64_t> successors;
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
struct Describe<registry::SuccessionNew> {
    static constexpr std::string_view name = "SuccessionNew";
    static constexpr auto fields = std::tuple{
        field("name", &registry::SuccessionNew::name, "Of an asset to register", registry::name_limits)};
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
        field("predecessors", &T::predecessors, "What ends", works),
        field("successors", &T::successors, "What goes on in its place and is registered already", works),
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
    static constexpr auto fields = std::tuple{field("role", &T::role, "predecessor or successor"),
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
                   field("role", &T::role, "Of the asset in it: predecessor or successor"),
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
