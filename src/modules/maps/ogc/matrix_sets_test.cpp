#include "maps/ogc/matrix_sets.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "geo/crs.hpp"
#include "maps/ogc/documents.hpp"

namespace hatang::maps {

TEST_CASE("WebMercatorQuad has the scales of the registry") {
    const MatrixSet& set = *find_matrix_set("WebMercatorQuad");
    // OGC 17-083r4 annex D.1: level 0 and level 20.
    CHECK(set.cell_size(0) == doctest::Approx(156543.0339280410).epsilon(1e-12));
    CHECK(set.cell_size(0) / 0.00028 == doctest::Approx(559082264.028717).epsilon(1e-12));
    CHECK(set.cell_size(20) / 0.00028 == doctest::Approx(533.182395962445).epsilon(1e-12));
    CHECK(matrix_set_json(set).find("\"matrixWidth\":1048576") != std::string::npos);
    CHECK_FALSE(find_matrix_set("WorldCRS84Quad"));
}

TEST_CASE("the VN-2000 pyramid has cells of powers of two metres, and a point falls where PROJ says") {
    const MatrixSet& set = *find_matrix_set("VN2000TM3Hanoi");
    CHECK(set.cell_size(0) == 8'192);
    CHECK(set.cell_size(16) == 0.125);
    const geo::Position hoan_kiem = *geo::from_wgs84(geo::Crs::vn2000_hanoi, {105.8525, 21.0287});
    const int level = 12;  // 2 m a cell, 512 m a tile
    const auto column = static_cast<std::int64_t>((hoan_kiem.x - set.west) / 512);
    const auto row = static_cast<std::int64_t>((set.north - hoan_kiem.y) / 512);
    const auto frame = frame_of(Grid::vn2000_tm3, level, column, row);
    const Point p = world_of_degrees({105.8525, 21.0287});
    CHECK(frame->reach().meets({p.x, p.y, p.x, p.y}));
    Path out;
    frame->place({p}, out);
    REQUIRE(out.size() == 1);
    const double unit = 512.0 / 4'096;
    CHECK(std::abs(static_cast<double>(out[0].x) -
                   (hoan_kiem.x - set.west - static_cast<double>(column) * 512) / unit) < 1);
    CHECK(std::abs(static_cast<double>(out[0].y) -
                   (set.north - static_cast<double>(row) * 512 - hoan_kiem.y) / unit) < 1);
    const auto range = tiles_over(set, level, {p.x, p.y, p.x, p.y});
    REQUIRE(range);
    CHECK(range->min_column == column);
    CHECK(range->max_row == row);
    CHECK_FALSE(tiles_over(set, level, Box{}));
}

TEST_CASE("limits of a tile set hold what is there") {
    const Point a = world_of_degrees({105.80, 21.05}), b = world_of_degrees({105.90, 21.00});
    const std::string text =
        tile_set_json({"Cầu", "/ogc/collections/bridge", {{"bridge", "Cầu"}}},
                      *find_matrix_set("WebMercatorQuad"), {a.x, a.y, b.x, b.y}, "http://x");
    CHECK(
        text.find(
            R"({"tileMatrix":"14","minTileRow":7211,"maxTileRow":7214,"minTileCol":13007,"maxTileCol":13011})") !=
        std::string::npos);
    CHECK(
        text.find("http://x/ogc/collections/bridge/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}") !=
        std::string::npos);
}

}  // namespace hatang::maps
