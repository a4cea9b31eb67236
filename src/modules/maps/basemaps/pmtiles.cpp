#include "maps/basemaps/pmtiles.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

std::uint64_t little(std::string_view bytes, std::size_t at) {
    std::uint64_t n = 0;
    for (int i = 7; i >= 0; --i)
        n = n << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
    return n;
}

std::optional<std::string> gunzip(std::string_view packed) {
    z_stream z{};
    if (inflateInit2(&z, 15 + 16) != Z_OK) return {};
    std::string out(limits::pmtiles_directory_bytes_max, '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    z.avail_in = static_cast<uInt>(packed.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const int end = inflate(&z, Z_FINISH);
    out.resize(out.size() - z.avail_out);
    inflateEnd(&z);
    if (end != Z_STREAM_END) return {};
    return out;
}

class VarintReader {
  public:
    explicit VarintReader(std::string_view bytes) : rest_(bytes) {}
    std::uint64_t next() {
        std::uint64_t n = 0;
        for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            n |= std::uint64_t{byte & 0x7Fu} << shift;
            if (byte < 0x80) return n;
        }
        good_ = false;
        return 0;
    }
    bool good() const { return good_; }
    std::size_t left() const { return rest_.size(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

Error damaged(const char* what) { return Error(Code::file_refused, {}, {std::string("PMTiles: ") + what}); }

}  // namespace

std::optional<PmtilesHeader> read_pmtiles_header(std::string_view bytes) {
    if (bytes.size() < pmtiles_header_bytes || !bytes.starts_with("PMTiles\x03")) return {};
    PmtilesHeader h{};
    h.root_offset = little(bytes, 8);
    h.root_bytes = little(bytes, 16);
    h.leaves_offset = little(bytes, 40);
    h.leaves_bytes = little(bytes, 48);
    h.tiles_offset = little(bytes, 56);
    h.tiles_bytes = little(bytes, 64);
    h.directory_compression = static_cast<std::uint8_t>(bytes[97]);
    h.tile_type = static_cast<std::uint8_t>(bytes[99]);
    h.min_zoom = static_cast<std::uint8_t>(bytes[100]);
    h.max_zoom = static_cast<std::uint8_t>(bytes[101]);
    if (h.directory_compression != 1 && h.directory_compression != 2) return {};
    if (h.tile_type < 2 || h.tile_type > 4) return {};
    return h;
}

std::uint64_t pmtiles_id(std::uint32_t z, std::uint32_t x, std::uint32_t y) {
    std::uint64_t id = ((std::uint64_t{1} << (2 * z)) - 1) / 3;
    for (std::uint64_t side = (std::uint64_t{1} << z) / 2; side > 0; side /= 2) {
        const bool right = (x & side) > 0, low = (y & side) > 0;
        id += side * side * ((3 * (right ? 1 : 0)) ^ (low ? 1 : 0));
        if (!low) {
            if (right) {
                x = static_cast<std::uint32_t>(side - 1) - (x & static_cast<std::uint32_t>(side - 1));
                y = static_cast<std::uint32_t>(side - 1) - (y & static_cast<std::uint32_t>(side - 1));
            }
            std::swap(x, y);
        }
    }
    return id;
}

std::optional<std::vector<PmtilesEntry>> read_pmtiles_directory(std::string_view packed,
                                                                std::uint8_t compression) {
    std::optional<std::string> unpacked;
    if (compression == 2) {
        unpacked = gunzip(packed);
        if (!unpacked) return {};
        packed = *unpacked;
    }
    VarintReader in(packed);
    const std::uint64_t count = in.next();
    // Four numbers of a byte at least for each entry.
    if (count == 0 || count > in.left() / 4) return {};
    std::vector<PmtilesEntry> entries(count);
    std::uint64_t id = 0;
    for (PmtilesEntry& e : entries) e.tile_id = id += in.next();
    for (PmtilesEntry& e : entries) e.run = static_cast<std::uint32_t>(in.next());
    for (PmtilesEntry& e : entries) e.length = static_cast<std::uint32_t>(in.next());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t n = in.next();
        if (n == 0 && i == 0) return {};
        entries[i].offset = n == 0 ? entries[i - 1].offset + entries[i - 1].length : n - 1;
        if (i > 0 && entries[i].tile_id <= entries[i - 1].tile_id) return {};
    }
    if (!in.good()) return {};
    return entries;
}

const PmtilesEntry* find_entry(const std::vector<PmtilesEntry>& entries, std::uint64_t tile_id) {
    const auto after = std::ranges::upper_bound(entries, tile_id, {}, &PmtilesEntry::tile_id);
    if (after == entries.begin()) return nullptr;
    const PmtilesEntry& entry = *std::prev(after);
    return entry.run == 0 || tile_id - entry.tile_id < entry.run ? &entry : nullptr;
}

std::optional<std::string> pmtiles_tile(const PmtilesHeader& header, const ReadAt& read, std::uint32_t z,
                                        std::uint32_t x, std::uint32_t y) {
    const std::uint64_t id = pmtiles_id(z, x, y);
    std::uint64_t offset = header.root_offset, bytes = header.root_bytes;
    // The specification allows a root and leaves of leaves; more than three levels nobody writes.
    for (int level = 0; level < 4; ++level) {
        if (bytes > limits::pmtiles_directory_bytes_max) throw damaged("directory too large");
        const auto packed = read(offset, bytes);
        const auto entries =
            packed ? read_pmtiles_directory(*packed, header.directory_compression) : std::nullopt;
        if (!entries) throw damaged("directory");
        const PmtilesEntry* entry = find_entry(*entries, id);
        if (!entry) return {};
        if (entry->run > 0) {
            if (entry->length > limits::basemap_tile_bytes_max) throw damaged("tile too large");
            const auto tile = read(header.tiles_offset + entry->offset, entry->length);
            if (!tile) throw damaged("tile beyond the end");
            return tile;
        }
        offset = header.leaves_offset + entry->offset;
        bytes = entry->length;
    }
    throw damaged("too many levels");
}

}  // namespace hatang::maps
