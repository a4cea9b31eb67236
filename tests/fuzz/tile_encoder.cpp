// Any bytes may be the geometry of an asset; the tiles made of it always read back, and stay within their
// bounds.
#include <cstdint>
#include <cstdlib>

#include "maps/encode/test_tile.hpp"
#include "maps/encode/tile.hpp"
#include "maps/ogc/matrix_sets.hpp"

using namespace hatang;
using namespace hatang::maps;

namespace {

constexpr TileLimits bounds{100, 64 << 10};

void check(const Layer& layer, const Frame& frame, const security::Scope& scope) {
    const TileBody tile = make_tile(layer, frame, "fuzz", "", scope, bounds);
    if (tile.bytes.empty()) return;
    try {
        for (const ReadLayer& read : TileReader::read(tile.bytes))
            for (const ReadFeature& feature : read.features)
                for (const Path& part : feature.parts)
                    for (const Local p : part)
                        if (p.x < -margin_units || p.x > extent + margin_units || p.y < -margin_units ||
                            p.y > extent + margin_units)
                            std::abort();
    } catch (const std::exception&) {
        std::abort();
    }
}

// Well-known binary out of any bytes: two of them choose the kind, the others are small steps from Hà Nội, so
// that most inputs draw something.
std::string drawn(const std::uint8_t* data, std::size_t size) {
    const std::uint32_t type = data[0] % 3 + 1;
    const auto points = static_cast<std::uint32_t>(type == 1 ? 1 : (size - 2) / 2);
    std::string out("\x01", 1);
    const auto put = [&](auto n) { out.append(reinterpret_cast<const char*>(&n), sizeof n); };
    put(type);
    if (type == 3) put(std::uint32_t{1});
    if (type != 1) put(points);
    double x = 11'783'635, y = 2'395'277;
    const double step = static_cast<double>(1 << data[1] % 20);
    for (std::uint32_t i = 0; i < points; ++i) {
        put(x), put(y);
        x += (data[2 + 2 * i] - 128.0) * step / 16;
        y += (data[3 + 2 * i] - 128.0) * step / 16;
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    static const security::Scope all({{.sensitivity_max = security::Sensitivity::restricted}}, true);
    Groups groups;
    const std::string plain(reinterpret_cast<const char*>(data), size);
    for (const std::string& bytes : {plain, drawn(data, size)}) {
        std::optional<Shape> shape = shape_of_wkb(bytes);
        if (!shape) continue;
        Feature f;
        f.id = 1;
        f.group = groups.intern({.class_key = "road", .domain = "road"});
        f.name = plain.substr(0, 100);
        f.shape = *std::move(shape);
        const Point middle{f.shape.box.west / 2 + f.shape.box.east / 2,
                           f.shape.box.north / 2 + f.shape.box.south / 2};
        std::vector<Feature> features;
        features.push_back(std::move(f));
        const auto layer = Layer::pack(std::move(features), groups.size());
        for (const int z : {0, 5, 11, 14, 17, 20})
            check(*layer,
                  WebFrame(z, static_cast<std::uint32_t>(std::uint64_t{middle.x} >> (32 - z)),
                           static_cast<std::uint32_t>(std::uint64_t{middle.y} >> (32 - z))),
                  all);
        if (const auto range =
                tiles_over(matrix_set_of(Grid::vn2000_tm3), 10, {middle.x, middle.y, middle.x, middle.y}))
            check(*layer, *frame_of(Grid::vn2000_tm3, 10, range->min_column, range->min_row), all);
    }
    return 0;
}
