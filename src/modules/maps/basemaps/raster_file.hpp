// Files of raster tiles that the operator has put on the server: MBTiles 1.3, PMTiles 3 and COG. Blocks; one
// reader is used by one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "maps/basemaps/basemaps.hpp"

namespace hatang::maps {

class RasterFile {
  public:
    virtual ~RasterFile() = default;
    // The picture, or nothing where the file has none. Throws file_refused for a damaged file.
    virtual std::optional<std::string> tile(std::int64_t z, std::int64_t x, std::int64_t y) = 0;
};

// Throws file_refused with what is wrong.
std::unique_ptr<RasterFile> open_raster_file(const Basemap&);

}  // namespace hatang::maps
