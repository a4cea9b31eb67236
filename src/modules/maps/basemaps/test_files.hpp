// For tests: the smallest files of tiles that have all their parts.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "maps/basemaps/pmtiles.hpp"

namespace hatang::maps {

inline ReadAt reader_of(const std::string& file) {
    return [&file](std::uint64_t offset, std::uint64_t bytes) -> std::optional<std::string> {
        if (offset > file.size() || bytes > file.size() - offset) return {};
        return file.substr(offset, bytes);
    };
}

inline std::string le(std::uint64_t n, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(n >> (8 * i));
    return out;
}
inline std::string le_real(double d) { return le(std::bit_cast<std::uint64_t>(d), 8); }

inline std::string le_varint(std::uint64_t n) {
    std::string out;
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    out += static_cast<char>(n);
    return out;
}

struct TestEntry {
    std::uint64_t id, run, length, offset;
};
inline std::string directory_of(const std::vector<TestEntry>& entries) {
    std::string out = le_varint(entries.size());
    std::uint64_t before = 0;
    for (const TestEntry& e : entries) out += le_varint(e.id - before), before = e.id;
    for (const TestEntry& e : entries) out += le_varint(e.run);
    for (const TestEntry& e : entries) out += le_varint(e.length);
    for (const TestEntry& e : entries) out += le_varint(e.offset + 1);
    return out;
}

// A root with one leaf, and two tiles: A at 0/0/0, B at 1/0/0 and 1/0/1.
inline std::string small_pmtiles() {
    const std::string leaf = directory_of({{0, 1, 3, 0}, {1, 2, 5, 3}});
    const std::string root = directory_of({{0, 0, leaf.size(), 0}});
    const std::uint64_t leaves = pmtiles_header_bytes + root.size(), tiles = leaves + leaf.size();
    std::string file = "PMTiles\x03";
    for (const std::uint64_t n :
         {std::uint64_t{pmtiles_header_bytes}, std::uint64_t{root.size()}, std::uint64_t{0}, std::uint64_t{0},
          leaves, std::uint64_t{leaf.size()}, tiles, std::uint64_t{8}})
        file += le(n, 8);
    file.resize(97, '\0');
    file += std::string("\x01\x01\x02\x00\x01", 5);
    file.resize(pmtiles_header_bytes, '\0');
    return file + root + leaf + "AAABBBBB";
}
struct TagText {
    std::uint64_t tag, type, count;
    std::string bytes;
};

// Two tiles side by side at zoom 10, from column 813 and row 450 on, as JPEG with shared tables.
inline std::string small_cog(std::uint64_t compression = 7, std::uint64_t code = 3857, double shift = 0) {
    const double side = 40'075'016.685578488 / 1024, half = 40'075'016.685578488 / 2;
    const std::string tables = "\xFF\xD8TT\xFF\xD9", one = "\xFF\xD8one\xFF\xD9", two = "\xFF\xD8two\xFF\xD9";
    const std::uint64_t data = 1024;
    const std::vector<TagText> tags{
        {256, 4, 1, le(512, 4)},
        {257, 4, 1, le(256, 4)},
        {259, 3, 1, le(compression, 2)},
        {262, 3, 1, le(6, 2)},
        {322, 3, 1, le(256, 2)},
        {323, 3, 1, le(256, 2)},
        {324, 4, 2, le(data, 4) + le(data + one.size(), 4)},
        {325, 4, 2, le(one.size(), 4) + le(two.size(), 4)},
        {347, 7, tables.size(), tables},
        {33550, 12, 3, le_real(side / 256) + le_real(side / 256) + le_real(0)},
        {33922, 12, 6,
         le_real(0) + le_real(0) + le_real(0) + le_real(813 * side - half + shift) +
             le_real(half - 450 * side) + le_real(0)},
        {34735, 3, 8,
         le(1, 2) + le(1, 2) + le(0, 2) + le(1, 2) + le(3072, 2) + le(0, 2) + le(1, 2) + le(code, 2)}};
    std::string entries, rest;
    const std::uint64_t after = 8 + 2 + tags.size() * 12 + 4;
    for (const TagText& t : tags) {
        entries += le(t.tag, 2) + le(t.type, 2) + le(t.count, 4);
        std::string inside = t.bytes;
        if (inside.size() > 4) {
            inside = le(after + rest.size(), 4);
            rest += t.bytes;
        }
        inside.resize(4, '\0');
        entries += inside;
    }
    std::string file = std::string("II*\0", 4) + le(8, 4) + le(tags.size(), 2) + entries + le(0, 4) + rest;
    file.resize(data, '\0');
    return file + one + two;
}

// A file with some bytes replaced: three of `by` say one, two of them where.
inline std::string turned(std::string file, std::string_view by) {
    for (; by.size() >= 3; by.remove_prefix(3)) {
        const auto at = static_cast<std::uint8_t>(by[0]) | static_cast<std::uint8_t>(by[1]) << 8;
        file[static_cast<std::size_t>(at) % file.size()] = by[2];
    }
    return file;
}

}  // namespace hatang::maps
