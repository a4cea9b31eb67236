#include "maps/basemaps/basemaps.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

void check_basemap(const Basemap& map, const std::string& where) {
    if (map.min_zoom > map.max_zoom)
        throw Error(Code::out_of_range, where + "/min_zoom", {std::to_string(map.min_zoom), "≤ max_zoom"});
    if (map.kind == BasemapKind::local) {
        if (map.url) throw Error(Code::invalid_value, where + "/url", {*map.url, "no url for kind local"});
        return;
    }
    if (!map.url) throw Error(Code::missing_field, where + "/url", {"url"});
    const bool own_host = map.url->starts_with('/') && !map.url->starts_with("//");
    if (!own_host && !map.url->starts_with("https://"))
        throw Error(Code::invalid_value, where + "/url", {*map.url, "https://… or /…"});
    for (const char* part : {"{z}", "{x}", "{y}"})
        if (map.url->find(part) == std::string::npos)
            throw Error(Code::invalid_value, where + "/url", {*map.url, part});
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
