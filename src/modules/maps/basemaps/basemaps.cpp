#include "maps/basemaps/basemaps.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

// The id is part of addresses and of folder names.
bool is_plain_word(std::string_view id) {
    return std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

void check_address(const Basemap& map, const std::string& where) {
    if (map.file) throw Error(Code::invalid_value, where + "/file", {*map.file, "url"});
    if (!map.url) throw Error(Code::missing_field, where + "/url", {"url"});
    const bool foreign = map.url->starts_with("https://") || map.url->starts_with("http://");
    if (!is_own_path(map) && !foreign)
        throw Error(Code::invalid_value, where + "/url", {*map.url, "https://…, http://… or /…"});
    const bool wmts = map.kind == BasemapKind::wmts;
    for (const char* part :
         wmts ? std::array{"{TileMatrix}", "{TileCol}", "{TileRow}"} : std::array{"{z}", "{x}", "{y}"})
        if (map.url->find(part) == std::string::npos)
            throw Error(Code::invalid_value, where + "/url", {*map.url, part});
}

void check_basemap(const Basemap& map, const std::string& where) {
    if (!is_plain_word(map.id)) throw Error(Code::invalid_value, where + "/id", {map.id, "a-z, 0-9, -, _"});
    if (map.min_zoom > map.max_zoom)
        throw Error(Code::out_of_range, where + "/min_zoom", {std::to_string(map.min_zoom), "≤ max_zoom"});
    switch (map.kind) {
        case BasemapKind::local:
            if (map.url)
                throw Error(Code::invalid_value, where + "/url", {*map.url, "no url for kind local"});
            return;
        case BasemapKind::xyz:
        case BasemapKind::wmts:
            check_address(map, where);
            return;
        case BasemapKind::mbtiles:
        case BasemapKind::pmtiles:
        case BasemapKind::cog:
            if (map.url) throw Error(Code::invalid_value, where + "/url", {*map.url, "file"});
            if (!map.file) throw Error(Code::missing_field, where + "/file", {"file"});
            if (!map.file->starts_with('/'))
                throw Error(Code::invalid_value, where + "/file", {*map.file, "/…"});
            return;
    }
}

std::string read_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(limits::basemap_file_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad())
        throw Error(Code::unreadable_file, "HATANG_BASEMAPS", {path, std::strerror(errno)});
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > limits::basemap_file_bytes_max)
        throw Error(Code::unreadable_file, "HATANG_BASEMAPS",
                    {path, "> " + std::to_string(limits::basemap_file_bytes_max) + " byte"});
    return text;
}

}  // namespace

bool is_own_path(const Basemap& map) {
    return map.url && map.url->starts_with('/') && !map.url->starts_with("//");
}

std::string tile_address(const Basemap& map, std::int64_t z, std::int64_t x, std::int64_t y) {
    const bool wmts = map.kind == BasemapKind::wmts;
    std::string address = map.url.value_or("");
    for (const auto& [name, value] : {std::pair{wmts ? "{TileMatrix}" : "{z}", z},
                                      {wmts ? "{TileCol}" : "{x}", x},
                                      {wmts ? "{TileRow}" : "{y}", y}}) {
        const std::size_t at = address.find(name);
        if (at != std::string::npos) address.replace(at, std::strlen(name), std::to_string(value));
    }
    return address;
}

std::string_view image_type(std::string_view bytes) {
    using std::string_view_literals::operator""sv;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
    if (bytes.starts_with("RIFF"sv) && bytes.substr(0, 12).ends_with("WEBP"sv)) return "image/webp";
    return {};
}

BasemapList read_basemaps(std::string_view text) {
    const json::Document document = json::parse(text);
    BasemapList list = json::read<BasemapList>(document.root());
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const std::string where = json::pointer("/items", i);
        check_basemap(list.items[i], where);
        if (!ids.insert(list.items[i].id).second)
            throw Error(Code::duplicate_field, where + "/id", {list.items[i].id});
    }
    return list;
}

BasemapList configured_basemaps(const char* path, std::string_view built_in) {
    return read_basemaps(path && *path ? read_file(path) : std::string(built_in));
}

AttributionList read_attributions(std::string_view text) {
    const json::Document document = json::parse(text);
    return json::read<AttributionList>(document.root());
}

}  // namespace hatang::maps
