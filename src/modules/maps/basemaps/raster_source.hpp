// Tiles of the configured base maps: from the operator's files, or from other servers through a cache on
// disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/client.hpp"
#include "maps/basemaps/basemaps.hpp"
#include "maps/basemaps/disk_index.hpp"
#include "maps/basemaps/raster_file.hpp"
#include "module.hpp"

namespace hatang::maps {

class RasterSource {
  public:
    RasterSource(Platform&, std::uint64_t cache_bytes_max);

    // Opens the files and reads what the cache holds. A file that cannot be read is logged and told by
    // views().
    task<void> start(std::vector<Basemap>);
    void use(http::Client& outgoing) { outgoing_ = &outgoing; }

    BasemapViewList views() const;
    // The picture; nothing where the map has none. Throws not_found for an unknown map, invalid_parameter for
    // a tile that is none, what http::Client throws, outgoing_failed for an answer that is no picture.
    task<std::optional<std::string>> tile(std::string id, std::int64_t z, std::int64_t x, std::int64_t y);

  private:
    struct Map {
        Basemap configured;
        std::unique_ptr<RasterFile> file;
        std::mutex reading;  // the pool has several threads, the file one reader
        std::string problem;
    };
    task<std::optional<std::string>> from_file(Map&, std::int64_t z, std::int64_t x, std::int64_t y);
    task<std::optional<std::string>> from_server(Map&, std::int64_t z, std::int64_t x, std::int64_t y);
    task<std::optional<std::string>> fetch(Map&, std::int64_t z, std::int64_t x, std::int64_t y);
    task<void> keep(std::string name, std::string picture);

    Platform& platform_;
    http::Client* outgoing_ = nullptr;
    std::string folder_;
    DiskIndex index_;
    std::map<std::string, std::unique_ptr<Map>> maps_;
    std::vector<std::string> order_;
    std::map<std::string, std::shared_ptr<Signal>> under_way_;
};

}  // namespace hatang::maps
