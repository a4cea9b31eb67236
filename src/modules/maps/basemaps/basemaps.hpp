// Base maps under the assets, and whom to thank for the data on top. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/describe.hpp"

namespace hatang::maps {

enum class BasemapKind { local, xyz, wmts, mbtiles, pmtiles, cog };

// As the operator configures it.
struct Basemap {
    std::string id, name;
    BasemapKind kind = BasemapKind::local;
    std::optional<std::string> url;   // of xyz and wmts
    std::optional<std::string> file;  // of mbtiles, pmtiles and cog
    std::string attribution;
    std::int64_t min_zoom = 0, max_zoom = 19;
    std::optional<bool> satellite;
    std::optional<std::string> date, licence;
};
struct BasemapList {
    std::vector<Basemap> items;
};

// As the browser gets it: neither keys in addresses nor names of files leave the server.
struct BasemapView {
    std::string id, name;
    BasemapKind kind = BasemapKind::local;
    std::optional<std::string> tiles;  // where its tiles are; absent for local, and while it cannot be read
    std::string attribution;
    std::int64_t min_zoom = 0, max_zoom = 19;
    bool satellite = false;
    std::optional<std::string> date, licence;
};
struct BasemapViewList {
    std::vector<BasemapView> items;
};

struct Attribution {
    std::string source, text, licence, url;
    std::vector<std::string> domains;  // whose layers show it
};
struct AttributionList {
    std::vector<Attribution> items;
};

// A list as in data/basemaps.json. Throws what is wrong with a pointer: unknown fields, a map without its
// address or file, an address that is neither http(s):// nor a path of this host, an id that is no plain word
// or there twice.
BasemapList read_basemaps(std::string_view json);
// The operator's own list (environment HATANG_BASEMAPS names a file), else `built_in`. Throws unreadable_file
// too.
BasemapList configured_basemaps(const char* path, std::string_view built_in);
AttributionList read_attributions(std::string_view json);

// Served by a path of this host that the operator's proxy answers: the browser asks there itself.
bool is_own_path(const Basemap&);
// The address of a tile. WMTS counts its matrices of GoogleMapsCompatible as zooms.
std::string tile_address(const Basemap&, std::int64_t z, std::int64_t x, std::int64_t y);

// "image/png", "image/jpeg" or "image/webp" by the first bytes; empty for anything else. What another server
// says it were is not believed.
std::string_view image_type(std::string_view bytes);

}  // namespace hatang::maps

namespace hatang::json {

template <>
struct Describe<maps::BasemapKind> {
    static constexpr std::string_view name = "BasemapKind";
    static constexpr auto values =
        std::array{std::pair{maps::BasemapKind::local, std::string_view("local")},
                   std::pair{maps::BasemapKind::xyz, std::string_view("xyz")},
                   std::pair{maps::BasemapKind::wmts, std::string_view("wmts")},
                   std::pair{maps::BasemapKind::mbtiles, std::string_view("mbtiles")},
                   std::pair{maps::BasemapKind::pmtiles, std::string_view("pmtiles")},
                   std::pair{maps::BasemapKind::cog, std::string_view("cog")}};
};
template <>
struct Describe<maps::Basemap> {
    using T = maps::Basemap;
    static constexpr std::string_view name = "BasemapConfiguration";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Key", Limits{.length_max = 40, .length_min = 1}),
        field("name", &T::name, "Name in the map's menu", Limits{.length_max = 100, .length_min = 1}),
        field("kind", &T::kind, "local, xyz, wmts, mbtiles, pmtiles or cog"),
        field("url", &T::url, "Address with {z}, {x}, {y} or {TileMatrix}, {TileCol}, {TileRow}",
              Limits{.length_max = 1'000}),
        field("file", &T::file, "Absolute path on the server", Limits{.length_max = 1'000}),
        field("attribution", &T::attribution, "Shown on the map", Limits{.length_max = 500}),
        field("min_zoom", &T::min_zoom, "Least zoom", Limits{.least = 0, .most = 24}),
        field("max_zoom", &T::max_zoom, "Largest zoom", Limits{.least = 0, .most = 24}),
        field("satellite", &T::satellite, "Pictures from above"),
        field("date", &T::date, "When it was taken, as people say it", Limits{.length_max = 100}),
        field("licence", &T::licence, "Licence", Limits{.length_max = 200})};
};
template <>
struct Describe<maps::BasemapList> {
    static constexpr std::string_view name = "BasemapConfigurations";
    static constexpr auto fields = std::tuple{
        field("items", &maps::BasemapList::items, "The first is the usual one", Limits{.items_max = 50})};
};
template <>
struct Describe<maps::BasemapView> {
    using T = maps::BasemapView;
    static constexpr std::string_view name = "Basemap";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Key"),
                   field("name", &T::name, "Name in the map's menu"),
                   field("kind", &T::kind, "local: drawn from our own tiles; else raster tiles"),
                   field("tiles", &T::tiles,
                         "Address of its tiles with {z}, {x} and {y}; absent while it cannot be read"),
                   field("attribution", &T::attribution, "Shown on the map"),
                   field("min_zoom", &T::min_zoom, "Least zoom"),
                   field("max_zoom", &T::max_zoom, "Largest zoom"),
                   field("satellite", &T::satellite, "Pictures from above"),
                   field("date", &T::date, "When it was taken"),
                   field("licence", &T::licence, "Licence")};
};
template <>
struct Describe<maps::BasemapViewList> {
    static constexpr std::string_view name = "BasemapList";
    static constexpr auto fields =
        std::tuple{field("items", &maps::BasemapViewList::items, "The first is the usual one")};
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
