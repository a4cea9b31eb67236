#include "maps/basemaps/cog.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

constexpr double equator_m = 40'075'016.685578488;
constexpr std::int64_t tile_pixels = 256;

Error not_read(const std::string& why) {
    return Error(Code::file_refused, {},
                 {"COG: " + why +
                  " (gdal_translate -of COG -co TILING_SCHEME=GoogleMapsCompatible -co COMPRESS=JPEG)"});
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t n = 0;
    for (std::size_t i = size; i-- > 0;) n = n << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return n;
}

// TIFF 6.0 and BigTIFF: sizes of numbers by type; 0 for types that nothing here reads.
std::size_t size_of_type(std::uint64_t type) {
    switch (type) {
        case 1:
        case 2:
        case 7:
            return 1;
        case 3:
            return 2;
        case 4:
            return 4;
        case 12:
        case 16:
            return 8;
        default:
            return 0;
    }
}

struct Field {
    std::size_t size = 0;
    std::string bytes;
    std::size_t count() const { return size == 0 ? 0 : bytes.size() / size; }
    std::uint64_t number(std::size_t i = 0) const {
        return i < count() ? number_at(bytes, i * size, size) : 0;
    }
    double real(std::size_t i) const {
        return i < count() && size == 8 ? std::bit_cast<double>(number(i)) : 0;
    }
};
using Directory = std::map<std::uint64_t, Field>;

class TiffReader {
  public:
    explicit TiffReader(const ReadAt& read) : read_(read) {
        const std::string head = bytes(0, 16);
        if (!head.starts_with("II")) throw not_read("byte order");
        const std::uint64_t version = number_at(head, 2, 2);
        if (version != 42 && version != 43) throw not_read("TIFF");
        big_ = version == 43;
        next_ = big_ ? number_at(head, 8, 8) : number_at(head, 4, 4);
    }

    std::optional<Directory> next() {
        if (next_ == 0) return {};
        const std::size_t count_size = big_ ? 8 : 2, entry_size = big_ ? 20 : 12, offset_size = big_ ? 8 : 4;
        const std::uint64_t count = number_at(bytes(next_, count_size), 0, count_size);
        if (count > limits::cog_fields_max) throw not_read("directory");
        const std::string entries = bytes(next_ + count_size, count * entry_size + offset_size);
        Directory out;
        for (std::uint64_t i = 0; i < count; ++i)
            add(out, std::string_view(entries).substr(i * entry_size, entry_size));
        next_ = number_at(entries, count * entry_size, offset_size);
        return out;
    }

  private:
    std::string bytes(std::uint64_t offset, std::uint64_t length) const {
        std::optional<std::string> found = read_(offset, length);
        if (!found) throw not_read("cut off");
        return std::move(*found);
    }

    void add(Directory& out, std::string_view entry) const {
        const std::uint64_t tag = number_at(entry, 0, 2);
        // Descriptions and the like may be long and are not needed.
        switch (tag) {
            case 254:
            case 256:
            case 257:
            case 259:
            case 262:
            case 322:
            case 323:
            case 324:
            case 325:
            case 347:
            case 33550:
            case 33922:
            case 34735:
                break;
            default:
                return;
        }
        const std::size_t size = size_of_type(number_at(entry, 2, 2));
        const std::size_t offset_size = big_ ? 8 : 4;
        const std::uint64_t count = number_at(entry, 4, offset_size);
        if (size == 0 || count > limits::cog_tiles_max) throw not_read("field " + std::to_string(tag));
        const std::string_view inside = entry.substr(4 + offset_size, offset_size);
        const std::uint64_t length = count * size;
        out[tag] = {size, length <= offset_size ? std::string(inside.substr(0, length))
                                                : bytes(number_at(inside, 0, offset_size), length)};
    }

    const ReadAt& read_;
    bool big_ = false;
    std::uint64_t next_ = 0;
};

std::uint64_t value_of(const Directory& d, std::uint64_t tag) {
    const auto found = d.find(tag);
    return found == d.end() ? 0 : found->second.number();
}

void require_web_mercator(const Directory& d) {
    constexpr std::uint64_t geo_keys = 34735, projected = 3072, web_mercator = 3857;
    const auto keys = d.find(geo_keys);
    for (std::size_t i = 4; keys != d.end() && i + 3 < keys->second.count(); i += 4)
        if (keys->second.number(i) == projected && keys->second.number(i + 3) == web_mercator) return;
    throw not_read("EPSG:3857");
}

// The zoom whose pixels have this size; nothing for sizes between zooms.
std::optional<std::int64_t> zoom_of(double metres_per_pixel) {
    if (!(metres_per_pixel > 0)) return {};
    const double zoom = std::log2(equator_m / (tile_pixels * metres_per_pixel));
    if (!(zoom > -0.001 && zoom < 24.001) || std::abs(zoom - std::round(zoom)) > 0.001) return {};
    return std::llround(zoom);
}

