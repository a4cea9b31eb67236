// What a reading costs on disk, and how fast one stream is read back: in process, and over HTTP as Apache
// Arrow. The peers are plain rows in the same cluster, VictoriaMetrics and InfluxDB. Last line: a JSON array
// of {name, value, unit, peer, peer_value, ratio}. Run by bench/storage, which gives the folder of the real
// series.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "support/line_peers.hpp"
#include "support/readings.hpp"
#include "support/results.hpp"
#include "telemetry/series/query.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry;
using bench::City, bench::free_port, bench::rows_peer, bench::seconds_since, bench::SteadyClock;

struct Options {
    std::string binary, series_folder;
    bool quick = false;
    std::int64_t city_readings() const { return quick ? 500'000 : 5'000'000; }
    int rounds() const { return quick ? 3 : 7; }
};

constexpr std::int64_t city_streams = 1'000, long_points = 1'000'000, long_step_us = 100 * kMillisecond;

struct Bench : bench::Telemetry {
    explicit Bench(Options o) : Telemetry(o.binary), options(std::move(o)) {}
    Options options;
    Instant start{(clock.now().us / kSecond) * kSecond - 2 * kDay};
    std::int64_t long_id = 0;
    bench::Results results;
    std::unique_ptr<bench::LinePeer> victoria_metrics, influxdb;
    std::vector<bench::LinePeer*> line_peers() const {
        std::vector<bench::LinePeer*> out;
        for (bench::LinePeer* p : {victoria_metrics.get(), influxdb.get()})
            if (p) out.push_back(p);
        return out;
    }
};

// -- the real series
using Series = std::vector<Point>;

// "2014-04-10 00:04:00.120" is taken as UTC.
std::optional<std::int64_t> time_of(std::string text) {
    if (text.size() < 19) return std::nullopt;
    text[10] = 'T';
    const auto t = parse_rfc3339(text + "Z");
    return t ? std::optional(t->us) : std::nullopt;
}

// A header line, then a time and one value in each further column: a series per column. Of readings at the
// same time the first counts, as everywhere here.
void read_csv(const std::filesystem::path& file, std::vector<Series>& out) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    const std::size_t first = out.size();
    while (std::getline(in, line)) {
        std::size_t comma = line.find(',');
        const auto t_us = time_of(line.substr(0, comma));
        for (std::size_t column = first; t_us && comma != std::string::npos; ++column) {
            const std::size_t begin = comma + 1;
            comma = line.find(',', begin);
            const char* end = line.data() + (comma == std::string::npos ? line.size() : comma);
            double value = 0;
            if (std::from_chars(line.data() + begin, end, value).ec != std::errc()) continue;
            if (column == out.size()) out.emplace_back();
            out[column].push_back({*t_us, value});
        }
    }
    const auto same = [](const Point& a, const Point& b) { return a.t_us == b.t_us; };
    for (std::size_t i = first; i < out.size(); ++i) {
        std::stable_sort(out[i].begin(), out[i].end(), earlier);
        out[i].erase(std::unique(out[i].begin(), out[i].end(), same), out[i].end());
    }
}

std::vector<Series> real_series(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    if (!folder.empty())
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".csv") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Series> out;
    for (const auto& file : files) read_csv(file, out);
    return out;
}

std::vector<Reading> all_readings(const std::vector<Series>& series, std::int64_t first_id) {
    std::vector<Reading> out;
    for (std::size_t i = 0; i < series.size(); ++i)
        for (const Point& p : series[i])
            out.push_back({first_id + static_cast<std::int64_t>(i), {p.t_us}, p.value});
    return out;
}

