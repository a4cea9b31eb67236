// Tiles from a real database, through the routes.
#include <doctest/doctest.h>

#include "db/migrate.hpp"
#include "db/test_database.hpp"
#include "maps/api.hpp"
#include "registry/api.hpp"

namespace hatang::maps {
namespace {

struct City {
    db::TestDatabase database;
    db::TemporaryFolder folder;
    ManualClock clock{*parse_rfc3339("2026-11-24T01:30:00Z")};
    events::Bus events{database.loop, database.pool};
    jobs::Jobs jobs{database.loop, database.pool, clock};
    files::Store files{database.loop, folder.path};
    Secrets secrets{folder.path + "/secrets"};
    Platform platform{database.loop, clock, database.metrics, database.pool, events,
                      jobs,          files, secrets,          folder.path};
    security::Security security{platform};
    catalogue::Catalogue catalogue{platform, security};
    registry::Registry registry{platform, security, catalogue};
    Maps maps{platform, security, catalogue};
    http::Router router{database.metrics};
    std::string token;

    City() {
        router.use(static_cast<http::Authenticator*>(&security));
        for (Module* module : modules()) module->add_routes(router);
        database.loop.run_until(prepare());
        const http::Response signed_in =
            ask("/api/v1/sessions", http::Method::post, R"({"user":"xem","password":"Mat-khau-du-dai-1"})");
        const json::Document document = json::parse(signed_in.body);
        token = document.root().find("token")->text();
    }
    ~City() { database.loop.run_until(stop()); }

    http::Response ask(std::string path, http::Method method = http::Method::get, std::string body = "",
                       std::string if_none_match = "") {
        http::Request request;
        request.method = method;
        request.remote_address = "127.0.0.1";  // inside: no second factor
        request.target = request.path = std::move(path);
        request.body = std::move(body);
        request.headers = {{"Content-Type", "application/json"}, {"If-None-Match", if_none_match}};
        if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
        return database.loop.run_until(router.handle(std::move(request)));
    }
    void add_road(const std::string& name, const std::string& highway) {
        registry::AssetInput in;
        in.class_key = "road";
        in.name = name;
        in.attributes_json = R"({"osm_tags":{"highway":")" + highway + R"("}})";
        in.geometry_json = R"({"type":"LineString","coordinates":[[105.850,21.030],[105.852,21.031]]})";
        const auto body = [&](db::Session& tx) {
            return registry.create(tx, in, security::system_actor("test"));
        };
        database.loop.run_until(database.pool.transaction(body));
        ++added;
    }
    int added = 0;
    // Waits until the map has heard of every road.
    void settle() {
        const auto heard = [&]() -> task<void> {
            for (int i = 0; i < 200 && events.position() < added; ++i)
                co_await database.loop.sleep(std::chrono::milliseconds(20));
            co_await database.loop.sleep(std::chrono::milliseconds(300));
        };
        database.loop.run_until(heard());
    }
    // All of it: what a module still has to do must not find that it is gone.
    task<void> stop() {
        std::vector<Module*> last_first = modules();
        std::ranges::reverse(last_first);
        for (Module* module : last_first) co_await module->stop();
        co_await events.stop();
    }
    std::vector<Module*> modules() { return {&security, &catalogue, &registry, &maps}; }

    task<void> prepare() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{events::Bus::schema(), jobs::Jobs::schema()};
        for (Module* module : modules()) schemas.push_back(module->schema());
        co_await db::migrate(database.pool, std::move(schemas));
        co_await events.start();
        for (Module* module : modules()) co_await module->start(true);
        co_await security.add_user("xem", "Người xem", "viewer", "Mat-khau-du-dai-1",
                                   security::system_actor("test"));
    }
};

// The tile of that road at zoom 14.
constexpr const char* road_tile = "/tiles/road/14/13009/7212";

std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

}  // namespace

TEST_CASE("a tile shows what lies in it, and follows changes") {
    City city;
    CHECK(city.ask(road_tile).status == 204);
    city.add_road("Phố Huế", "residential");
    city.settle();
    const http::Response tile = city.ask(road_tile);
    REQUIRE(tile.status == 200);
    CHECK(tile.content_type == "application/vnd.mapbox-vector-tile");
    CHECK(tile.body.find("Phố Huế") != std::string::npos);
    CHECK(tile.body.find("in_service") != std::string::npos);
    CHECK(header(tile, "Cache-Control") == "private, no-cache");
    CHECK(city.ask(road_tile, http::Method::get, "", header(tile, "ETag")).status == 304);
    CHECK(city.ask("/tiles/bridge/14/13009/7212").status == 204);
    CHECK(city.ask("/tiles/road/14/0/0").status == 204);
}

TEST_CASE("small roads wait for their zoom, and none has a made-up label") {
    City city;
    city.add_road("Đường (9656653)", "trunk");
    city.add_road("Phố Huế", "residential");
    city.settle();
    const std::string far = city.ask("/tiles/road/10/813/450").body;
    CHECK(!far.empty());
    CHECK(far.find("Phố Huế") == std::string::npos);
    const std::string near = city.ask(road_tile).body;
    CHECK(near.find("Phố Huế") != std::string::npos);
    CHECK(near.find("9656653") == std::string::npos);
}

TEST_CASE("what is outside is refused") {
    City city;
    CHECK(city.ask("/tiles/castle/1/0/0").status == 404);
    CHECK(city.ask("/tiles/castle.json").status == 404);
    CHECK(city.ask("/tiles/road/1/2/0").status == 400);
    CHECK(city.ask("/tiles/road/21/0/0").status == 400);
    CHECK(city.ask("/tiles/road/x/0/0").status == 404);
    CHECK(city.ask("/tiles/mineral/1/0/0").status == 204);
    CHECK(city.ask("/tiles/road.json").body.find("\"tilejson\":\"3.0.0\"") != std::string::npos);
    CHECK(city.ask("/api/v1/basemaps").body.find("\"local\"") != std::string::npos);
    city.token.clear();
    CHECK(city.ask(road_tile).status == 401);
    CHECK(city.ask("/api/v1/attributions").body.find("© OpenStreetMap contributors") != std::string::npos);
}

}  // namespace hatang::maps
