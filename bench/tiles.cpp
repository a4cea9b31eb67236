// Vector tiles over HTTP from the real server, beside pgbench with the same ST_AsMVT statement on the same
// rows: the roads of Hà Nội where ../shared/data is at hand, else a generated grid. The peer sends only the
// length of each tile, so its figure holds no transfer. Last line: a JSON array of {name, value, unit, peer,
// peer_value, ratio}. Run by bench/tiles.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <random>
#include <thread>

#include "db/test_database.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "maps/tiles/queries.hpp"
#include "support/child.hpp"
#include "support/http_client.hpp"

namespace {

using namespace hatang;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* peer_name = "ST_AsMVT by pgbench";
constexpr const char* password = "do-toc-do-2026";
constexpr int clients = 2;
constexpr const char* pgbench = "/usr/lib/postgresql/15/bin/pgbench";

struct TileName {
    int z, x, y;
};
struct Box {
    double west, south, east, north;
};
constexpr Box inner_city{105.76, 20.96, 105.91, 21.08};

// The tiles that cover the inner city at the zooms of daily work.
std::vector<TileName> tiles_of(const Box& box) {
    std::vector<TileName> out;
    const auto column = [](double lon, int z) { return static_cast<int>((lon + 180) / 360 * (1 << z)); };
    const auto row = [](double lat, int z) {
        const double radians = lat * std::numbers::pi / 180;
        return static_cast<int>((1 - std::asinh(std::tan(radians)) / std::numbers::pi) / 2 * (1 << z));
    };
    for (int z = 12; z <= 16; ++z)
        for (int x = column(box.west, z); x <= column(box.east, z); ++x)
            for (int y = row(box.north, z); y <= row(box.south, z); ++y) out.push_back({z, x, y});
    std::shuffle(out.begin(), out.end(), std::mt19937(42));
    return out;
}

std::string generated_roads(const std::string& folder) {
    const std::string path = folder + "/roads.geojson";
    std::ofstream out(path);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> lon(inner_city.west, inner_city.east),
        lat(inner_city.south, inner_city.north), step(-0.0008, 0.0008);
    out << R"({"type":"FeatureCollection","features":[)";
    for (int id = 1; id <= 20'000; ++id) {
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

void run(std::vector<std::string> command, const std::string& input = {}) {
    bench::Child child(command, input);
    if (child.wait() != 0) throw std::runtime_error("failed: " + command[0] + " " + command[1]);
}

// The statement of the tile route as an SQL function, and the names of the tiles, for pgbench.
task<void> prepare_peer(db::Pool& pool, const std::vector<TileName>& tiles) {
    co_await pool.open();
    db::Pool::Lease lease = co_await pool.lease();
    std::string sql =
        "create function public.bench_tile(bigint, bigint, bigint, text, bigint) returns bytea language sql "
        "as $f$ "
        "select tile from (" +
        std::string(maps::sql::tile_head) + "true" + std::string(maps::sql::tile_tail) +
        ") q $f$; "
        "create table public.bench_tiles (i int primary key, z int, x int, y int); insert into "
        "public.bench_tiles values ";
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const TileName& t = tiles[i];
        sql += (i ? ",(" : "(") + std::to_string(i + 1) + "," + std::to_string(t.z) + "," +
               std::to_string(t.x) + "," + std::to_string(t.y) + ")";
    }
    sql += "; analyze";
    co_await lease->script("bench.peer", sql);
}

double pgbench_tiles_per_s(const std::string& url, const std::string& folder, std::size_t tiles,
                           int seconds) {
    const std::string script = folder + "/tile.sql";
    std::ofstream(script)
        << "\\set i random(1, " << tiles << ")\n"
        << "select length(public.bench_tile(z, x, y, 'road', 50000)) from public.bench_tiles where i = :i;\n";
    bench::Child child({pgbench, "-n", "-M", "prepared", "-c", std::to_string(clients), "-j",
                        std::to_string(clients), "-T", std::to_string(seconds), "-f", script, url});
    double tps = 0;
    for (std::string line; !(line = child.line()).empty();)
        if (line.starts_with("tps = ")) tps = std::strtod(line.c_str() + 6, nullptr);
    if (tps == 0) throw std::runtime_error("pgbench gave no figure");
    return tps;
}

std::string path_of(const TileName& t) {
    return "/tiles/road/" + std::to_string(t.z) + "/" + std::to_string(t.x) + "/" + std::to_string(t.y);
}

struct Server {
    Server(const std::string& binary, const std::string& data)
        : child({binary, "serve", "--data", data, "--listen", "127.0.0.1:0", "--rate-limit", "off"}) {
        std::string line;
        while (!(line = child.line()).starts_with("ready "))
            if (line.empty()) throw std::runtime_error("the server did not start");
        port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
        bench::HttpClient client(port, {});
        const std::string answer = client.call(
            "POST", "/api/v1/sessions", std::string(R"({"user":"bench","password":")") + password + "\"}");
        const json::Document document = json::parse(answer);
        token = document.root().find("token")->text();
    }
    bench::Child child;
    std::uint16_t port = 0;
    std::string token;
};

// Asks for tiles on some connections until `next` gives none; gives tiles per second.
template <class Next>
double tiles_per_s(const Server& server, Next next) {
    std::atomic<std::int64_t> answered{0};
    std::atomic<bool> failed{false};
    std::vector<std::thread> threads;
    const auto begun = SteadyClock::now();
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            try {
                bench::HttpClient client(server.port, server.token);
                while (const TileName* tile = next()) {
                    client.call("GET", path_of(*tile));
                    ++answered;
                }
            } catch (const std::exception& e) {
                std::fprintf(stderr, "%s\n", e.what());
                failed = true;
            }
        });
    for (std::thread& thread : threads) thread.join();
    if (failed) throw std::runtime_error("tiles are missing");
    const std::chrono::duration<double> took = SteadyClock::now() - begun;
    return static_cast<double>(answered) / took.count();
}

