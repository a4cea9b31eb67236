#include "maps/tiles/tile_cache.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

// What an entry takes besides its bytes: keys, list and map nodes.
constexpr std::size_t entry_overhead_bytes = 400;
std::size_t size_of(const Tile& tile) {
    return tile.bytes.size() + tile.gzip.size() + tile.restricted.size() * sizeof(std::int64_t) +
           entry_overhead_bytes;
}

bool shows(const TileId& id, std::string_view domain) {
    return id.domain == domain || id.domain == all_domains;
}

}  // namespace

std::size_t TileIdHash::operator()(const TileId& id) const {
    const std::hash<std::string_view> text;
    std::size_t out = text(id.domain) ^ (text(id.scope) * 31) ^ (text(id.class_key) * 131);
    for (const std::int64_t n : {id.z, id.x, id.y, static_cast<std::int64_t>(id.grid)})
        out = (out ^ static_cast<std::size_t>(n)) * 0x9e3779b97f4a7c15;
    return out ^ (out >> 29);
}

std::shared_ptr<const Tile> TileCache::find(const TileId& id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->tile;
}

std::uint64_t TileCache::generation(std::string_view domain) const {
    if (domain == all_domains) return epoch_ + changes_;
    const auto found = generations_.find(domain);
    return epoch_ + (found == generations_.end() ? 0 : found->second);
}

void TileCache::remove(Entries::iterator entry) {
    bytes_ -= size_of(*entry->tile);
    by_id_.erase(entry->id);
    entries_.erase(entry);
}

void TileCache::keep(const TileId& id, std::shared_ptr<const Tile> tile, std::uint64_t begun_under) {
    if (begun_under != generation(id.domain) || size_of(*tile) > bytes_max_) return;
    if (const auto found = by_id_.find(id); found != by_id_.end()) remove(found->second);
    bytes_ += size_of(*tile);
    entries_.push_front({id, std::move(tile)});
    by_id_[id] = entries_.begin();
    while (bytes_ > bytes_max_) remove(std::prev(entries_.end()));
}

void TileCache::drop(std::string_view domain) {
    ++generations_[std::string(domain)];
    ++changes_;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto next = std::next(entry);
        if (shows(entry->id, domain)) remove(entry);
        entry = next;
    }
}

void TileCache::drop(std::string_view domain, const std::vector<Box>& boxes) {
    ++generations_[std::string(domain)];
    ++changes_;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto next = std::next(entry);
        const auto meets = [&](const Box& box) { return entry->tile->reach.meets(box); };
        if (shows(entry->id, domain) && std::ranges::any_of(boxes, meets)) remove(entry);
        entry = next;
    }
}

void TileCache::clear() {
    ++epoch_;
    entries_.clear();
    by_id_.clear();
    bytes_ = 0;
}

void check_tile(const TileId& id) {
    if (id.z < 0 || id.z > limits::zoom_max)
        throw Error(Code::invalid_parameter, "z",
                    {std::to_string(id.z), "0…" + std::to_string(limits::zoom_max)});
    const std::int64_t last = (std::int64_t{1} << id.z) - 1;
    const auto check = [last](const char* name, std::int64_t n) {
        if (n < 0 || n > last)
            throw Error(Code::invalid_parameter, name, {std::to_string(n), "0…" + std::to_string(last)});
    };
    check("x", id.x);
    check("y", id.y);
}

}  // namespace hatang::maps
