// The roads going in, and OGC API Features over HTTP: pages of 1,000 roads, boxes of 100, one by its id. The
// peer is MapServer 8.0 on the same table, asked by the same client. Real roads of Hà Nội where
// ../shared/data is there, generated ones otherwise.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <random>
#include <thread>

#include "db/test_database.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "support/map_server.hpp"
#include "support/program.hpp"

namespace {

using namespace hatang;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* peer_name = "MapServer 8.0";
constexpr int clients = 4;  // as in the figures of the peers
constexpr std::uint16_t peer_port = 18'081;

std::string generated_roads(const std::string& folder) {
    const std::string path = folder + "/roads.geojson";
    std::ofstream out(path);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> lon(105.76, 105.91), lat(20.96, 21.08), step(-0.0008, 0.0008);
    out << R"({"type":"FeatureCollection","features":[)";
    for (int id = 1; id <= 24'690; ++id) {
        double x = lon(random), y = lat(random);
        out << (id == 1 ? "\n" : ",\n") << R"({"type":"Feature","properties":{"osm_id":)" << id
            << R"(,"highway":"residential"},"geometry":{"type":"LineString","coordinates":[)";
        for (int i = 0; i < 6; ++i, x += step(random), y += step(random))
            out << (i ? "," : "") << '[' << x << ',' << y << ']';
        out << "]}}";
    }
    out << "]}\n";
    return path;
}

std::string roads_file(const std::string& folder) {
    const char* set = std::getenv("HATANG_SHARED_DATA");
    const std::filesystem::path data =
        set ? std::filesystem::path(set) : std::filesystem::path("../shared/data");
    const auto real = data / "hanoi" / "roads_osm_2025.geojson.gz";
    if (std::filesystem::exists(real)) return real.string();
    std::printf("../shared/data is not here: generated roads\n");
    return generated_roads(folder);
}

struct Target {
    std::uint16_t port;
    std::string token, items;
};

// Requests of `path(n)` for some seconds; gives answers per second. Every answer is checked by `good`.
double answers_per_s(const Target& target, int seconds, const std::function<std::string(std::size_t)>& path,
                     const std::function<bool(const std::string&)>& good) {
    std::atomic<std::size_t> asked{0}, answered{0};
    std::atomic<bool> failed{false};
    std::vector<std::thread> threads;
    const auto begun = SteadyClock::now(), end = begun + std::chrono::seconds(seconds);
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            try {
                bench::HttpClient client(target.port, target.token);
                while (SteadyClock::now() < end && !failed) {
                    const std::string body = client.call("GET", path(asked++));
                    if (!good(body))
                        throw std::runtime_error("not what was asked for: " + body.substr(0, 200));
                    ++answered;
                }
            } catch (const std::exception& e) {
                std::fprintf(stderr, "%s\n", e.what());
                failed = true;
            }
        });
    for (std::thread& thread : threads) thread.join();
    if (failed) throw std::runtime_error("answers are missing");
    const std::chrono::duration<double> took = SteadyClock::now() - begun;
    return static_cast<double>(answered) / took.count();
}

struct Road {
    std::int64_t id;
    double lon, lat;
};

task<std::vector<Road>> load_roads(db::Pool& pool) {
    co_await pool.open();
    const db::Rows rows = co_await pool.run(db::Query{
        "bench.roads", "select id, lon, lat from registry_api.asset where class_key = 'road' order by id"});
    std::vector<Road> out;
    for (const db::Row row : rows) out.push_back({row.integer("id"), row.number("lon"), row.number("lat")});
    std::shuffle(out.begin(), out.end(), std::mt19937(42));
    co_await pool.close();
    co_return out;
}

struct Result {
    std::string name, unit;
    double value = 0;
    std::optional<double> peer;
};

