#include "maps/basemaps/pmtiles.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::maps {
namespace {

std::string varint(std::uint64_t n) {
    std::string out;
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    out += static_cast<char>(n);
    return out;
}

struct TestEntry {
    std::uint64_t id, run, length, offset;
};
std::string directory_of(const std::vector<TestEntry>& entries) {
    std::string out = varint(entries.size());
    std::uint64_t before = 0;
    for (const TestEntry& e : entries) out += varint(e.id - before), before = e.id;
    for (const TestEntry& e : entries) out += varint(e.run);
    for (const TestEntry& e : entries) out += varint(e.length);
    for (const TestEntry& e : entries) out += varint(e.offset + 1);
    return out;
}

std::string little_bytes(std::uint64_t n) {
    std::string out;
    for (int i = 0; i < 8; ++i) out += static_cast<char>(n >> (8 * i));
    return out;
}

// A root with one leaf, and two tiles: A at 0/0/0, B at 1/0/0 and 1/0/1.
std::string small_file() {
    const std::string leaf = directory_of({{0, 1, 3, 0}, {1, 2, 5, 3}});
    const std::string root = directory_of({{0, 0, leaf.size(), 0}});
    const std::uint64_t leaves = pmtiles_header_bytes + root.size(), tiles = leaves + leaf.size();
    std::string file = "PMTiles\x03";
    for (const std::uint64_t n :
         {std::uint64_t{pmtiles_header_bytes}, std::uint64_t{root.size()}, std::uint64_t{0}, std::uint64_t{0},
          leaves, std::uint64_t{leaf.size()}, tiles, std::uint64_t{8}})
        file += little_bytes(n);
    file.resize(97, '\0');
    file += std::string("\x01\x01\x02\x00\x01", 5);
    file.resize(pmtiles_header_bytes, '\0');
    return file + root + leaf + "AAABBBBB";
}
ReadAt reader(const std::string& file) {
    return [&file](std::uint64_t offset, std::uint64_t bytes) -> std::optional<std::string> {
        if (offset > file.size() || bytes > file.size() - offset) return {};
        return file.substr(offset, bytes);
    };
}

}  // namespace

// The values of the specification's reference implementation (js/test/v3.test.ts).
TEST_CASE("places along the curve are those of the specification") {
    CHECK(pmtiles_id(0, 0, 0) == 0);
    CHECK(pmtiles_id(1, 0, 0) == 1);
    CHECK(pmtiles_id(1, 0, 1) == 2);
    CHECK(pmtiles_id(1, 1, 1) == 3);
    CHECK(pmtiles_id(1, 1, 0) == 4);
    CHECK(pmtiles_id(2, 0, 0) == 5);
    CHECK(pmtiles_id(12, 3423, 1763) == 19078479);
}

TEST_CASE("each tile of a zoom has a place of its own, without a gap") {
    std::vector<bool> taken(4096, false);
    for (std::uint32_t x = 0; x < 64; ++x)
        for (std::uint32_t y = 0; y < 64; ++y) {
            const std::uint64_t place = pmtiles_id(6, x, y) - pmtiles_id(6, 0, 0);
            REQUIRE(place < taken.size());
            CHECK_FALSE(taken[place]);
            taken[place] = true;
        }
}

TEST_CASE("a tile is found through root, leaf and run") {
    const std::string file = small_file();
    const auto header = read_pmtiles_header(file);
    REQUIRE(header);
    CHECK(header->max_zoom == 1);
    CHECK(pmtiles_tile(*header, reader(file), 0, 0, 0) == "AAA");
    CHECK(pmtiles_tile(*header, reader(file), 1, 0, 0) == "BBBBB");
    CHECK(pmtiles_tile(*header, reader(file), 1, 0, 1) == "BBBBB");
    CHECK_FALSE(pmtiles_tile(*header, reader(file), 1, 1, 0));
}

TEST_CASE("a damaged file is refused, never read beyond") {
    const std::string file = small_file();
    CHECK_FALSE(read_pmtiles_header(file.substr(0, 100)));
    CHECK_FALSE(read_pmtiles_header("PMTiles\x02" + file.substr(8)));
    for (std::size_t keep = pmtiles_header_bytes; keep < file.size(); ++keep) {
        const std::string cut = file.substr(0, keep);
        const auto header = read_pmtiles_header(cut);
        REQUIRE(header);
        CHECK_THROWS_AS(pmtiles_tile(*header, reader(cut), 1, 0, 0), Error);
    }
    // Every byte of the directories turned: an answer or a refusal, within the file.
    for (std::size_t at = pmtiles_header_bytes; at < file.size() - 8; ++at)
        for (const char mask : {'\x01', '\x7F', '\xFF'}) {
            std::string turned = file;
            turned[at] = static_cast<char>(turned[at] ^ mask);
            const auto header = read_pmtiles_header(turned);
            REQUIRE(header);
            try {
                const auto tile = pmtiles_tile(*header, reader(turned), 1, 0, 1);
                if (tile) CHECK(tile->size() <= turned.size());
            } catch (const Error& e) {
                CHECK(e.code == Code::file_refused);
            }
        }
    CHECK_FALSE(read_pmtiles_directory("not gzip", 2));
    CHECK_FALSE(read_pmtiles_directory(std::string("\xFF\xFF\xFF\xFF\x0F", 5), 1));
}

}  // namespace hatang::maps