CogLevel level_of(const Directory& d) {
    CogLevel level;
    const std::uint64_t compression = value_of(d, 259), photometric = value_of(d, 262);
    const bool jpeg = compression == 7 && photometric == 6, webp = compression == 50001;
    if (!jpeg && !webp) throw not_read("JPEG (YCbCr), WebP");
    if (value_of(d, 322) != tile_pixels || value_of(d, 323) != tile_pixels) throw not_read("256 × 256");
    const std::uint64_t width = value_of(d, 256), height = value_of(d, 257);
    if (width == 0 || height == 0 || width > 0x7FFFFFFF || height > 0x7FFFFFFF) throw not_read("size");
    level.columns = (static_cast<std::int64_t>(width) + tile_pixels - 1) / tile_pixels;
    level.rows = (static_cast<std::int64_t>(height) + tile_pixels - 1) / tile_pixels;
    const auto offsets = d.find(324), lengths = d.find(325);
    const auto tiles = static_cast<std::size_t>(level.columns * level.rows);
    if (offsets == d.end() || lengths == d.end() || offsets->second.count() != tiles ||
        lengths->second.count() != tiles)
        throw not_read("tiles");
    for (std::size_t i = 0; i < tiles; ++i) {
        level.offsets.push_back(offsets->second.number(i));
        level.lengths.push_back(lengths->second.number(i));
    }
    if (const auto tables = d.find(347); jpeg && tables != d.end()) level.jpeg_tables = tables->second.bytes;
    return level;
}

}  // namespace

std::vector<CogLevel> read_cog(const ReadAt& read) {
    TiffReader reader(read);
    std::vector<CogLevel> levels;
    std::int64_t top_zoom = 0, top_column = 0, top_row = 0;
    double top_width = 0;
    for (int i = 0; i < limits::cog_levels_max; ++i) {
        const std::optional<Directory> d = reader.next();
        if (!d) break;
        constexpr std::uint64_t mask = 4;
        if (value_of(*d, 254) & mask) continue;
        CogLevel level = level_of(*d);
        const auto width = static_cast<double>(value_of(*d, 256));
        if (levels.empty()) {
            require_web_mercator(*d);
            const auto scale = d->find(33550), tie = d->find(33922);
            const auto zoom = scale == d->end() ? std::nullopt : zoom_of(scale->second.real(0));
            if (!zoom || tie == d->end()) throw not_read("GoogleMapsCompatible");
            const double side = equator_m / std::exp2(*zoom);
            const double column = (tie->second.real(3) + equator_m / 2) / side,
                         row = (equator_m / 2 - tie->second.real(4)) / side;
            const auto fits = [&](double place) {
                return std::abs(place - std::round(place)) < 0.01 && place > -0.5 && place < std::exp2(*zoom);
            };
            if (!fits(column) || !fits(row)) throw not_read("GoogleMapsCompatible");
            top_zoom = *zoom;
            top_column = std::llround(column);
            top_row = std::llround(row);
            top_width = width;
        }
        const auto steps = static_cast<std::int64_t>(std::llround(std::log2(top_width / width)));
        const std::int64_t factor = std::int64_t{1} << std::clamp<std::int64_t>(steps, 0, 24);
        // Overviews whose tiles begin between those of their zoom are left out: ALIGNED_LEVELS makes them
        // fit.
        if (steps < 0 || steps > top_zoom || top_column % factor != 0 || top_row % factor != 0) continue;
        level.zoom = top_zoom - steps;
        level.first_column = top_column / factor;
        level.first_row = top_row / factor;
        levels.push_back(std::move(level));
    }
    if (levels.empty()) throw not_read("TIFF");
    return levels;
}

std::optional<std::string> cog_tile(const std::vector<CogLevel>& levels, const ReadAt& read, std::int64_t z,
                                    std::int64_t x, std::int64_t y) {
    for (const CogLevel& level : levels) {
        const std::int64_t column = x - level.first_column, row = y - level.first_row;
        if (level.zoom != z || column < 0 || row < 0 || column >= level.columns || row >= level.rows)
            continue;
        const auto place = static_cast<std::size_t>(row * level.columns + column);
        if (level.lengths[place] == 0) return {};
        if (level.lengths[place] > limits::basemap_tile_bytes_max) throw not_read("tile");
        const std::optional<std::string> tile = read(level.offsets[place], level.lengths[place]);
        if (!tile) throw not_read("cut off");
        const std::string& tables = level.jpeg_tables;
        if (tables.size() < 4 || tile->size() < 2) return tile;
        // Both begin with SOI and end with EOI: the tables go between the beginning and the rest of the tile.
        return tile->substr(0, 2) + tables.substr(2, tables.size() - 4) + tile->substr(2);
    }
    return {};
}

}  // namespace hatang::maps
