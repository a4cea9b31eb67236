// Writes one layer of a vector tile: Mapbox Vector Tile 2.1, protocol buffers by hand. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "maps/encode/clip.hpp"
#include "maps/store/feature.hpp"

namespace hatang::maps {

// The keys of every feature, in the order of their numbers.
inline constexpr std::array<std::string_view, 6> tile_keys{"id",     "class",     "name",
                                                           "status", "generated", "rank"};

// Commands and differences of a geometry (section 4.3).
class GeometryWriter {
  public:
    void points(const Path&);
    void line(const Path&);
    void ring(const Path&);
    bool empty() const { return out_.empty(); }
    const std::string& bytes() const { return out_; }
    void clear() { out_.clear(), at_ = {}; }

  private:
    void command(int id, std::size_t count) { put(static_cast<std::uint64_t>(id) | (count << 3)); }
    void put(std::uint64_t);
    void step(Local);
    std::string out_;
    Local at_;
};

class LayerWriter {
  public:
    explicit LayerWriter(std::string_view name);
    void add(const FeatureView&, const GeometryWriter&);
    std::size_t bytes() const { return features_.size() + values_.size(); }
    // The whole tile: one layer, or nothing when it has no features.
    std::string take();

  private:
    std::uint32_t text(std::string_view);
    std::uint32_t number(std::uint64_t, bool shared);
    std::uint32_t boolean(bool);
    std::uint32_t value(std::string_view message);

    std::string name_, features_, values_, tags_, feature_;
    std::uint32_t value_count_ = 0;
    std::unordered_map<std::string_view, std::uint32_t> texts_;  // views of the features' layer
    std::vector<std::uint32_t> numbers_;                         // by number, for small ones; 0: not yet
    std::uint32_t booleans_[2]{};                                // value + 1
};

}  // namespace hatang::maps
