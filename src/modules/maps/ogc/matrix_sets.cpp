#include "maps/ogc/matrix_sets.hpp"

#include <array>
#include <cmath>

#include "geo/crs.hpp"
#include "json/writer.hpp"

namespace hatang::maps {
namespace {

constexpr double vn_side =
    2'097'152;  // 2^21 m: the whole of Việt Nam from north to south, 9.5° to either side
// OGC 17-083r4 section 6.1.1: a pixel of the standard is 0.28 mm.
constexpr double pixel_m = 0.00028;

const std::array<MatrixSet, 2> sets{{
    {Grid::web_mercator, "WebMercatorQuad", "Google Maps Compatible for the World",
     "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
     "http://www.opengis.net/def/crs/EPSG/0/3857", 21, world_metres / 256, -world_metres / 2,
     world_metres / 2, ""},
    {Grid::vn2000_tm3, "VN2000TM3Hanoi", "VN-2000 / TM-3, kinh tuyến trục 105°", "",
     "http://www.opengis.net/def/crs/EPSG/0/5897", 17, vn_side / 256, 500'000 - vn_side / 2, 2'621'440,
     "Cell sizes are 8192 m / 2^n. WGS 84 is related to VN-2000 by EPSG:6960."},
}};

// VN-2000: each vertex through PROJ, with the transformation that the program pins (geo/crs).
class VnFrame final : public Frame {
  public:
    VnFrame(int level, std::int64_t column, std::int64_t row)
        : Frame({}, std::min(level + zoom_ahead, grid_zoom)) {
        const MatrixSet& set = matrix_set_of(Grid::vn2000_tm3);
        unit_ = set.cell_size(level) * 256 / extent;
        west_ = set.west + static_cast<double>(column) * unit_ * extent;
        north_ = set.north - static_cast<double>(row) * unit_ * extent;
        reach_ = around();
    }

    void place(const std::vector<Point>& points, Path& out) const override {
        out.clear();
        for (const Point p : points) {
            const Degrees d = degrees_of(p);
            const auto metres = geo::from_wgs84(geo::Crs::vn2000_hanoi, {d.lon, d.lat});
            if (!metres) continue;  // the other side of the Earth
            out.push_back(
                {std::llround((metres->x - west_) / unit_), std::llround((north_ - metres->y) / unit_)});
        }
    }

  private:
    // Of Web Mercator at the latitude of Hà Nội: 8192 m a cell at level 0 is 9,134 m at zoom 4.
    static constexpr int zoom_ahead = 4;

    // The edges of the tile are bent in Web Mercator: the box around points on them, and some more.
    Box around() const {
        constexpr int steps = 16;
        Box box;
        const double least = -margin_units, most = extent + margin_units;
        const auto add = [&](double x, double y) {
            const auto d = geo::to_wgs84(geo::Crs::vn2000_hanoi, {west_ + x * unit_, north_ - y * unit_});
            if (d) box.add(world_of_degrees({d->x, d->y}));
        };
        for (int i = 0; i <= steps; ++i) {
            const double at = least + (most - least) * i / steps;
            add(at, least), add(at, most), add(least, at), add(most, at);
        }
        if (box.empty()) return box;
        const auto slack = static_cast<std::uint32_t>((box.east - box.west) / 64 + 1);
        const auto less = [&](std::uint32_t n) { return n > slack ? n - slack : 0; };
        const auto more = [&](std::uint32_t n) { return n < UINT32_MAX - slack ? n + slack : UINT32_MAX; };
        return {less(box.west), less(box.north), more(box.east), more(box.south)};
    }

    double unit_, west_, north_;
};

}  // namespace

const MatrixSet* find_matrix_set(std::string_view id) {
    for (const MatrixSet& set : sets)
        if (set.id == id) return &set;
    return nullptr;
}

const MatrixSet& matrix_set_of(Grid grid) { return sets[static_cast<std::size_t>(grid)]; }

std::unique_ptr<const Frame> frame_of(Grid grid, std::int64_t level, std::int64_t column, std::int64_t row) {
    if (grid == Grid::vn2000_tm3) return std::make_unique<VnFrame>(static_cast<int>(level), column, row);
    return std::make_unique<WebFrame>(static_cast<int>(level), static_cast<std::uint32_t>(column),
                                      static_cast<std::uint32_t>(row));
}

std::optional<TileRange> tiles_over(const MatrixSet& set, int level, const Box& box) {
    if (box.empty()) return std::nullopt;
    const std::int64_t last = set.side(level) - 1;
    const auto inside = [last](double n) {
        return std::clamp(static_cast<std::int64_t>(std::floor(n)), std::int64_t{0}, last);
    };
    if (set.grid == Grid::web_mercator) {
        const int shift = 32 - level;
        return TileRange{std::int64_t{box.west} >> shift, std::int64_t{box.east} >> shift,
                         std::int64_t{box.north} >> shift, std::int64_t{box.south} >> shift};
    }
    double west = 1e18, east = -1e18, south = 1e18, north = -1e18;
    constexpr int steps = 8;
    for (int i = 0; i <= steps; ++i)
        for (int j = 0; j <= steps; ++j) {
            const auto part = [](std::uint32_t a, std::uint32_t b, int k) {
                return static_cast<std::uint32_t>(a +
                                                  (std::uint64_t{b} - a) * static_cast<unsigned>(k) / steps);
            };
            const Degrees d = degrees_of({part(box.west, box.east, i), part(box.north, box.south, j)});
            const auto metres = geo::from_wgs84(geo::Crs::vn2000_hanoi, {d.lon, d.lat});
            if (!metres) continue;
            west = std::min(west, metres->x), east = std::max(east, metres->x);
            south = std::min(south, metres->y), north = std::max(north, metres->y);
        }
    if (west > east) return std::nullopt;
    const double side = set.cell_size(level) * 256;
    return TileRange{inside((west - set.west) / side), inside((east - set.west) / side),
                     inside((set.north - north) / side), inside((set.north - south) / side)};
}

std::string matrix_set_json(const MatrixSet& set) {
    json::Writer w;
    w.begin_object().field("id", set.id).field("title", set.title);
    if (!set.note.empty()) w.field("description", set.note);
    if (!set.uri.empty())
        w.field("uri", set.uri)
            .field("wellKnownScaleSet", "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible");
    w.field("crs", set.crs);
    // EPSG:5897 is in the order easting, northing, EPSG:3857 too.
    w.key("orderedAxes").begin_array().value("E").value("N").end_array();
    w.key("tileMatrices").begin_array();
    for (int level = 0; level < set.levels; ++level) {
        w.begin_object().field("id", std::to_string(level));
        w.field("scaleDenominator", set.cell_size(level) / pixel_m).field("cellSize", set.cell_size(level));
        w.field("cornerOfOrigin", "topLeft");
        w.key("pointOfOrigin").begin_array().value(set.west).value(set.north).end_array();
        w.field("tileWidth", 256).field("tileHeight", 256);
        w.field("matrixWidth", set.side(level)).field("matrixHeight", set.side(level)).end_object();
    }
    w.end_array().end_object();
    return w.take();
}

}  // namespace hatang::maps
