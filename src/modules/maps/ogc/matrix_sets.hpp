// The tile matrix sets (OGC 17-083r4) that tiles are served in. Pure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "maps/encode/frame.hpp"

namespace hatang::maps {

struct MatrixSet {
    Grid grid;
    std::string_view id, title, uri, crs;  // uri empty: not registered anywhere, our own
    int levels;
    double cell_size_0;  // metres of the CRS a pixel of 256 a tile, at matrix 0
    double west, north;  // top left corner
    std::string_view note;

    double cell_size(int level) const { return cell_size_0 / static_cast<double>(std::int64_t{1} << level); }
    std::int64_t side(int level) const { return std::int64_t{1} << level; }  // tiles, on both axes
};

// WebMercatorQuad, and VN2000TM3Hanoi: EPSG:5897 in a pyramid whose cell sizes are powers of two metres.
const MatrixSet* find_matrix_set(std::string_view id);
const MatrixSet& matrix_set_of(Grid);
std::string matrix_set_json(const MatrixSet&);

// A tile of a grid; it must lie within.
std::unique_ptr<const Frame> frame_of(Grid, std::int64_t level, std::int64_t column, std::int64_t row);

struct TileRange {
    std::int64_t min_column, max_column, min_row, max_row;
};
// The tiles of a level that something in the box can lie in; nothing for an empty box.
std::optional<TileRange> tiles_over(const MatrixSet&, int level, const Box&);

}  // namespace hatang::maps
