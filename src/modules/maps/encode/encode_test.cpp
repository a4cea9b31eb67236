#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "maps/encode/mvt.hpp"
#include "maps/encode/test_tile.hpp"
#include "maps/encode/tile.hpp"
#include "maps/store/test_layer.hpp"

namespace hatang::maps {
namespace {

constexpr Window window{-128, 4'224};
constexpr TileLimits roomy{50'000, 4 << 20};

// The tile of zoom z around a place.
WebFrame frame_at(int z, double lon, double lat) {
    const Point p = at_degrees(lon, lat);
    return WebFrame(z, static_cast<std::uint32_t>(std::uint64_t{p.x} >> (32 - z)),
                    static_cast<std::uint32_t>(std::uint64_t{p.y} >> (32 - z)));
}

std::vector<ReadFeature> features_of(const TileBody& tile) {
    if (tile.bytes.empty()) return {};
    const auto layers = TileReader::read(tile.bytes);
    REQUIRE(layers.size() == 1);
    CHECK(layers[0].extent == 4'096);
    return layers[0].features;
}

}  // namespace

TEST_CASE("the bytes of MVT 2.1, section 4.3.5: points, lines, a polygon with a hole") {
    GeometryWriter w;
    w.points({{25, 17}});
    CHECK(w.bytes() == std::string("\x09\x32\x22", 3));
    w.clear();
    w.points({{5, 7}, {3, 2}});
    CHECK(w.bytes() == std::string("\x11\x0a\x0e\x03\x09", 5));
    w.clear();
    w.line({{2, 2}, {2, 10}, {10, 10}});
    CHECK(w.bytes() == std::string("\x09\x04\x04\x12\x00\x10\x10\x00", 8));
    w.clear();
    w.ring({{3, 6}, {8, 12}, {20, 34}});
    CHECK(w.bytes() == std::string("\x09\x06\x0c\x12\x0a\x0c\x18\x2c\x0f", 9));
}

TEST_CASE("lines are cut where they leave and come back") {
    std::vector<Path> pieces;
    clip_line({{0, 0}, {10'000, 0}, {10'000, 100}, {0, 100}}, window, pieces);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == Path{{0, 0}, {4'224, 0}});
    CHECK(pieces[1] == Path{{4'224, 100}, {0, 100}});
    pieces.clear();
    clip_line({{-5'000, 2'000}, {9'000, 2'000}}, window, pieces);  // through
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0] == Path{{-128, 2'000}, {4'224, 2'000}});
    pieces.clear();
    clip_line({{-5'000, 0}, {0, 9'000}}, window, pieces);  // past the corner
    CHECK(pieces.empty());
}

TEST_CASE("rings are cut, untied and turned") {
    const Path square{{-1'000, -1'000}, {9'000, -1'000}, {9'000, 9'000}, {-1'000, 9'000}};
    const Path cut = clip_ring(square, window);
    CHECK(doubled_area(cut) == 2 * 4'352 * 4'352);
    CHECK(clip_ring({{5'000, 0}, {6'000, 0}, {6'000, 50}}, window).empty());
    CHECK(clip_ring({{0, 0}, {100, 0}, {50, 0}}, window).empty());  // a line there and back
    CHECK(clip_ring({{0, 0}, {100, 0}, {100, 100}, {300, 100}, {100, 100}, {0, 100}}, window) ==
          Path{{0, 0}, {100, 0}, {100, 100}, {0, 100}});  // a spike
    const Path bow = clip_ring({{0, 0}, {100, 100}, {100, 0}, {0, 100}}, window);
    CHECK(std::abs(doubled_area(bow)) > 0);
}

TEST_CASE("random rings come out without crossings") {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        Path ring;
        for (unsigned i = 3 + random() % 12; i > 0; --i)
            ring.push_back({static_cast<std::int64_t>(random() % 6'000) - 1'000,
                            static_cast<std::int64_t>(random() % 6'000) - 1'000});
        const Path out = clip_ring(ring, window);
        for (std::size_t i = 0; i < out.size(); ++i) CHECK(window.holds(out[i]));
        if (!out.empty()) CHECK(doubled_area(out) != 0);
    }
}

TEST_CASE("a tile carries the contract: layer, id, values, and lines over the border") {
    TestFeatures features;
    features.add_line({{105.85, 21.03}, {105.86, 21.04}}).name = "Phố Huế";
    features.all.back().rank = 13;
    features.add_line({{105.85, 21.03}, {105.852, 21.03}}).generated = true;
    const auto layer = features.layer();
    const auto found =
        features_of(make_tile(*layer, frame_at(14, 105.851, 21.031), "road", "", everything(), roomy));
    REQUIRE(found.size() == 2);
    CHECK(found[0].id == 2);  // by rank
    CHECK(
        found[0].values ==
        std::map<std::string, std::string>{
            {"id", "2"}, {"class", "road"}, {"status", "in_service"}, {"generated", "true"}, {"rank", "0"}});
    CHECK(found[1].values.at("name") == "Phố Huế");
    CHECK(found[1].values.at("rank") == "13");
    CHECK(found[1].type == 2);
    // Not before its zoom.
    CHECK(features_of(make_tile(*layer, frame_at(12, 105.851, 21.031), "road", "", everything(), roomy))
              .size() == 1);
    CHECK(make_tile(*layer, frame_at(14, 100, 10), "road", "", everything(), roomy).bytes.empty());
    CHECK(make_tile(*layer, frame_at(14, 105.851, 21.031), "road", "bridge", everything(), roomy)
              .bytes.empty());
}

TEST_CASE("neighbouring tiles agree on the border") {
    TestFeatures features;
    features.add_line({{105.70, 21.00}, {106.00, 21.05}});
    const auto layer = features.layer();
    const Point middle = at_degrees(105.85, 21.025);
    const auto x = static_cast<std::uint32_t>(std::uint64_t{middle.x} >> 18),
               y = static_cast<std::uint32_t>(std::uint64_t{middle.y} >> 18);
    const auto at_edge = [&](std::uint32_t tx, double edge) {
        const auto found =
            features_of(make_tile(*layer, WebFrame(14, tx, y), "road", "", everything(), roomy));
        REQUIRE(found.size() == 1);
        const Local a = found[0].parts[0].front(), b = found[0].parts[0].back();
        return static_cast<double>(a.y) + static_cast<double>(b.y - a.y) * (edge - static_cast<double>(a.x)) /
                                              static_cast<double>(b.x - a.x);
    };
    CHECK(at_edge(x, 4'096) == doctest::Approx(at_edge(x + 1, 0)).epsilon(0.001));
}

TEST_CASE("what somebody may not see is in no tile; restricted works are named for the record") {
    TestFeatures features;
    using security::Sensitivity;
    const auto group = [](const char* ward, Sensitivity s) {
        return Group{.class_key = "lamp", .domain = "lighting", .ward_code = ward, .sensitivity = s};
    };
    features.add_point(105.851, 21.031, group("00004", Sensitivity::internal)).name = "Bimat A";
    features.add_point(105.852, 21.032, group("00070", Sensitivity::internal)).name = "Bimat B";
    features.add_point(105.853, 21.033, group("00004", Sensitivity::restricted)).name = "Bimat C";
    features.add_point(105.854, 21.034, group("00070", Sensitivity::open)).name = "Mo D";
    const auto layer = features.layer();
    const security::Scope ward({{.wards = {"00004"}, .sensitivity_max = Sensitivity::internal}}, true);
    const TileBody narrow = make_tile(*layer, frame_at(14, 105.851, 21.031), "lighting", "", ward, roomy);
    CHECK(narrow.bytes.find("Bimat A") != std::string::npos);
    CHECK(narrow.bytes.find("Mo D") != std::string::npos);
    CHECK(narrow.bytes.find("Bimat B") == std::string::npos);
    CHECK(narrow.bytes.find("Bimat C") == std::string::npos);
    CHECK(narrow.restricted.empty());
    CHECK(make_tile(*layer, frame_at(14, 105.851, 21.031), "lighting", "", everything(), roomy).restricted ==
          std::vector<std::int64_t>{3});
    CHECK(make_tile(*layer, frame_at(14, 105.851, 21.031), "lighting", "", security::Scope(), roomy)
              .bytes.empty());
}

TEST_CASE("points are thinned where there is no room, and it is counted") {
    TestFeatures features;
    for (int i = 0; i < 10'000; ++i)
        features.add_point(105.80 + 0.0001 * (i % 100), 21.00 + 0.0001 * (i / 100));
    const auto layer = features.layer();
    const TileBody far =
        make_tile(*layer, frame_at(11, 105.805, 21.005), "lighting", "", everything(), roomy);
    const auto drawn = features_of(far).size();
    CHECK(drawn < 1'000);
    CHECK(drawn + static_cast<std::size_t>(far.omitted) == 10'000);
    const TileBody near =
        make_tile(*layer, frame_at(15, 105.805, 21.005), "lighting", "", everything(), roomy);
    CHECK(near.omitted == 0);
    const TileBody few =
        make_tile(*layer, frame_at(15, 105.805, 21.005), "lighting", "", everything(), {10, 4 << 20});
    CHECK(features_of(few).size() == 10);
    CHECK(few.omitted > 0);
    const TileBody small =
        make_tile(*layer, frame_at(15, 105.805, 21.005), "lighting", "", everything(), {50'000, 2'000});
    CHECK(small.bytes.size() < 3'000);
    CHECK(small.omitted > 0);
}

TEST_CASE("of points that hide each other the first one stands, wherever it is found") {
    TestFeatures features;
    constexpr int count = 100;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < count; ++i)
            features.add_point(105.80 + 0.001 * (i % 10), 21.00 + 0.001 * (i / 10));
    Feature& drawn_below = features.add_point(105.80, 21.00);
    drawn_below.rank = 0;
    for (Feature* f = features.all.data(); f != &drawn_below; ++f) f->rank = 1;
    const auto drawn = features_of(
        make_tile(*features.layer(), frame_at(11, 105.80, 21.00), "lighting", "", everything(), roomy));
    CHECK(drawn.size() > 1);
    for (const ReadFeature& f : drawn)
        CHECK((f.id <= count || f.id == static_cast<std::uint64_t>(drawn_below.id)));
    CHECK(drawn.front().id == static_cast<std::uint64_t>(drawn_below.id));
}

TEST_CASE("areas under a pixel are left out, larger ones are closed rings turned the right way") {
    TestFeatures features;
    const auto square = [](double lon, double lat, double side) {
        return Part{{at_degrees(lon, lat), at_degrees(lon + side, lat), at_degrees(lon + side, lat + side),
                     at_degrees(lon, lat + side)},
                    true};
    };
    Part hole = square(105.802, 21.002, 0.002);
    hole.begins = false;
    features.add(Kind::polygon, {square(105.8, 21.0, 0.01), hole});
    features.add(Kind::polygon, {square(105.9, 21.0, 0.00001)});
    const auto layer = features.layer();
    const auto found =
        features_of(make_tile(*layer, frame_at(12, 105.805, 21.005), "green", "", everything(), roomy));
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].parts.size() == 2);
    CHECK(doubled_area(found[0].parts[0]) > 0);
    CHECK(doubled_area(found[0].parts[1]) < 0);
}

}  // namespace hatang::maps
