#include "maps/tiles/tile_cache.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::maps {
namespace {

std::shared_ptr<const Tile> tile(std::size_t bytes) {
    return std::make_shared<const Tile>(Tile{std::string(bytes, 'x'), {}, "\"e\""});
}

}  // namespace

TEST_CASE("the cache keeps what was used last") {
    TileCache cache(3 * 1'400);
    for (const int x : {1, 2, 3}) cache.keep({"road", 14, x, 0}, tile(1'000), 0);
    CHECK(cache.find({"road", 14, 1, 0}));
    cache.keep({"road", 14, 4, 0}, tile(1'000), 0);
    CHECK_FALSE(cache.find({"road", 14, 2, 0}));
    CHECK(cache.find({"road", 14, 1, 0}));
    CHECK(cache.bytes() <= 3 * 1'400);
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

TEST_CASE("a tile of all domains goes with a change of any of them, where it lies") {
    TileCache cache(1 << 20);
    const std::string all(all_domains);
    const auto keep = [&](std::int64_t x, Box reach, std::uint64_t begun_under) {
        Tile made{"x", {}, "\"e\""};
        made.reach = reach;
        cache.keep({all, 3, x, 0}, std::make_shared<const Tile>(made), begun_under);
    };
    const auto before = cache.generation(all);
    keep(0, {0, 0, 100, 100}, before);
    keep(1, {100, 0, 200, 100}, before);
    cache.drop("road", {{10, 10, 20, 20}});
    CHECK_FALSE(cache.find({all, 3, 0, 0}));
    CHECK(cache.find({all, 3, 1, 0}));
    keep(0, {0, 0, 100, 100}, before);  // begun before the change
    CHECK_FALSE(cache.find({all, 3, 0, 0}));
    keep(0, {0, 0, 100, 100}, cache.generation(all));
    cache.drop("bridge");
    CHECK_FALSE(cache.find({all, 3, 0, 0}));
    CHECK_FALSE(cache.find({all, 3, 1, 0}));
}

TEST_CASE("a change drops the tiles that it can show in, and keeps the others") {
    TileCache cache(1 << 20);
    const auto keep = [&](std::int64_t x, Box reach, std::string scope) {
        Tile made{"x", {}, "\"e\""};
        made.reach = reach;
        cache.keep({.domain = "road", .z = 3, .x = x, .scope = std::move(scope)},
                   std::make_shared<const Tile>(made), cache.generation("road"));
    };
    const auto has = [&](std::int64_t x, std::string scope) {
        return cache.find({.domain = "road", .z = 3, .x = x, .scope = std::move(scope)}) != nullptr;
    };
    for (const char* scope : {"*", "w1"}) {
        keep(0, {0, 0, 110, 110}, scope);
        keep(1, {90, 0, 210, 110}, scope);
        keep(2, {190, 0, 310, 110}, scope);
    }
    const auto before = cache.generation("road");
    cache.drop("road", {{100, 50, 101, 51}, {500, 500, 500, 500}});
    CHECK(cache.generation("road") != before);
    for (const char* scope : {"*", "w1"}) {
        CHECK_FALSE(has(0, scope));
        CHECK_FALSE(has(1, scope));
        CHECK(has(2, scope));
    }
    cache.drop("bridge", {{0, 0, 400, 400}});
    CHECK(has(2, "*"));
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