std::string lines_of(std::span<const Reading> readings, const char* name) {
    std::string body;
    for (const Reading& r : readings) {
        char line[120];
        const int size = std::snprintf(line, sizeof line, "%s,id=%lld value=%.17g %lld\n", name,
                                       static_cast<long long>(r.datastream_id), r.value,
                                       static_cast<long long>(r.t.us * 1'000));
        body.append(line, static_cast<std::size_t>(size));
    }
    return body;
}

void post_lines(const bench::LinePeer& peer, std::span<const Reading> readings, const char* name) {
    constexpr std::size_t per_request = 10'000;
    std::vector<std::string> bodies;
    for (std::size_t i = 0; i < readings.size(); i += per_request)
        bodies.push_back(lines_of(readings.subspan(i, std::min(per_request, readings.size() - i)), name));
    bench::post_all(peer.port, {}, peer.write_path, bodies);
}

// -- bytes per reading
task<void> bytes_per_reading(Bench& b, Storage& storage, std::string name, std::vector<Reading> readings,
                             bool beside_line_peers) {
    const double before = co_await b.size_of("telemetry.chunk") + co_await b.size_of("telemetry.sealed");
    const double peer_before = co_await b.size_of("public.peer");
    const auto count = static_cast<std::int64_t>(readings.size());
    std::size_t ours = 0, theirs = 0;
    co_await b.put_all(storage, count, [&] { return readings[ours++]; });
    co_await b.seal_all(storage);
    co_await b.copy_rows(count, [&] { return readings[theirs++]; });
    const auto n = static_cast<double>(count);
    const double after = co_await b.size_of("telemetry.chunk") + co_await b.size_of("telemetry.sealed");
    const double peer_after = co_await b.size_of("public.peer");
    const double bytes = (after - before) / n;
    b.results.add({name, "B/reading", bytes, true, rows_peer, (peer_after - peer_before) / n});
    if (!beside_line_peers) co_return;
    for (const bench::LinePeer* peer : b.line_peers()) {
        post_lines(*peer, readings, "real");
        b.results.add({name, "B/reading", bytes, true, peer->name, peer->settled_bytes() / n});
    }
}

task<void> sizes(Bench& b, Storage& storage) {
    const std::vector<Series> series = real_series(b.options.series_folder);
    if (series.empty()) {
        std::printf(
            "SKIPPED: the real series of NAB and Munich are not here; bytes_per_reading is that of the "
            "synthetic city\n");
    } else {
        const std::int64_t first_id = co_await b.make_streams(static_cast<std::int64_t>(series.size()));
        std::vector<Reading> readings = all_readings(series, first_id);
        std::printf("%zu real series, %zu readings\n", series.size(), readings.size());
        co_await storage.load_streams();
        co_await bytes_per_reading(b, storage, "bytes_per_reading", std::move(readings), true);
    }
    const std::int64_t first_id = co_await b.make_streams(city_streams);
    co_await storage.load_streams();
    City city(b.start, first_id, city_streams);
    std::vector<Reading> readings(static_cast<std::size_t>(b.options.city_readings()));
    for (Reading& r : readings) r = city.next();
    if (series.empty())
        co_await bytes_per_reading(b, storage, "bytes_per_reading", std::move(readings), true);
    else
        co_await bytes_per_reading(b, storage, "bytes_per_reading_city", std::move(readings), false);
}

// -- reading one stream back
std::vector<Reading> long_stream(const Bench& b) {
    bench::Walk walk(7);
    std::vector<Reading> out;
    for (std::int64_t i = 0; i < long_points; ++i)
        out.push_back({b.long_id, b.start + i * long_step_us, walk.next()});
    return out;
}

Instant long_end(const Bench& b) { return b.start + (long_points - 1) * long_step_us; }

task<std::size_t> read_ours(Bench& b, const Stream& stream) {
    SeriesPages pages(b.loop, b.pool, stream, b.start, long_end(b));
    std::size_t n = 0;
    while (true) {
        const std::span<const Point> page = co_await pages.next();
        if (page.empty()) co_return n;
        n += page.size();
    }
}

task<std::size_t> read_rows(Bench& b) {
    constexpr db::Query all{"bench.read",
                            "select t, value from public.peer where datastream_id = $1 order by t"};
    const db::Rows rows = co_await b.pool.run(all, b.long_id);
    std::vector<Point> points;
    for (const db::Row row : rows) points.push_back({row.instant("t").us, row.number("value")});
    co_return points.size();
}

void check(std::size_t points) {
    if (points != static_cast<std::size_t>(long_points)) throw std::runtime_error("readings are missing");
}

// Points per second, of the best round.
template <class Read>
double points_per_s(const Bench& b, Read read) {
    double best = 1e9;
    for (int round = 0; round < b.options.rounds(); ++round) {
        const auto begun = SteadyClock::now();
        check(read());
        best = std::min(best, seconds_since(begun));
    }
    return static_cast<double>(long_points) / best;
}

// Adds up the lengths of the record batches; the shape of the stream is checked by arrow_test.
std::size_t arrow_points(std::string_view stream) {
    const auto word = [&](std::size_t at) {
        std::uint32_t w = 0;
        if (at + sizeof w > stream.size()) throw std::runtime_error("the Arrow stream is cut short");
        std::memcpy(&w, stream.data() + at, sizeof w);
        return w;
    };
    const auto field = [&](std::size_t table, std::size_t number) {
        const std::size_t vtable = table - word(table);
        const std::size_t slot = vtable + 4 + 2 * number;
        return table + (word(slot) & 0xffff);
    };
    std::size_t at = 0, points = 0;
    while (word(at + 4) != 0) {
        const std::size_t root = at + 8, message = root + word(root), header = field(message, 2);
        const std::size_t body = root + word(at + 4);
        const std::size_t body_bytes = word(field(message, 3));
        if (body_bytes > 0) points += word(field(header + word(header), 0));
        at = body + body_bytes;
    }
    return points;
}

void read_over_http(Bench& b) {
    const bench::Server server(b.program);
    const std::string path = "/api/v1/datastreams/" + std::to_string(b.long_id) +
                             "/series/arrow?from=" + to_rfc3339(b.start) + "&to=" + to_rfc3339(long_end(b));
    bench::HttpClient client(server.port, server.token);
    const double ours = points_per_s(b, [&] { return arrow_points(client.call("GET", path)); });
    if (b.line_peers().empty()) b.results.add({"read_stream_http", "points/s", ours, false, {}, {}});
    if (b.victoria_metrics) {
        bench::HttpClient peer(b.victoria_metrics->port, {});
        const std::string query = "/api/v1/export?match[]=%7B__name__%3D%22long_value%22%7D&start=" +
                                  std::to_string(b.start.us / kSecond) +
                                  "&end=" + std::to_string(long_end(b).us / kSecond + 1);
        const double theirs = points_per_s(b, [&] {
            const std::string answer = peer.call("GET", query);
            std::size_t n = 0;  // {"metric":…,"values":[…],"timestamps":[…]} a line
            for (std::size_t at = 0; (at = answer.find("\"timestamps\":[", at)) != std::string::npos;) {
                const std::size_t end = answer.find(']', at);
                n += static_cast<std::size_t>(
                    1 + std::count(answer.begin() + static_cast<std::ptrdiff_t>(at),
                                   answer.begin() + static_cast<std::ptrdiff_t>(end), ','));
                at = end;
            }
            return n;
        });
        b.results.add({"read_stream_http", "points/s", ours, false,
                       b.victoria_metrics->name + ", /api/v1/export", theirs});
    }
    if (b.influxdb) {
        bench::HttpClient peer(b.influxdb->port, {});
        const double theirs = points_per_s(b, [&] {
            const std::string answer = peer.call("GET", "/query?db=city&epoch=ms&q=select+value+from+long");
            const std::size_t at = answer.find("\"values\":[");
            // [[t,v],[t,v],…]
            return static_cast<std::size_t>(
                       std::count(answer.begin() + static_cast<std::ptrdiff_t>(std::min(at, answer.size())),
                                  answer.end(), '[')) -
                   1;
        });
        b.results.add(
            {"read_stream_http", "points/s", ours, false, b.influxdb->name + ", /query as JSON", theirs});
    }
}

task<void> put_long(Bench& b, Storage& storage) {
    b.long_id = co_await b.make_streams(1);
    co_await storage.load_streams();
    const std::vector<Reading> readings = long_stream(b);
    std::size_t ours = 0, theirs = 0;
    co_await b.put_all(storage, long_points, [&] { return readings[ours++]; });
    co_await b.seal_all(storage);
    co_await b.copy_rows(long_points, [&] { return readings[theirs++]; });
    co_await b.size_of("telemetry.chunk");  // vacuums
    co_await b.size_of("public.peer");
    for (const bench::LinePeer* peer : b.line_peers()) post_lines(*peer, readings, "long");
}

void measure(Bench& b) {
    b.program.add_user();
    b.victoria_metrics = bench::LinePeer::victoria_metrics(b.folder.path, free_port());
    b.influxdb = bench::LinePeer::influxdb(b.folder.path, free_port(), free_port());
    for (const char* name : {"victoria-metrics", "influxd"})
        if (!(name[0] == 'v' ? b.victoria_metrics : b.influxdb))
            std::printf("SKIPPED: %s is not installed\n", name);
    std::printf("Before the answer: ours fsync; %s\n", rows_peer);
    for (const bench::LinePeer* peer : b.line_peers())
        std::printf("Before the answer: %s\n", peer->name.c_str());
    {
        b.loop.run_until(b.prepare());
        Storage storage(b.loop, b.clock, b.pool);
        b.loop.run_until(storage.start());
        b.loop.run_until(sizes(b, storage));
        b.loop.run_until(put_long(b, storage));
        const Stream& stream = *storage.streams.find(b.long_id);
        const double ours = points_per_s(b, [&] { return b.loop.run_until(read_ours(b, stream)); });
        const double theirs = points_per_s(b, [&] { return b.loop.run_until(read_rows(b)); });
        b.results.add({"read_stream", "points/s", ours, false, rows_peer, theirs});
        b.loop.run_until(storage.stop());
    }
    read_over_http(b);
    b.loop.run_until(b.pool.close());
}

}  // namespace

int main(int argc, char** argv) { return bench::run<Bench, Options>("bench_storage", argc, argv, measure); }