struct Result {
    std::string name;
    double value, peer_value;
};

std::string to_json(const std::vector<Result>& results) {
    json::Writer w;
    w.begin_array();
    for (const Result& r : results) {
        w.begin_object()
            .field("name", r.name)
            .field("value", r.value)
            .field("unit", "tiles/s")
            .field("peer", peer_name);
        w.field("peer_value", r.peer_value).field("ratio", r.value / r.peer_value).end_object();
    }
    w.end_array();
    return w.take();
}

void measure(const std::string& binary, bool quick) {
    const int seconds = quick ? 5 : 20;
    const std::vector<TileName> tiles = tiles_of(inner_city);
    const db::TemporaryFolder folder;
    const auto cluster = db::Cluster::open({.folder = folder.path + "/postgres"});
    run({binary, "user", "add", "bench", "--role", "admin", "--password-stdin", "--data", folder.path},
        std::string(password) + "\n");
    run({binary, "import", "--class", "road", roads_file(folder.path), "--data", folder.path, "--report",
         folder.path + "/report.json"});

    Loop loop;
    Metrics metrics;
    db::Pool pool(loop, metrics, {.url = cluster.url(), .connections = 1});
    loop.run_until(prepare_peer(pool, tiles));
    loop.run_until(pool.close());
    const double peer = pgbench_tiles_per_s(cluster.url(), folder.path, tiles.size(), seconds);

    std::vector<Result> results;
    const auto add = [&](std::string name, double value) {
        std::printf("%-48s %10.0f tiles/s   peer %10.0f\n", name.c_str(), value, peer);
        results.push_back({std::move(name), value, peer});
    };
    const Server server(binary, folder.path);
    std::atomic<std::size_t> at{0};
    add("tile over HTTP, each for the first time", tiles_per_s(server, [&]() -> const TileName* {
            const std::size_t i = at++;
            return i < tiles.size() ? &tiles[i] : nullptr;
        }));
    const auto end = SteadyClock::now() + std::chrono::seconds(seconds);
    add("tile over HTTP, asked for before", tiles_per_s(server, [&]() -> const TileName* {
            return SteadyClock::now() < end ? &tiles[at++ % tiles.size()] : nullptr;
        }));
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
        std::fprintf(stderr, "bench tiles: %s\n", e.what());
        return 1;
    }
}
