#include "maps/basemaps/cog.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"
#include "maps/basemaps/test_files.hpp"

namespace hatang::maps {

TEST_CASE("tiles of a COG lie in the file as they are, with their tables put in") {
    const std::string file = small_cog();
    const auto levels = read_cog(reader_of(file));
    REQUIRE(levels.size() == 1);
    CHECK(levels[0].zoom == 10);
    CHECK(cog_tile(levels, reader_of(file), 10, 813, 450) == "\xFF\xD8TTone\xFF\xD9");
    CHECK(cog_tile(levels, reader_of(file), 10, 814, 450) == "\xFF\xD8TTtwo\xFF\xD9");
    for (const auto& [z, x, y] : {std::tuple{10, 815, 450}, {10, 812, 450}, {10, 813, 451}, {9, 813, 450}})
        CHECK_FALSE(cog_tile(levels, reader_of(file), z, x, y));
}

TEST_CASE("what is no such COG is refused") {
    for (const std::string& file :
         {small_cog(5), small_cog(7, 5897), small_cog(7, 3857, 5'000), small_cog(7, 3857, 1e300),
          std::string(), std::string("II*\0\0\0\0\0\0\0\0\0\0\0\0\0", 16), "MM" + small_cog().substr(2)})
        CHECK_THROWS_AS(read_cog(reader_of(file)), Error);
}

TEST_CASE("a damaged COG gives a refusal or a picture within the file") {
    const std::string whole = small_cog();
    for (std::size_t at = 0; at < 420; ++at)
        for (const char mask : {'\x01', '\x40', '\xFF'}) {
            std::string turned = whole;
            turned[at] = static_cast<char>(turned[at] ^ mask);
            try {
                const auto levels = read_cog(reader_of(turned));
                for (const CogLevel& level : levels)
                    cog_tile(levels, reader_of(turned), level.zoom, level.first_column, level.first_row);
            } catch (const Error& e) {
                CHECK(e.code == Code::file_refused);
            }
        }
    constexpr std::size_t directory_end = 268;  // behind it stand only the pictures
    for (std::size_t keep = 0; keep < directory_end; keep += 7)
        CHECK_THROWS_AS(read_cog(reader_of(whole.substr(0, keep))), Error);
}

}  // namespace hatang::maps
