// Cloud optimized GeoTIFF (OGC 21-026) whose tiles are those of Web Mercator, as GDAL writes it with
// TILING_SCHEME=GoogleMapsCompatible: each tile is a JPEG or WebP that lies in the file as it is. Pure: bytes
// come from the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "maps/basemaps/pmtiles.hpp"

namespace hatang::maps {

// One resolution: a block of tiles of one zoom.
struct CogLevel {
    std::int64_t zoom = 0, first_column = 0, first_row = 0, columns = 0, rows = 0;
    std::vector<std::uint64_t> offsets, lengths;
    std::string jpeg_tables;  // what the tiles leave out; empty for WebP
};

// The levels that are aligned with the tiles of their zoom. Throws file_refused with what is wanted when the
// file is something else: another projection, compression or byte order, tiles of another size, or damaged.
std::vector<CogLevel> read_cog(const ReadAt&);
// The picture, or nothing where the file has none. Throws file_refused for a damaged file.
std::optional<std::string> cog_tile(const std::vector<CogLevel>&, const ReadAt&, std::int64_t z,
                                    std::int64_t x, std::int64_t y);

}  // namespace hatang::maps
