#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "maps/store/simplify.hpp"
#include "maps/store/test_layer.hpp"
#include "maps/store/varint.hpp"

namespace hatang::maps {
namespace {

std::vector<Point> points_at(const Shape& shape, int zoom) {
    PartReader reader(shape.kind, shape.box, shape.packed, zoom);
    std::vector<Point> out;
    for (Part part; reader.next(part);) out.insert(out.end(), part.points.begin(), part.points.end());
    return out;
}

std::string wkb(std::uint32_t type, std::vector<double> numbers, bool counted = true) {
    std::string out("\x01", 1);
    const auto put = [&](auto n) { out.append(reinterpret_cast<const char*>(&n), sizeof n); };
    put(type);
    if (type == 3) put(std::uint32_t{1});
    if (counted && type != 1) put(static_cast<std::uint32_t>(numbers.size() / 2));
    for (const double n : numbers) put(n);
    return out;
}

}  // namespace

TEST_CASE("degrees and metres meet on the world grid") {
    const Point p = world_of_degrees({105.8542, 21.0285});
    const Degrees d = degrees_of(p);
    CHECK(d.lon == doctest::Approx(105.8542).epsilon(1e-9));
    CHECK(d.lat == doctest::Approx(21.0285).epsilon(1e-9));
    // gdaltransform -s_srs EPSG:4326 -t_srs EPSG:3857 (PROJ 9.1) gives these.
    const Point q = *world_of_metres(11783635.6423293, 2395277.23305033);
    CHECK(std::abs(std::int64_t{p.x} - q.x) <= 2);
    CHECK(std::abs(std::int64_t{p.y} - q.y) <= 2);
    CHECK(world_of_metres(1e300, -1e300) == Point{UINT32_MAX, UINT32_MAX});
    CHECK_FALSE(world_of_metres(std::nan(""), 0));
}

TEST_CASE("numbers survive packing") {
    std::string bytes;
    for (const std::int64_t n : {0ll, -1ll, 1ll, 63ll, -64ll, 4'294'967'295ll, -4'294'967'295ll})
        put_varint(bytes, zigzag(n));
    std::string_view rest = bytes;
    for (const std::int64_t n : {0ll, -1ll, 1ll, 63ll, -64ll, 4'294'967'295ll, -4'294'967'295ll})
        CHECK(unzigzag(take_varint(rest)) == n);
    CHECK(rest.empty());
    std::string_view cut("\xff\xff", 2);
    take_varint(cut);
    CHECK(cut.empty());
}

TEST_CASE("a vertex shows from the zoom at which it is seen, and zooms nest") {
    // A bend of 4 units of a tile at zoom 10: below the tolerance of 2 units at zoom 8, above it at zoom 10.
    const std::uint32_t unit = 1u << 10;
    const std::vector<Point> line{{0, 0}, {500'000, 4 * unit}, {1'000'000, 0}};
    const auto zooms = vertex_zooms(line, false);
    CHECK(zooms[0] == 0);
    CHECK(zooms[2] == 0);
    CHECK(zooms[1] == 10);

    std::mt19937 random(5);
    std::vector<Point> walk{{1u << 31, 1u << 31}};
    const auto step = [&](std::uint32_t from) {
        return from + static_cast<std::uint32_t>(random() % 2'001) - 1'000;
    };
    for (int i = 0; i < 5'000; ++i) walk.push_back({step(walk.back().x), step(walk.back().y)});
    const Shape shape = *pack(Kind::line, {{walk, true}});
    CHECK(points_at(shape, grid_zoom) == walk);
    std::size_t before = 0;
    for (int zoom = 0; zoom <= grid_zoom; ++zoom) {
        const auto kept = points_at(shape, zoom);
        CHECK(kept.size() >= before);
        CHECK(kept.front() == walk.front());
        CHECK(kept.back() == walk.back());
        before = kept.size();
    }
    CHECK(points_at(shape, 8).size() < walk.size() / 20);
    // 3 bytes a vertex for steps of some metres would be 8 unpacked.
    CHECK(shape.packed.size() < walk.size() * 6);
}

TEST_CASE("rings are kept open, holes with their ring, and what is no geometry goes") {
    const Part ring{{{100, 100}, {100, 900}, {900, 900}, {900, 100}, {100, 100}}, true};
    const Part hole{{{300, 300}, {600, 300}, {600, 600}, {300, 300}}, false};
    const Shape shape = *pack(Kind::polygon, {ring, hole});
    PartReader reader(shape.kind, shape.box, shape.packed, grid_zoom);
    Part part;
    REQUIRE(reader.next(part));
    CHECK(part.points.size() == 4);
    CHECK(part.begins);
    REQUIRE(reader.next(part));
    CHECK(part.points.size() == 3);
    CHECK_FALSE(part.begins);
    CHECK_FALSE(reader.next(part));
    CHECK_FALSE(pack(Kind::line, {{{{5, 5}, {5, 5}}, true}}));
    CHECK_FALSE(pack(Kind::polygon, {{{{5, 5}, {9, 9}}, true}, hole}));
    const Shape point = *pack(Kind::point, {{{{7, 8}}, true}});
    CHECK(point.packed.empty());
    CHECK(points_at(point, 0) == std::vector<Point>{{7, 8}});
}

TEST_CASE("well-known binary is read strictly") {
    CHECK(shape_of_wkb(wkb(1, {0, 0}))->box.west == 1u << 31);
    CHECK(shape_of_wkb(wkb(2, {0, 0, 1'000, 1'000}))->kind == Kind::line);
    CHECK(shape_of_wkb(wkb(3, {0, 0, 1'000, 0, 1'000, 1'000, 0, 0}))->kind == Kind::polygon);
    CHECK_FALSE(shape_of_wkb(wkb(1, {std::nan(""), std::nan("")})));  // POINT EMPTY
    const std::string good = wkb(3, {0, 0, 1'000, 0, 1'000, 1'000, 0, 0});
    for (std::size_t n = 0; n < good.size(); ++n)
        CHECK_FALSE(shape_of_wkb(std::string_view(good).substr(0, n)));
    std::string many("\x01\x02\x00\x00\x00\xff\xff\xff\xff", 9);
    CHECK_FALSE(shape_of_wkb(many));
    std::string deep;
    for (int i = 0; i < 1'000; ++i) deep += std::string("\x01\x07\x00\x00\x00\x01\x00\x00\x00", 9);
    CHECK_FALSE(shape_of_wkb(deep));
}

TEST_CASE("the packed tree finds what a walk through all finds") {
    std::mt19937 random(3);
    std::vector<Box> boxes(3'000);
    for (Box& box : boxes) {
        const Point p{static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random())};
        box.add(p);
        box.add(Point{p.x + std::min<std::uint32_t>(random() % 1'000'000, UINT32_MAX - p.x), p.y});
    }
    std::ranges::sort(boxes, {}, [](const Box& b) {
        return geo::hilbert(static_cast<std::uint16_t>(b.west >> 16),
                            static_cast<std::uint16_t>(b.north >> 16));
    });
    const geo::PackedTree<Box> tree(boxes);
    for (int i = 0; i < 200; ++i) {
        Box query;
        query.add(Point{static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random())});
        query.add(Point{static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random())});
        std::vector<std::size_t> expected, found;
        for (std::size_t j = 0; j < boxes.size(); ++j)
            if (boxes[j].meets(query)) expected.push_back(j);
        tree.search(query, [&](std::size_t j) { found.push_back(j); });
        CHECK(found == expected);
    }
    int calls = 0;
    geo::PackedTree<Box>().search({0, 0, UINT32_MAX, UINT32_MAX}, [&](std::size_t) { ++calls; });
    geo::PackedTree<Box>({{1, 1, 2, 2}}).search({0, 0, 9, 9}, [&](std::size_t) { ++calls; });
    CHECK(calls == 1);
}

TEST_CASE("a changed layer shows the change, and the old one does not") {
    TestFeatures features;
    for (int i = 0; i < 100; ++i) features.add_point(105.80 + 0.001 * i, 21.0);
    const auto layer = features.layer();
    CHECK(layer->size() == 100);
    auto moved = std::make_shared<Feature>(features.all[4]);
    moved->shape = *pack(Kind::point, {{{at_degrees(106.5, 20.5)}, true}});
    moved->name = "Cột dời";
    const auto next = layer->with({{5, moved}, {7, nullptr}, {500, nullptr}}, features.groups.size());
    CHECK(next->size() == 99);
    CHECK(next->find(5)->name == "Cột dời");
    CHECK_FALSE(next->find(7));
    CHECK(layer->find(5)->name.empty());
    CHECK(layer->find(7));
    Box all;
    all.add(Point{0, 0});
    all.add(Point{UINT32_MAX, UINT32_MAX});
    const auto ids = [&](const Layer& l) {
        std::vector<std::int64_t> out;
        l.search(all, [&](const FeatureView& f) { out.push_back(f.id); });
        std::ranges::sort(out);
        return out;
    };
    CHECK(ids(*next).size() == 99);
    const auto packed = next->repacked();
    CHECK(ids(*packed) == ids(*next));
    CHECK(packed->find(5)->name == "Cột dời");
    CHECK(packed->find(5)->box == next->find(5)->box);
    // Again, and back.
    const auto again =
        next->with({{5, nullptr}, {7, std::make_shared<Feature>(features.all[6])}}, features.groups.size());
    CHECK_FALSE(again->find(5));
    CHECK(again->find(7));
    CHECK(again->size() == 99);
    CHECK_FALSE(again->wants_repacking());
}

TEST_CASE("names that are only an identifier are not drawn") {
    CHECK_FALSE(is_drawn_name("Đường (9656653)"));
    CHECK_FALSE(is_drawn_name(""));
    CHECK(is_drawn_name("Phố Huế"));
    CHECK(is_drawn_name("Cầu (mới)"));
    CHECK(is_drawn_name("Trạm (1234)"));
    CHECK(is_drawn_name("Trạm(12345)"));
}

TEST_CASE("equal keys are one group") {
    Groups groups;
    const Group* a =
        groups.intern({.owner_id = 1, .ward_code = "00004", .domain = "road", .class_key = "road"});
    CHECK(groups.intern({.owner_id = 1, .ward_code = "00004", .domain = "road", .class_key = "road"}) == a);
    CHECK(groups.intern({.operator_id = 1, .ward_code = "00004", .domain = "road", .class_key = "road"}) !=
          a);
    CHECK(groups.size() == 2);
}

}  // namespace hatang::maps
