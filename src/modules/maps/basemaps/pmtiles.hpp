// PMTiles version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): one file of tiles with
// a directory by position along a Hilbert curve. Pure: bytes come from the caller.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::maps {

struct PmtilesHeader {
    std::uint64_t root_offset, root_bytes, leaves_offset, leaves_bytes, tiles_offset, tiles_bytes;
    std::uint8_t directory_compression;  // 1 none, 2 gzip
    std::uint8_t tile_type;              // 2 PNG, 3 JPEG, 4 WebP
    std::uint8_t min_zoom, max_zoom;
};
inline constexpr std::size_t pmtiles_header_bytes = 127;

struct PmtilesEntry {
    std::uint64_t tile_id, offset;
    std::uint32_t length, run;  // run 0: a leaf directory at `offset`
};

// Nothing for what is no PMTiles 3, holds no pictures or packs its directories in a way that is not read
// here.
std::optional<PmtilesHeader> read_pmtiles_header(std::string_view bytes);
// Place along the Hilbert curve of all zooms.
std::uint64_t pmtiles_id(std::uint32_t z, std::uint32_t x, std::uint32_t y);
// A directory, unpacked and checked; nothing when it is damaged.
std::optional<std::vector<PmtilesEntry>> read_pmtiles_directory(std::string_view packed,
                                                                std::uint8_t compression);
// The entry that the tile is in: its run, or the leaf to look into.
const PmtilesEntry* find_entry(const std::vector<PmtilesEntry>&, std::uint64_t tile_id);

// Reads so many bytes from there; nothing beyond the end.
using ReadAt = std::function<std::optional<std::string>(std::uint64_t offset, std::uint64_t bytes)>;
// The tile, or nothing where there is none. Throws file_refused for a damaged file.
std::optional<std::string> pmtiles_tile(const PmtilesHeader&, const ReadAt&, std::uint32_t z, std::uint32_t x,
                                        std::uint32_t y);

}  // namespace hatang::maps
