// Base maps under the assets, and whom to thank for the data on top. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/describe.hpp"

namespace hatang::maps {

enum class BasemapKind { local, xyz };

struct Basemap {
    std::string id, name;
    BasemapKind kind = BasemapKind::local;
    std::optional<std::string> url;  // with {z}, {x}, {y}; for xyz
    std::string attribution;
    std::int64_t min_zoom = 0, max_zoom = 19;
};
struct BasemapList {
    std::vector<Basemap> items;
};

struct Attribution {
    std::string source, text, licence, url;
    std::vector<std::string> domains;  // whose layers show it
};
struct AttributionList {
    std::vector<Attribution> items;
};

// A list as in data/basemaps.json. Throws what is wrong with a pointer: unknown fields, an xyz map without
// its address or with one that is neither https:// nor a path of this host, an id twice.
BasemapList read_basemaps(std::string_view json);
// The operator's own list (environment HATANG_BASEMAPS names a file), else `built_in`. Throws unreadable_file
// too.
BasemapList configured_basemaps(const char* path, std::string_view built_in);
AttributionList read_attributions(std::string_view json);

}  // namespace hatang::maps

namespace hatang::json {

template <>
struct Describe<maps::BasemapKind> {
    static constexpr std::string_view name = "BasemapKind";
    static constexpr auto values = std::array{std::pair{maps::BasemapKind::local, std::string_view("local")},
                                              std::pair{maps::BasemapKind::xyz, std::string_view("xyz")}};
};
template <>
struct Describe<maps::Basemap> {
    using T = maps::Basemap;
    static constexpr std::string_view name = "Basemap";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Key", Limits{.length_max = 40, .length_min = 1}),
        field("name", &T::name, "Name in the map's menu", Limits{.length_max = 100, .length_min = 1}),
        field("kind", &T::kind, "local: drawn from our own tiles; xyz: raster tiles"),
        field("url", &T::url, "Address with {z}, {x} and {y}", Limits{.length_max = 1'000}),
        field("attribution", &T::attribution, "Shown on the map"),
        field("min_zoom", &T::min_zoom, "Least zoom", Limits{.least = 0, .most = 24}),
        field("max_zoom", &T::max_zoom, "Largest zoom", Limits{.least = 0, .most = 24})};
};
template <>
struct Describe<maps::BasemapList> {
    static constexpr std::string_view name = "BasemapList";
    static constexpr auto fields = std::tuple{
        field("items", &maps::BasemapList::items, "The first is the usual one", Limits{.items_max = 50})};
};
template <>
struct Describe<maps::Attribution> {
    using T = maps::Attribution;
    static constexpr std::string_view name = "Attribution";
    static constexpr auto fields = std::tuple{
        field("source", &T::source, "Name of the data"), field("text", &T::text, "What the map must show"),
        field("licence", &T::licence, "Licence"), field("url", &T::url, "Where it stands"),
        field("domains", &T::domains, "Domains that hold the data")};
};
template <>
struct Describe<maps::AttributionList> {
    static constexpr std::string_view name = "AttributionList";
    static constexpr auto fields = std::tuple{field("items", &maps::AttributionList::items, "All of them")};
};

}  // namespace hatang::json
