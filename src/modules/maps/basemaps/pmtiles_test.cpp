#include "maps/basemaps/pmtiles.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "maps/basemaps/test_files.hpp"

namespace hatang::maps {

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
    const std::string file = small_pmtiles();
    const auto header = read_pmtiles_header(file);
    REQUIRE(header);
    CHECK(header->max_zoom == 1);
    CHECK(pmtiles_tile(*header, reader_of(file), 0, 0, 0) == "AAA");
    CHECK(pmtiles_tile(*header, reader_of(file), 1, 0, 0) == "BBBBB");
    CHECK(pmtiles_tile(*header, reader_of(file), 1, 0, 1) == "BBBBB");
    CHECK_FALSE(pmtiles_tile(*header, reader_of(file), 1, 1, 0));
}

TEST_CASE("a damaged file is refused, never read beyond") {
    const std::string file = small_pmtiles();
    CHECK_FALSE(read_pmtiles_header(file.substr(0, 100)));
    CHECK_FALSE(read_pmtiles_header("PMTiles\x02" + file.substr(8)));
    for (std::size_t keep = pmtiles_header_bytes; keep < file.size(); ++keep) {
        const std::string cut = file.substr(0, keep);
        const auto header = read_pmtiles_header(cut);
        REQUIRE(header);
        CHECK_THROWS_AS(pmtiles_tile(*header, reader_of(cut), 1, 0, 0), Error);
    }
    // Every byte of the directories turned: an answer or a refusal, within the file.
    for (std::size_t at = pmtiles_header_bytes; at < file.size() - 8; ++at)
        for (const char mask : {'\x01', '\x7F', '\xFF'}) {
            std::string turned = file;
            turned[at] = static_cast<char>(turned[at] ^ mask);
            const auto header = read_pmtiles_header(turned);
            REQUIRE(header);
            try {
                const auto tile = pmtiles_tile(*header, reader_of(turned), 1, 0, 1);
                if (tile) CHECK(tile->size() <= turned.size());
            } catch (const Error& e) {
                CHECK(e.code == Code::file_refused);
            }
        }
    CHECK_FALSE(read_pmtiles_directory("not gzip", 2));
    CHECK_FALSE(read_pmtiles_directory(std::string("\xFF\xFF\xFF\xFF\x0F", 5), 1));
}

}  // namespace hatang::maps
