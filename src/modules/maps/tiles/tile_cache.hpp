// Encoded tiles in memory, the least recently used leave first. Loop thread only. Pure.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "maps/store/world.hpp"

namespace hatang::maps {

// In the place of a domain: the tile with a layer for each of them.
inline constexpr std::string_view all_domains = "*";

struct TileId {
    std::string domain;
    std::int64_t z = 0, x = 0, y = 0;
    Grid grid = Grid::web_mercator;
    std::string class_key = {};  // empty: all classes of the domain
    std::string scope = "*";     // key of the security::Scope that it was made for: equal rights share tiles
    bool operator==(const TileId&) const = default;
};
struct TileIdHash {
    std::size_t operator()(const TileId&) const;
};

struct Tile {
    std::string bytes;  // empty: nothing there
    std::string gzip;   // the same, compressed once; empty where that gains nothing
    std::string etag;
    std::int64_t omitted = 0;                    // features left out for want of room
    std::vector<std::int64_t> restricted = {};   // assets in it whose reading is put on record
    Box reach = {0, 0, UINT32_MAX, UINT32_MAX};  // what of the world can show in it
};

class TileCache {
  public:
    explicit TileCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Null when it is not there.
    std::shared_ptr<const Tile> find(const TileId&);
    // Counts the changes of a domain, or of all of them. A tile that was begun under an older count is not
    // kept.
    std::uint64_t generation(std::string_view domain) const;
    void keep(const TileId&, std::shared_ptr<const Tile>, std::uint64_t generation);
    // All tiles that show a domain, or those of them that one of the boxes can show in.
    void drop(std::string_view domain);
    void drop(std::string_view domain, const std::vector<Box>&);
    void clear();
    std::size_t bytes() const { return bytes_; }

  private:
    struct Entry {
        TileId id;
        std::shared_ptr<const Tile> tile;
    };
    using Entries = std::list<Entry>;
    void remove(Entries::iterator);

    std::size_t bytes_max_, bytes_ = 0;
    Entries entries_;  // most recently used first
    std::unordered_map<TileId, Entries::iterator, TileIdHash> by_id_;
    std::map<std::string, std::uint64_t, std::less<>> generations_;
    std::uint64_t epoch_ = 0, changes_ = 0;  // of all domains at once; of any
};

// The bounds of the pyramid of Web Mercator: throws invalid_parameter at z, x or y.
void check_tile(const TileId&);

}  // namespace hatang::maps
