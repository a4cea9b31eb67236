// Where a tile lies in the world, and how the world grid goes into its units. Pure (PROJ for other systems
// than Web Mercator).
#pragma once

#include "base/error.hpp"
#include "maps/encode/clip.hpp"
#include "maps/store/world.hpp"

namespace hatang::maps {

class Frame {
  public:
    virtual ~Frame() = default;
    // What of the world may show in the tile, margin included.
    const Box& reach() const { return reach_; }
    // The zoom of Web Mercator that decides what shows and how finely.
    int zoom() const { return zoom_; }
    virtual void place(const std::vector<Point>&, Path& out) const = 0;

  protected:
    Frame(Box reach, int zoom) : reach_(reach), zoom_(zoom) {}
    Box reach_;
    int zoom_;
};

// A tile of WebMercatorQuad; it must lie within the pyramid.
class WebFrame final : public Frame {
  public:
    WebFrame(int z, std::uint32_t x, std::uint32_t y);
    void place(const std::vector<Point>&, Path& out) const override;

  private:
    std::int64_t west_, north_;
    int shift_;
};

}  // namespace hatang::maps
