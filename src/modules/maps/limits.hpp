// Bounds of the map services.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hatang::maps::limits {

inline constexpr std::int64_t zoom_max = 20;  // 0.04 m per pixel: finer than any survey of the register
// Encoded tiles kept in memory, plain and compressed; a city screen is about 300 tiles of 40 kB.
inline constexpr std::size_t cache_bytes_max = 96 << 20;
// Features of one tile, and its bytes before compression. Beyond it the client would choke; the answer says
// X-Tile-Truncated then.
inline constexpr std::size_t features_max = 50'000;
inline constexpr std::size_t tile_bytes_max = 4 << 20;
// Tiles below this do not shrink enough to pay for the header of gzip.
inline constexpr std::size_t gzip_bytes_min = 512;

// Assets of all domains in memory: about 7 million lamps or 4 million stretches of road. A domain that does
// not fit is drawn from PostGIS.
inline constexpr std::size_t store_bytes_max = std::size_t{512} << 20;
// Rows of one read of the store: some megabytes, and some tens of milliseconds of a worker.
inline constexpr std::int64_t store_rows = 5'000;
// Changed assets of one domain taken up together.
inline constexpr std::size_t store_changes = 1'000;
// Pause after a read of the store that failed.
inline constexpr std::chrono::seconds store_retry{1};

inline constexpr std::size_t basemap_file_bytes_max = 256 * 1024;
// A photograph of 512 × 512 pixels as PNG has 600 kB.
inline constexpr std::size_t basemap_tile_bytes_max = 2 << 20;
// Pictures of other servers on disk: all of Hà Nội at 0.6 m a pixel is about 1.5 GB as JPEG.
inline constexpr std::uint64_t basemap_cache_bytes_max = std::uint64_t{2048} << 20;
inline constexpr std::chrono::hours basemap_fresh{30 * 24};  // then they are asked for again
inline constexpr std::chrono::seconds basemap_wait{10};
// A picture of 512 × 512 km at 0.6 m has 4 million tiles; its directory 32 MB.
inline constexpr std::uint64_t cog_tiles_max = 4'000'000;
inline constexpr std::uint64_t cog_fields_max = 200;
inline constexpr int cog_levels_max = 64;  // 25 zooms, each with a mask
// A directory of PMTiles, unpacked: 100,000 entries; writers stay below 16 kB packed.
inline constexpr std::size_t pmtiles_directory_bytes_max = 4 << 20;

}  // namespace hatang::maps::limits