std::string to_json(const std::vector<Result>& results) {
    json::Writer w;
    w.begin_array();
    for (const Result& r : results) {
        w.begin_object().field("name", r.name).field("value", r.value).field("unit", r.unit);
        if (r.peer)
            w.field("peer", peer_name).field("peer_value", *r.peer).field("ratio", r.value / *r.peer);
        else
            w.key("peer").null().key("peer_value").null().key("ratio").null();
        w.end_object();
    }
    w.end_array();
    return w.take();
}

// The whole command, into an empty register; no peer has its like.
Result measure_import(const bench::Program& program) {
    const std::string roads = roads_file(program.data);
    const auto begun = SteadyClock::now();
    program.run({"import", "--class", "road", roads, "--report", program.data + "/report.json"});
    const std::chrono::duration<double> took = SteadyClock::now() - begun;
    std::printf("%-16s %10.1f s\n", "import_roads", took.count());
    return {"import_roads", "s", took.count(), {}};
}

void measure(const std::string& binary, bool quick) {
    const int seconds = quick ? 3 : 10;
    const db::TemporaryFolder folder;
    std::filesystem::permissions(folder.path, std::filesystem::perms(0755));
    const auto cluster = db::Cluster::open({.folder = folder.path + "/postgres"});
    const bench::Program program{binary, folder.path};
    program.add_user();
    std::vector<Result> results;
    results.push_back(measure_import(program));

    Loop loop;
    Metrics metrics;
    db::Pool pool(loop, metrics, {.url = cluster.url(), .connections = 1});
    const std::vector<Road> roads = loop.run_until(load_roads(pool));
    const bench::Server server(program);
    const Target ours{server.port, server.token, "/ogc/collections/road/items"};

    std::optional<bench::MapServer> map_server;
    if (bench::MapServer::installed())
        map_server.emplace(
            folder.path, cluster.url(),
            "select id as gid, name, status, ward_code, grade, attributes->>'category' as category, "
            "attributes->>'lanes' as lanes, attributes->>'surface' as surface, geom from registry.asset "
            "where class_key = 'road'",
            peer_port);
    else
        std::printf("MapServer is not installed: no peer\n");

    const auto compare = [&](std::string name, std::string unit, double factor, auto path, auto good) {
        Result r{std::move(name), std::move(unit), 0, {}};
        const auto rate = [&](const Target& target) {
            return factor * answers_per_s(
                                target, seconds, [&](std::size_t n) { return target.items + path(n); }, good);
        };
        r.value = rate(ours);
        if (map_server) r.peer = rate({map_server->port, {}, map_server->items});
        std::printf("%-16s %10.0f %-12s %s %10.0f\n", r.name.c_str(), r.value, r.unit.c_str(), peer_name,
                    r.peer.value_or(0));
        results.push_back(std::move(r));
    };
    const auto holds = [](const char* text) {
        return [text](const std::string& body) { return body.find(text) != std::string::npos; };
    };
    compare(
        "geojson_pages", "features/s", 1'000, [](std::size_t) { return std::string("?f=json&limit=1000"); },
        holds("\"FeatureCollection\""));
    // About a hundred roads in the inner city; the limit makes it a hundred everywhere.
    compare(
        "bbox_100", "requests/s", 1,
        [&](std::size_t n) {
            const Road& r = roads[n % roads.size()];
            char box[120];
            std::snprintf(box, sizeof box, "?f=json&limit=100&bbox=%.5f,%.5f,%.5f,%.5f", r.lon - 0.006,
                          r.lat - 0.005, r.lon + 0.006, r.lat + 0.005);
            return std::string(box);
        },
        holds("\"FeatureCollection\""));
    compare(
        "by_id", "requests/s", 1,
        [&](std::size_t n) { return "/" + std::to_string(roads[n % roads.size()].id) + "?f=json"; },
        holds("\"Feature\""));
    std::printf("%s\n", to_json(results).c_str());
}

}  // namespace

int main(int argc, char** argv) {
    std::string binary;
    bool quick = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0)
            quick = true;
        else
            binary = argv[i];
    }
    try {
        measure(binary, quick);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench features: %s\n", e.what());
        return 1;
    }
}
