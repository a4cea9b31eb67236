// Places in memory against PostGIS: the same works, or no answer.
#include "registry/features/places.hpp"

#include <random>
#include <set>

#include "registry/test_register.hpp"

namespace hatang::registry {
namespace {

security::Scope within(security::GrantLimit limit) {
    limit.sensitivity_max = security::Sensitivity::restricted;
    return security::Scope({std::move(limit)}, false);
}
std::string line(double lon, double lat, double to_lon, double to_lat) {
    std::ostringstream out;
    out.precision(17);
    out << R"({"type":"LineString","coordinates":[[)" << lon << ',' << lat << "],[" << to_lon << ',' << to_lat
        << "]]}";
    return out.str();
}

struct PlacesFixture {
    TestRegister r;
    Places places{r.platform, 1'000};
    security::Scope everything = within({});
    std::mt19937 random{20};

    PlacesFixture() {
        r.events.subscribe("asset.", [this](const events::Event& event) { places.hear(event); });
        r.database.loop.run_until(r.events.start());
    }
    ~PlacesFixture() { r.database.loop.run_until(r.events.stop()); }

    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    }
    std::string random_line() {
        const double lon = between(105.8, 105.9), lat = between(20.95, 21.05);
        return line(lon, lat, lon + between(-0.03, 0.03), lat + between(-0.03, 0.03));
    }
    geo::DegreeBox random_box() {
        const double lon = between(105.8, 105.9), lat = between(20.95, 21.05);
        return {lon, lat, lon + between(0, 0.04), lat + between(0, 0.04)};
    }
    std::string add_road(const std::string& geometry) {
        const Answer made = r.post(R"({"class":"road","name":"Đường thử","geometry":)" + geometry + "}");
        REQUIRE(made.status == 201);
        return made["id"];
    }
    using Ids = std::optional<std::set<std::int64_t>>;
    Ids known(const geo::DegreeBox& box, const security::Scope& scope) {
        const auto hits = r.database.loop.run_until(places.meeting("road", box, scope));
        if (!hits) return std::nullopt;
        std::set<std::int64_t> ids;
        for (const RowState& row : *hits) CHECK(ids.insert(row.id).second);
        return ids;
    }
    // Once what has happened is taken up.
    std::set<std::int64_t> surely(const geo::DegreeBox& box, const security::Scope& scope) {
        for (int i = 0; i < 1'000; ++i) {
            if (const Ids ids = known(box, scope)) return *ids;
            r.database.loop.run_until(r.database.loop.sleep(std::chrono::milliseconds(5)));
        }
        FAIL("not known in memory");
        return {};
    }
    std::set<std::int64_t> stored(const geo::DegreeBox& box) {
        const auto body = [&]() -> task<std::set<std::int64_t>> {
            const db::Query query{"test.stored",
                                  "select id from registry.asset where class_key = 'road' and status <> "
                                  "'retired' and st_intersects(geom, st_makeenvelope($1, $2, $3, $4, 4326))"};
            const db::Rows rows =
                co_await r.database.pool.run(query, box.west, box.south, box.east, box.north);
            std::set<std::int64_t> ids;
            for (const db::Row row : rows) ids.insert(row.integer("id"));
            co_return ids;
        };
        return r.database.loop.run_until(body());
    }
};

}  // namespace

TEST_CASE("a box finds in memory what PostGIS finds") {
    PlacesFixture f;
    for (int i = 0; i < 60; ++i) f.add_road(f.random_line());
    f.add_road(line(105.9, 21.05, 105.91, 21.06));
    CHECK_FALSE(f.known({105, 20, 106, 22}, f.everything));  // the first question makes it read
    CHECK(f.surely({105, 20, 106, 22}, f.everything).size() == 61);
    std::size_t found = 0;
    for (int i = 0; i < 200; ++i) {
        const geo::DegreeBox box = f.random_box();
        const std::set<std::int64_t> ids = f.surely(box, f.everything);
        CHECK(ids == f.stored(box));
        found += ids.size();
    }
    CHECK(found > 200);
    // Sides and corners belong to a box.
    CHECK(f.surely({105.91, 21.06, 105.95, 21.1}, f.everything).size() == 1);
    CHECK(f.surely({105.91, 21.0600001, 105.95, 21.1}, f.everything).empty());
}

TEST_CASE("a box never answers with what has changed") {
    PlacesFixture f;
    std::vector<std::pair<std::string, int>> roads;  // id, version
    for (int i = 0; i < 10; ++i) roads.emplace_back(f.add_road(f.random_line()), 1);
    const geo::DegreeBox city{105, 20, 106, 22};
    CHECK(f.surely(city, f.everything).size() == 10);
    for (int i = 0; i < 60; ++i) {
        auto& [id, version] = roads[static_cast<std::size_t>(f.random() % roads.size())];
        const std::string ends = i % 7 == 6 ? R"("status":"retired")" : R"("geometry":)" + f.random_line();
        const Answer changed = f.r.patch(id, "{" + ends + "}", std::to_string(version));
        if (changed.status == 200) ++version;
        const geo::DegreeBox box = f.random_box();
        if (const auto ids = f.known(box, f.everything)) CHECK(*ids == f.stored(box));
        if (i % 10 == 9) {
            CHECK(f.surely(box, f.everything) == f.stored(box));
            CHECK(f.surely(city, f.everything) == f.stored(city));
            roads.emplace_back(f.add_road(f.random_line()), 1);
        }
    }
}

TEST_CASE("a box shows what the scope allows, and no class beyond the bound") {
    PlacesFixture f;
    f.add_road(f.random_line());
    const geo::DegreeBox city{105, 20, 106, 22};
    CHECK(f.surely(city, f.everything).size() == 1);
    CHECK(f.surely(city, within({.classes = {"lamp"}})).empty());
    CHECK(f.surely(city, within({.classes = {"road"}})).size() == 1);
    CHECK(f.surely(city, security::Scope()).empty());
    Places small(f.r.platform, 0);
    for (int i = 0; i < 20; ++i) {
        CHECK_FALSE(f.r.database.loop.run_until(small.meeting("road", city, f.everything)));
        f.r.database.loop.run_until(f.r.database.loop.sleep(std::chrono::milliseconds(5)));
    }
}

}  // namespace hatang::registry
