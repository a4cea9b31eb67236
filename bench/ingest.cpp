// Durable ingest, in process and over the network. The peers stand in the same cluster (plain indexed
// PostgreSQL rows) or beside it (line protocol). Last line: a JSON array of {name, value, unit, peer,
// peer_value, ratio}. Run by bench/ingest.
#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include "json/value.hpp"
#include "mqtt/client.hpp"
#include "support/line_peers.hpp"
#include "support/mqtt_devices.hpp"
#include "support/readings.hpp"
#include "support/results.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry;
using bench::City, bench::free_port, bench::rows_peer, bench::seconds_since, bench::SteadyClock;

constexpr std::int64_t streams_count = 1'000, line_streams = 10'000;
constexpr int mqtt_clients = 1'000;

struct Options {
    std::string binary;
    bool quick = false;
    std::int64_t readings() const { return quick ? 500'000 : 5'000'000; }
    std::int64_t over_network() const { return quick ? 200'000 : 1'000'000; }
    std::int64_t messages() const { return quick ? 100'000 : 500'000; }
    std::int64_t lines() const { return quick ? 300'000 : 5'000'000; }
    std::int64_t rows() const { return quick ? 500'000 : 5'000'000; }
};

struct Bench : bench::Telemetry {
    explicit Bench(Options o) : Telemetry(o.binary), options(std::move(o)) {}
    Options options;
    std::int64_t first_id = 0;
    Instant start = clock.now() + -2 * kDay;
    bench::Results results;

    double peer_rows_per_s = 0;
    void add(std::string name, double value) {
        results.add({std::move(name), "readings/s", value, false, rows_peer, peer_rows_per_s});
    }
};

task<void> in_process(Bench& b) {
    co_await b.prepare();
    b.first_id = co_await b.make_streams(streams_count);
    const std::int64_t n = b.options.readings();
    City ours(b.start, b.first_id, streams_count), theirs(b.start, b.first_id, streams_count);
    Storage storage(b.loop, b.clock, b.pool);
    co_await storage.start();
    auto begun = SteadyClock::now();
    co_await b.put_all(storage, n, [&] { return ours.next(); });
    const double committed_s = seconds_since(begun);
    co_await storage.sealer.seal_due(true);
    const double sealed_s = seconds_since(begun);
    co_await b.seal_all(storage);
    begun = SteadyClock::now();
    co_await b.copy_rows(n, [&] { return theirs.next(); });
    b.peer_rows_per_s = static_cast<double>(n) / seconds_since(begun);
    b.add("durable ingest, acknowledged", static_cast<double>(n) / committed_s);
    b.add("durable ingest, until in chunks and roll-ups", static_cast<double>(n) / sealed_s);
    co_await storage.stop();
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
    City city(b.start + kDay, b.first_id, streams_count);
    std::vector<std::string> bodies;
    for (std::int64_t n = 0; n < b.options.over_network(); n += per_request)
        bodies.push_back(body_of(city, per_request));
    const double s = bench::post_all(server.port, server.token, "/api/v1/observations", bodies);
    if (accepted(server, "http") != b.options.over_network())
        throw std::runtime_error("HTTP readings are missing");
    b.add("HTTP, 1,000 readings a request, acknowledged", static_cast<double>(b.options.over_network()) / s);
}

// -- data arrays of SensorThings
// 1,000 rows of each of 10 datastreams a request, as a gateway sends what it has gathered in a while.
std::vector<std::string> data_arrays(const Bench& b) {
    constexpr std::int64_t per_group = 1'000, groups = 10;
    const Instant start = b.start + 40 * kHour;  // behind what came before
    bench::Walk walk(42, streams_count);
    std::vector<std::int64_t> seconds(streams_count, 0);
    std::vector<std::string> bodies;
    std::int64_t stream = 0;
    for (std::int64_t n = 0; n < b.options.rows(); n += groups * per_group) {
        json::Writer w;
        w.begin_array();
        for (std::int64_t group = 0; group < groups; ++group, stream = (stream + 1) % streams_count) {
            const auto of = static_cast<std::size_t>(stream);
            w.begin_object().key("Datastream").begin_object().field("@iot.id", b.first_id + stream);
            w.end_object().key("components").begin_array().value("phenomenonTime").value("result");
            w.end_array().key("dataArray").begin_array();
            for (std::int64_t row = 0; row < per_group; ++row) {
                const Instant t = start + seconds[of]++ * kSecond + walk.jitter_us();
                w.begin_array().value(to_rfc3339(t)).value(walk.next(of)).end_array();
            }
            w.end_array().end_object();
        }
        w.end_array();
        bodies.push_back(w.take());
    }
    return bodies;
}

void over_data_array(Bench& b) {
    const std::vector<std::string> bodies = data_arrays(b);
    const bench::Server server(b.program);
    const double s = bench::post_all(server.port, server.token, "/sta/v1.1/CreateObservations", bodies);
    if (accepted(server, "http") != b.options.rows())
        throw std::runtime_error("readings of data arrays are missing");
    b.add("data_array", static_cast<double>(b.options.rows()) / s);
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

// As tools/steps.sh starts it for the program.
std::unique_ptr<bench::Child> mosquitto(const std::string& folder, std::uint16_t port) {
    const std::string path = folder + "/mosquitto.conf";
    std::ofstream(path) << "listener " << port << " 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n"
                        << "max_inflight_messages 1000\nlog_dest none\n"
                        << (::getuid() == 0 ? "user root\n" : "");
    std::unique_ptr<bench::Child> broker;
    for (const char* program : {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"})
        if (!broker && ::access(program, X_OK) == 0)
            broker = std::make_unique<bench::Child>(std::vector<std::string>{program, "-c", path});
    if (broker) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return broker;
}

// Every device sends its messages, one reading each, until all are stored; readings a second.
double publish_singly(const Bench& b, const bench::Server& server, bench::MqttDevices& devices,
                      Instant start) {
    const std::int64_t each = b.options.messages() / mqtt_clients, all = each * mqtt_clients;
    const std::int64_t before = accepted(server, "mqtt");
    const auto begun = SteadyClock::now();
    devices.publish(start, each);
    while (accepted(server, "mqtt") < before + all) {
        if (seconds_since(begun) > 300) throw std::runtime_error("MQTT readings are missing");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return static_cast<double>(all) / seconds_since(begun);
}

std::string credential(const bench::Server& server) {
    const Instant end = SystemClock().now() + kDay;
    const std::string answer =
        bench::HttpClient(server.port, server.token)
            .call("POST", "/api/v1/credentials",
                  R"({"name":"bench","kind":"device","permissions":["telemetry.ingest"],)"
                  R"("expires_at":")" +
                      to_rfc3339(end) + "\"}");
    const json::Document document = json::parse(answer);
    return std::string(document.root().find("secret")->text());
}

constexpr const char* mosquitto_promises =
    "Mosquitto 2.0 to a subscriber that keeps nothing (PUBACK when it is queued in memory)";

// The devices publish to the server itself. It answers after the commit (fsync).
void over_listener(Bench& b, std::optional<double> counted_per_s) {
    const std::uint16_t port = free_port();
    const bench::Server server(b.program, {"--mqtt-listen", "127.0.0.1:" + std::to_string(port)});
    bench::MqttDevices devices(port, mqtt_clients, b.first_id, "bench", credential(server));
    std::printf("mqtt_qos1: PUBACK after the reading is committed and synced; its peer keeps nothing\n");
    const double per_s = publish_singly(b, server, devices, b.start + 34 * kHour);
    b.results.add(
        {"mqtt_qos1", "readings/s", per_s, false, counted_per_s ? mosquitto_promises : "", counted_per_s});
}

// The same messages through the broker to somebody who does nothing with them.
double count_alone(const Bench& b, std::uint16_t port) {
    const bench::MqttCounter counter(port);
    bench::MqttDevices devices(port, mqtt_clients, b.first_id);
    const std::int64_t each = b.options.messages() / mqtt_clients;
    const auto begun = SteadyClock::now();
    devices.publish(b.start + 30 * kHour, each);
    while (counter.count() < each * mqtt_clients) {
        if (seconds_since(begun) > 300) throw std::runtime_error("the broker lost messages");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return static_cast<double>(each * mqtt_clients) / seconds_since(begun);
}

void over_mqtt(Bench& b) {
    const std::uint16_t port = free_port();
    const std::string url = "mqtt://127.0.0.1:" + std::to_string(port);
    const std::unique_ptr<bench::Child> broker = mosquitto(b.folder.path, port);
    if (!broker) {
        std::printf("MQTT: mosquitto is not installed, not measured\n");
        return over_listener(b, {});
    }
    const double counted_per_s = count_alone(b, port);
    over_listener(b, counted_per_s);
    const bench::Server server(b.program, {"--mqtt", url});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const std::int64_t count = b.options.over_network() / 2;
    const auto begun = SteadyClock::now();
    b.loop.run_until(publish(b, url, count));
    while (accepted(server, "mqtt") < count) {
        if (seconds_since(begun) > 300) throw std::runtime_error("MQTT readings are missing");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    b.add("MQTT QoS 1, 100 readings a message", static_cast<double>(count) / seconds_since(begun));

    bench::MqttDevices devices(port, mqtt_clients, b.first_id);
    const double per_s = publish_singly(b, server, devices, b.start + 30 * kHour);
    b.results.add({"mqtt_qos1_broker", "readings/s", per_s, false, mosquitto_promises, counted_per_s});
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
        b.results.add({"line_protocol", "readings/s", ours, false, peer->name, theirs});
    };
    beside(bench::LinePeer::victoria_metrics(b.folder.path, free_port()));
    beside(bench::LinePeer::influxdb(b.folder.path, free_port(), free_port()));
}

void measure(Bench& b) {
    b.program.add_user();
    std::printf("Before the answer: ours fsync; %s\n", rows_peer);
    b.loop.run_until(in_process(b));
    over_http(b);
    over_mqtt(b);
    over_data_array(b);
    over_line_protocol(b);
    b.loop.run_until(b.pool.close());
}

}  // namespace

int main(int argc, char** argv) { return bench::run<Bench, Options>("bench_ingest", argc, argv, measure); }
