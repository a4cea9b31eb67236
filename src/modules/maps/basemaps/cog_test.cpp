#include "maps/basemaps/cog.hpp"

#include <doctest/doctest.h>

#include <bit>

#include "base/error.hpp"

namespace hatang::maps {
namespace {

std::string le(std::uint64_t n, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(n >> (8 * i));
    return out;
}
struct TagText {
    std::uint64_t tag, type, count;
    std::string bytes;
};
std::string le_real(double d) { return le(std::bit_cast<std::uint64_t>(d), 8); }
ReadAt cog_reader(const std::string& file) {
    return [&file](std::uint64_t offset, std::uint64_t bytes) -> std::optional<std::string> {
        if (offset > file.size() || bytes > file.size() - offset) return {};
        return file.substr(offset, bytes);
    };
}

// Two tiles side by side at zoom 10, from column 813 and row 450 on, as JPEG with shared tables.
std::string small_cog(std::uint64_t compression = 7, std::uint64_t code = 3857, double shift = 0) {
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

}  // namespace

TEST_CASE("tiles of a COG lie in the file as they are, with their tables put in") {
    const std::string file = small_cog();
    const auto levels = read_cog(cog_reader(file));
    REQUIRE(levels.size() == 1);
    CHECK(levels[0].zoom == 10);
    CHECK(cog_tile(levels, cog_reader(file), 10, 813, 450) == "\xFF\xD8TTone\xFF\xD9");
    CHECK(cog_tile(levels, cog_reader(file), 10, 814, 450) == "\xFF\xD8TTtwo\xFF\xD9");
    for (const auto& [z, x, y] : {std::tuple{10, 815, 450}, {10, 812, 450}, {10, 813, 451}, {9, 813, 450}})
        CHECK_FALSE(cog_tile(levels, cog_reader(file), z, x, y));
}

TEST_CASE("what is no such COG is refused") {
    for (const std::string& file :
         {small_cog(5), small_cog(7, 5897), small_cog(7, 3857, 5'000), std::string(),
          std::string("II*\0\0\0\0\0\0\0\0\0\0\0\0\0", 16), "MM" + small_cog().substr(2)})
        CHECK_THROWS_AS(read_cog(cog_reader(file)), Error);
}

TEST_CASE("a damaged COG gives a refusal or a picture within the file") {
    const std::string whole = small_cog();
    for (std::size_t at = 0; at < 420; ++at)
        for (const char mask : {'\x01', '\x40', '\xFF'}) {
            std::string turned = whole;
            turned[at] = static_cast<char>(turned[at] ^ mask);
            try {
                const auto levels = read_cog(cog_reader(turned));
                for (const CogLevel& level : levels)
                    cog_tile(levels, cog_reader(turned), level.zoom, level.first_column, level.first_row);
            } catch (const Error& e) {
                CHECK(e.code == Code::file_refused);
            }
        }
    constexpr std::size_t directory_end = 268;  // behind it stand only the pictures
    for (std::size_t keep = 0; keep < directory_end; keep += 7)
        CHECK_THROWS_AS(read_cog(cog_reader(whole.substr(0, keep))), Error);
}

}  // namespace hatang::maps
