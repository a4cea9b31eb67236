#include "maps/tiles/tile_cache.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::maps {
namespace {

std::shared_ptr<const Tile> tile(std::size_t bytes) {
    return std::make_shared<const Tile>(Tile{std::string(bytes, 'x'), "\"e\"", false});
}

}  // namespace

TEST_CASE("the cache keeps what was used last") {
    TileCache cache(3 * 1'300);
    for (const int x : {1, 2, 3}) cache.keep({"road", 14, x, 0}, tile(1'000), 0);
    CHECK(cache.find({"road", 14, 1, 0}));
    cache.keep({"road", 14, 4, 0}, tile(1'000), 0);
    CHECK_FALSE(cache.find({"road", 14, 2, 0}));
    CHECK(cache.find({"road", 14, 1, 0}));
    CHECK(cache.bytes() <= 3 * 1'300);
    cache.keep({"road", 14, 5, 0}, tile(10'000), 0);
    CHECK_FALSE(cache.find({"road", 14, 5, 0}));
    cache.keep({"road", 14, 1, 0}, tile(10), 0);
    CHECK(cache.find({"road", 14, 1, 0})->bytes.size() == 10);
}

TEST_CASE("a change drops the tiles of its domain and those under way") {
    TileCache cache(1 << 20);
    const auto before = cache.generation("road");
    cache.keep({"road", 1, 0, 0}, tile(1), before);
    cache.keep({"bridge", 1, 0, 0}, tile(1), 0);
    cache.drop("road");
    CHECK_FALSE(cache.find({"road", 1, 0, 0}));
    CHECK(cache.find({"bridge", 1, 0, 0}));
    cache.keep({"road", 1, 0, 0}, tile(1), before);
    CHECK_FALSE(cache.find({"road", 1, 0, 0}));
    cache.keep({"road", 1, 0, 0}, tile(1), cache.generation("road"));
    CHECK(cache.find({"road", 1, 0, 0}));
}

TEST_CASE("tiles outside the pyramid are refused") {
    CHECK_NOTHROW(check_tile({"road", 0, 0, 0}));
    CHECK_NOTHROW(check_tile({"road", 20, (1 << 20) - 1, 0}));
    CHECK_THROWS_AS(check_tile({"road", 21, 0, 0}), Error);
    CHECK_THROWS_AS(check_tile({"road", -1, 0, 0}), Error);
    CHECK_THROWS_AS(check_tile({"road", 3, 8, 0}), Error);
    CHECK_THROWS_AS(check_tile({"road", 3, 0, -1}), Error);
}

}  // namespace hatang::maps
