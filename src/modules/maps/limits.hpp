// Bounds of the map services.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::maps::limits {

inline constexpr std::int64_t zoom_max = 20;  // 0.04 m per pixel: finer than any survey of the register
// Encoded tiles kept in memory; a city screen is about 300 tiles of 40 kB.
inline constexpr std::size_t cache_bytes_max = 64 << 20;
// Features of one tile. Beyond it the client would choke; the answer says X-Tile-Truncated then.
inline constexpr std::int64_t features_max = 50'000;
// How long a browser may draw a tile without asking again. The live channel tells it of changes sooner.
inline constexpr int browser_cache_s = 10;
inline constexpr std::size_t basemap_file_bytes_max = 256 * 1024;

}  // namespace hatang::maps::limits
