// Durable ingest, bytes per reading and reading back, beside plain indexed PostgreSQL rows in the same
// cluster. Last line: a JSON array of {name, value, unit, peer, peer_value, ratio}. Run by bench/ingest.
#include <atomic>
#include <chrono>
#include <cstring>
#include <optional>
#include <random>
#include <thread>

#include "db/test_database.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "mqtt/client.hpp"
#include "support/line_peers.hpp"
#include "support/program.hpp"
#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/storage.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* peer_name = "PostgreSQL rows, btree (datastream_id, t), binary COPY";
constexpr std::int64_t streams_count = 1'000, line_streams = 10'000;

struct Options {
    std::string binary;
    bool quick = false;
    std::int64_t readings() const { return quick ? 500'000 : 5'000'000; }
    std::int64_t long_stream() const { return quick ? 200'000 : 1'000'000; }
    std::int64_t over_network() const { return quick ? 200'000 : 1'000'000; }
    std::int64_t lines() const { return quick ? 300'000 : 5'000'000; }
};

struct Result {
    std::string name, unit;
    double value = 0, peer_value = 0;
    bool smaller_is_better = false;
    std::string peer = peer_name;
};

double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// Sensors of one second with some jitter and two decimals that walk at random. Always the same for the same
// arguments.
class City {
  public:
    City(Instant start, std::int64_t first_id)
        : start_(start), first_id_(first_id), levels_(streams_count, 500) {}
    Reading next() {
        const std::int64_t stream = count_ % streams_count, second = count_ / streams_count;
        ++count_;
        std::int64_t& level = levels_[static_cast<std::size_t>(stream)];
        level += static_cast<std::int64_t>(random_() % 21) - 10;
        const std::int64_t jitter_ms = static_cast<std::int64_t>(random_() % 40);
        return {first_id_ + stream, start_ + second * kSecond + jitter_ms * kMillisecond,
                static_cast<double>(level) / 100};
    }

  private:
    Instant start_;
    std::int64_t first_id_, count_ = 0;
    std::vector<std::int64_t> levels_;
    std::minstd_rand random_{42};
};

struct Bench {
    explicit Bench(Options o) : options(std::move(o)) {}
    Options options;
    db::TemporaryFolder folder;
    bench::Program program{options.binary, folder.path};
    db::Cluster cluster = db::Cluster::open({.folder = folder.path + "/postgres"});
    Loop loop;
    Metrics metrics;
    SystemClock clock;
    db::Pool pool{loop, metrics, {.url = cluster.url(), .connections = 4}};
    std::int64_t first_id = 0, long_id = 0;
    Instant start;
    std::vector<Result> results;

    double peer_rows_per_s = 0;
    void add(std::string name, std::string unit, double value, double peer_value, bool smaller = false) {
        std::printf("%-44s %14.1f %-12s peer %14.1f\n", name.c_str(), value, unit.c_str(), peer_value);
        std::fflush(stdout);
        results.push_back({std::move(name), std::move(unit), value, peer_value, smaller});
    }
};

task<double> number(db::Pool& pool, db::Query query) {
    const db::Rows rows = co_await pool.run(query);
    co_return rows.front().number("n");
}

task<void> prepare(Bench& b) {
    co_await b.pool.open();
    constexpr db::Query sensor{"bench.sensor",
                               "insert into telemetry.sensor (serial, name) values ('bench', 'bench')"};
    constexpr db::Query stream{"bench.stream",
                               "insert into telemetry.datastream (sensor_id, name, property, unit, "
                               "interval_s, decimals, rollup_from_s) "
                               "select s.id, 'bench', 'flow', 'm3/s', 1, 2, 60 from telemetry.sensor s, "
                               "generate_series(1, $1::bigint) "
                               "returning id"};
    constexpr db::Query peer{
        "bench.peer",
        "create table public.peer (datastream_id bigint, t timestamptz, value float8, quality int, "
        "primary key (datastream_id, t))"};
    co_await b.pool.run(sensor);
    const db::Rows rows = co_await b.pool.run(stream, streams_count + 1);
    b.first_id = rows.front().integer("id");
    b.long_id = b.first_id + streams_count;
    co_await b.pool.run(peer);
    b.start = b.clock.now() + -2 * kDay;
}

// Keeps a few batches queued, as many devices do, and waits for the last commit.
task<void> put_all(Bench& b, Storage& storage, std::int64_t count, auto next) {
    constexpr std::int64_t per_intake = 1'000;
    constexpr std::size_t queued_most = 50'000;
    std::int64_t committed = 0;
    for (std::int64_t put = 0; put < count;) {
        while (storage.committer.queued() > queued_most)
            co_await b.loop.sleep(std::chrono::microseconds(200));
        Intake intake;
        intake.readings.reserve(per_intake);
        for (std::int64_t i = 0; i < per_intake && put < count; ++i, ++put) intake.readings.push_back(next());
        intake.done = [&committed](const Intake::Outcome& o) { committed += o.accepted; };
        storage.committer.put(std::move(intake));
    }
    while (committed < count) co_await b.loop.sleep(std::chrono::microseconds(200));
}

task<void> copy_peer(Bench& b, std::int64_t count, auto next) {
    constexpr std::int64_t per_commit = 10'000;
    constexpr db::Query copy{"bench.copy", "copy public.peer from stdin (format binary)"};
    db::Pool::Lease lease = co_await b.pool.lease();
    for (std::int64_t put = 0; put < count;) {
        db::CopyRows rows(4);
        for (std::int64_t i = 0; i < per_commit && put < count; ++i, ++put) {
            const Reading r = next();
            rows.begin_row();
            rows.integer(r.datastream_id);
            rows.instant(r.t);
            rows.number(r.value);
            rows.integer32(static_cast<std::int32_t>(r.quality));
        }
        std::string bytes = rows.take();
        co_await lease->copy_in(copy, std::move(bytes));
    }
}

task<void> in_process(Bench& b) {
    const std::int64_t n = b.options.readings();
    City ours(b.start, b.first_id), theirs(b.start, b.first_id);
    Storage storage(b.loop, b.clock, b.pool);
    co_await storage.start();
    auto begun = SteadyClock::now();
    co_await put_all(b, storage, n, [&] { return ours.next(); });
    const double committed_s = seconds_since(begun);
    co_await storage.sealer.seal_due(true);
    const double sealed_s = seconds_since(begun);
    while (storage.streams.unsealed > 0) co_await storage.sealer.seal_due(true);
    begun = SteadyClock::now();
    co_await copy_peer(b, n, [&] { return theirs.next(); });
    b.peer_rows_per_s = static_cast<double>(n) / seconds_since(begun);
    b.add("durable ingest, acknowledged", "readings/s", static_cast<double>(n) / committed_s,
          b.peer_rows_per_s);
    b.add("durable ingest, until in chunks and roll-ups", "readings/s", static_cast<double>(n) / sealed_s,
          b.peer_rows_per_s);

    constexpr db::Query vacuum{"bench.vacuum", "vacuum analyze telemetry.chunk"};
    co_await b.pool.run(vacuum);
    const double rows = static_cast<double>(n);
    const double chunks = co_await number(
        b.pool, {"bench.chunk_size", "select pg_total_relation_size('telemetry.chunk')::float8 as n"});
    const double peer = co_await number(
        b.pool, {"bench.peer_size", "select pg_total_relation_size('public.peer')::float8 as n"});
    b.add("size on disk", "B/reading", chunks / rows, peer / rows, true);

    // One stream with many readings, for reading back.
    std::int64_t i = 0;
    std::minstd_rand random(7);
    std::int64_t level = 500;
    const auto next = [&]() -> Reading {
        level += static_cast<std::int64_t>(random() % 21) - 10;
        return {b.long_id, b.start + i++ * 100 * kMillisecond, static_cast<double>(level) / 100};
    };
    const std::int64_t points = b.options.long_stream();
    co_await put_all(b, storage, points, next);
    while (storage.streams.unsealed > 0) co_await storage.sealer.seal_due(true);
    i = 0;
    co_await copy_peer(b, points, next);
    co_await storage.stop();
}

task<std::size_t> read_ours(Bench& b) {
    const Instant never{Stream::never_us}, end = b.start + 2 * kDay;
    Instant t1 = never, t0 = never;
    constexpr std::int64_t page = 256;
    std::vector<Point> points;
    while (true) {
        const db::Rows rows = co_await b.pool.run(sql::chunks_between, b.long_id, b.start, end, t1, t0, page);
        for (const db::Row row : rows) (void)decode_chunk(row.bytes("payload"), points).value();
        if (rows.size() < page) co_return points.size();
        t1 = rows[rows.size() - 1].instant("t1");
        t0 = rows[rows.size() - 1].instant("t0");
    }
}

task<std::size_t> read_peer(Bench& b) {
    constexpr db::Query all{"bench.read",
                            "select t, value from public.peer where datastream_id = $1 order by t"};
    const db::Rows rows = co_await b.pool.run(all, b.long_id);
    std::vector<Point> points;
    for (const db::Row row : rows) points.push_back({row.instant("t").us, row.number("value")});
    co_return points.size();
}

task<void> read_back(Bench& b) {
    constexpr int rounds = 3;
    double best[2] = {1e9, 1e9};
    for (int round = 0; round < rounds; ++round) {
        for (const int who : {0, 1}) {
            const auto begun = SteadyClock::now();
            std::size_t n = 0;
            if (who == 0)
                n = co_await read_ours(b);
            else
                n = co_await read_peer(b);
            best[who] = std::min(best[who], seconds_since(begun));
            if (n != static_cast<std::size_t>(b.options.long_stream()))
                throw std::runtime_error("readings are missing");
        }
    }
    const auto points = static_cast<double>(b.options.long_stream());
    b.add("read one stream", "points/s", points / best[0], points / best[1]);
}

// -- over the network, against the real server
std::int64_t accepted(const bench::Server& server, std::string_view path) {
    const std::string answer =
        bench::HttpClient(server.port, server.token).call("GET", "/api/v1/ingest/health");
    const json::Document document = json::parse(answer);
    for (const json::Value p : document.root().find("paths")->items())
        if (p.find("path")->text() == path) return p.find("accepted")->integer();
    return 0;
}

std::string body_of(City& city, int readings) {
    json::Writer w;
    w.begin_object().key("readings").begin_array();
    for (int i = 0; i < readings; ++i) {
        const Reading r = city.next();
        w.begin_object()
            .field("datastream", r.datastream_id)
            .field("t", to_rfc3339(r.t))
            .field("value", r.value)
            .end_object();
    }
    w.end_array().end_object();
    return w.take();
}

void over_http(Bench& b) {
    constexpr int per_request = 1'000;
    const bench::Server server(b.program);
    City city(b.start + kDay, b.first_id);
    std::vector<std::string> bodies;
    for (std::int64_t n = 0; n < b.options.over_network(); n += per_request)
        bodies.push_back(body_of(city, per_request));
    const double s = bench::post_all(server.port, server.token, "/api/v1/observations", bodies);
    if (accepted(server, "http") != b.options.over_network())
        throw std::runtime_error("HTTP readings are missing");
    b.add("HTTP, 1,000 readings a request, acknowledged", "readings/s",
          static_cast<double>(b.options.over_network()) / s, b.peer_rows_per_s);
}

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

task<void> publish(Bench& b, std::string url, std::int64_t count) {
    constexpr int per_message = 100;
    mqtt::Client client(b.loop, b.metrics,
                        {.url = url, .client_id = "bench-publisher", .clean_session = true});
    client.start();
    while (!client.connected()) co_await b.loop.sleep(std::chrono::milliseconds(5));
    std::vector<std::int64_t> done(streams_count, 0);
    std::int64_t stream = 0;
    for (std::int64_t n = 0; n < count; n += per_message, stream = (stream + 1) % streams_count) {
        json::Writer w;
        w.begin_array();
        for (int i = 0; i < per_message; ++i) {
            const Instant t = b.start + kDay + kHour + done[static_cast<std::size_t>(stream)]++ * kSecond;
            w.begin_object()
                .field("phenomenonTime", to_rfc3339(t))
                .field("result", (n + i) % 997 * 0.01)
                .end_object();
        }
        w.end_array();
        const std::string topic =
            "v1.1/Datastreams(" + std::to_string(b.first_id + stream) + ")/Observations";
        while (!client.publish(topic, w.text(), 1)) co_await b.loop.sleep(std::chrono::microseconds(500));
    }
    (void)co_await client.flush(std::chrono::seconds(120));
    client.stop();
}

void over_mqtt(Bench& b) {
    const std::string port = std::to_string(free_port()), url = "mqtt://127.0.0.1:" + port;
    std::optional<bench::Child> broker;
    for (const char* path : {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"})
        if (!broker && ::access(path, X_OK) == 0) broker.emplace(std::vector<std::string>{path, "-p", port});
    if (!broker) {
        std::printf("MQTT: mosquitto is not installed, not measured\n");
        return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    const bench::Server server(b.program, {"--mqtt", url});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const std::int64_t count = b.options.over_network() / 2;
    const auto begun = SteadyClock::now();
    b.loop.run_until(publish(b, url, count));
    while (accepted(server, "mqtt") < count) {
        if (seconds_since(begun) > 300) throw std::runtime_error("MQTT readings are missing");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    b.add("MQTT QoS 1, 100 readings a message", "readings/s",
          static_cast<double>(count) / seconds_since(begun), b.peer_rows_per_s);
}

// -- line protocol, the same bodies for everybody
task<void> map_lines(Bench& b) {
    constexpr db::Query streams{
        "bench.line_streams",
        "with made as (insert into telemetry.datastream (sensor_id, name, property, unit, interval_s, "
        "decimals, "
        "rollup_from_s) select s.id, 'line', 'flow', 'm3/s', 1, 2, 60 from telemetry.sensor s, "
        "generate_series(1, $1::bigint) returning id), numbered as (select id, row_number() over () - 1 as n "
        "from made) "
        "insert into telemetry.mapping (source, series, datastream_id) "
        "select 'line_protocol', 'city,id=' || n || ',ward=' || (n % 126) || ' value', id from numbered"};
    co_await b.pool.run(streams, line_streams);
}

std::vector<std::string> line_bodies(const Bench& b) {
    constexpr std::int64_t per_request = 10'000;
    std::minstd_rand random(42);
    std::vector<std::int64_t> levels(static_cast<std::size_t>(line_streams), 500);
    std::vector<std::string> bodies;
    for (std::int64_t n = 0; n < b.options.lines();) {
        std::string body;
        for (std::int64_t i = 0; i < per_request && n < b.options.lines(); ++i, ++n) {
            const std::int64_t stream = n % line_streams;
            std::int64_t& level = levels[static_cast<std::size_t>(stream)];
            level += static_cast<std::int64_t>(random() % 21) - 10;
            char line[120];
            const std::int64_t t_ns = (b.start + 36 * kHour + n / line_streams * kSecond).us * 1'000;
            const int size =
                std::snprintf(line, sizeof line, "city,id=%lld,ward=%lld value=%.2f %lld\n",
                              static_cast<long long>(stream), static_cast<long long>(stream % 126),
                              static_cast<double>(level) / 100, static_cast<long long>(t_ns));
            body.append(line, static_cast<std::size_t>(size));
        }
        bodies.push_back(std::move(body));
    }
    return bodies;
}

void over_line_protocol(Bench& b) {
    b.loop.run_until(map_lines(b));
    const std::vector<std::string> bodies = line_bodies(b);
    const auto lines = static_cast<double>(b.options.lines());
    double ours = 0;
    {
        const bench::Server server(b.program);
        ours = lines / bench::post_all(server.port, server.token, "/api/v2/write", bodies);
        if (accepted(server, "line_protocol") != b.options.lines())
            throw std::runtime_error("readings of line protocol are missing");
    }
    const auto beside = [&](const std::unique_ptr<bench::LinePeer>& peer) {
        if (!peer) return;
        const double theirs = lines / bench::post_all(peer->port, {}, peer->write_path, bodies);
        std::printf("%-44s %14.1f %-12s peer %14.1f %s\n", "line_protocol", ours, "readings/s", theirs,
                    peer->name.c_str());
        b.results.push_back({"line_protocol", "readings/s", ours, theirs, false, peer->name});
    };
    beside(bench::LinePeer::victoria_metrics(b.folder.path, free_port()));
    beside(bench::LinePeer::influxdb(b.folder.path, free_port(), free_port()));
}

std::string to_json(const std::vector<Result>& results) {
    json::Writer w;
    w.begin_array();
    for (const Result& r : results) {
        w.begin_object()
            .field("name", r.name)
            .field("value", r.value)
            .field("unit", r.unit)
            .field("peer", r.peer);
        const double ratio = r.smaller_is_better ? r.peer_value / r.value : r.value / r.peer_value;
        w.field("peer_value", r.peer_value).field("ratio", ratio).end_object();
    }
    w.end_array();
    return w.take();
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--quick") == 0)
            options.quick = true;
        else
            options.binary = argv[i];
    }
    try {
        Bench b(options);
        b.program.add_user();
        b.loop.run_until(prepare(b));
        b.loop.run_until(in_process(b));
        b.loop.run_until(read_back(b));
        over_http(b);
        over_mqtt(b);
        over_line_protocol(b);
        b.loop.run_until(b.pool.close());
        std::printf("%s\n", to_json(b.results).c_str());
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_ingest: %s\n", e.what());
        return 1;
    }
}
