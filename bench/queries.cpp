// The questions that a city asks its sensors, over HTTP: the newest reading of 100,000 datastreams, a day and
// a year as charts, and the read queries of the SensorThings "Fairy Bench"
// (INSIDE-information-systems/SensorThingsAPI, FrozenFairies.jmx). Last line: a JSON array of {name, value,
// unit, peer, peer_value, ratio}. Run by bench/queries.
#include <algorithm>
#include <random>

#include "support/line_peers.hpp"
#include "support/readings.hpp"
#include "support/results.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry;
using bench::free_port, bench::rows_peer, bench::seconds_since, bench::SteadyClock;

// The Fairy Bench has 18,478 Things with 518 Datastreams each and 14 Observations in each; here are as many
// Things, and as many Datastreams as the city has.
constexpr std::int64_t things = 18'478, streams = 99'998, wards = 126, skip = 10'000;

struct Options {
    std::string binary;
    bool quick = false;
    std::int64_t observations() const { return quick ? 3 : 14; }
    std::int64_t days_of_seconds() const { return quick ? 2 : 7; }
    std::int64_t year_step_s() const { return quick ? 120 : 10; }
    int charts() const { return quick ? 200 : 1'000; }
    int answers_of_all() const { return quick ? 10 : 50; }
    int answers_of_all_by_peers() const { return quick ? 3 : 50; }  // a second each
};

struct Bench : bench::Telemetry {
    explicit Bench(Options o) : Telemetry(o.binary), options(std::move(o)) {}
    Options options;
    Instant now{clock.now().us / kSecond * kSecond};
    std::int64_t first_id = 0, day_id = 0, year_id = 0, thing_id = 0, property_id = 0;
    bench::Results results;
    std::unique_ptr<bench::LinePeer> victoria_metrics;
    Instant day_start() const { return now + -options.days_of_seconds() * kDay; }
    std::int64_t day_count() const { return options.days_of_seconds() * kDay / kSecond; }
    Instant year_start() const { return now + -366 * kDay; }
    std::int64_t year_count() const { return 366 * kDay / kSecond / options.year_step_s(); }
};

// How long the preparations take: a line each.
template <class Work>
void prepare(const char* what, Work work) {
    const auto begun = SteadyClock::now();
    work();
    std::printf("prepared %s: %.1f s\n", what, seconds_since(begun));
    std::fflush(stdout);
}

// -- what is asked about
task<void> make_city(Bench& b) {
    constexpr db::Query assets{
        "bench.assets",
        "insert into registry.asset (version, class_key, domain, level, name, name_folded, status, "
        "ward_code, "
        "attributes, least_zoom, valid_from, recorded_at, geom) select 1, 'bridge', 'road', 'work', 'Trạm ' "
        "|| n, "
        "'tram ' || n, 'in_service', 'phuong-' || n % $2::bigint, jsonb_build_object('station', 'HN' || n), "
        "12, "
        "now(), now(), "
        "public.st_setsrid(public.st_point(105.6 + n % 140 * 0.003, 20.8 + n / 140 * 0.003), 4326) "
        "from generate_series(0, $1::bigint - 1) n returning id"};
    constexpr db::Query sensors{"bench.sensors",
                                "insert into telemetry.sensor (serial, name, asset_id) select 'HN' || n, "
                                "'Trạm ' || n, $2::bigint + n "
                                "from generate_series(0, $1::bigint - 1) n"};
    constexpr db::Query datastreams{"bench.datastreams",
                                    "insert into telemetry.datastream (sensor_id, name, property, unit, "
                                    "interval_s, decimals, rollup_from_s) "
                                    "select s.id, 'Dòng ' || n, p.keys[1 + (n / $2::bigint) % "
                                    "cardinality(p.keys)], 'mg/l', 2592000, 2, 86400 "
                                    "from generate_series(0, $1::bigint - 1) n join telemetry.sensor s on "
                                    "s.serial = 'HN' || (n % $2::bigint) "
                                    "cross join (select array_agg(key order by id) as keys from "
                                    "telemetry.observed_property) p order by n "
                                    "returning id"};
    constexpr db::Query property{"bench.property",
                                 "select id from telemetry.observed_property order by id limit 1"};
    const db::Rows made = co_await b.pool.run(assets, things, wards);
    b.thing_id = made.front().integer("id");
    co_await b.pool.run(sensors, things, b.thing_id);
    const db::Rows of_streams = co_await b.pool.run(datastreams, streams, things);
    b.first_id = of_streams.front().integer("id");
    const db::Rows properties = co_await b.pool.run(property);
    b.property_id = properties.front().integer("id");
    b.day_id = co_await b.make_streams(1);
    b.year_id = co_await b.make_streams(1);
    constexpr db::Query analyze{"bench.analyze",
                                "analyze registry.asset, telemetry.sensor, telemetry.datastream"};
    co_await b.pool.run(analyze);
}

// An Observation every 30 days, beginning in one of ten years; one in 47 of uncertain quality, in every ward.
Reading observation(const Bench& b, std::int64_t i) {
    static const Instant first = *parse_rfc3339("2006-01-01T00:00:00Z");
    const std::int64_t stream = i % streams, round = i / streams;
    return {b.first_id + stream, first + (stream % 10 * 365 + round * 30) * kDay,
            static_cast<double>(i % 997) / 100, i % 47 == 0 ? Quality::uncertain : Quality::good};
}

// A day and a year of one stream, from the beginning, whenever they are asked for.
auto day_of(const Bench& b) {
    return [&b, walk = bench::Walk(1), k = std::int64_t{0}]() mutable -> Reading {
        return {b.day_id, b.day_start() + k++ * kSecond, walk.next()};
    };
}
auto year_of(const Bench& b) {
    return [&b, walk = bench::Walk(2), k = std::int64_t{0}]() mutable -> Reading {
        return {b.year_id, b.year_start() + k++ * b.options.year_step_s() * kSecond, walk.next()};
    };
}

task<void> put_readings(Bench& b) {
    Storage storage(b.loop, b.clock, b.pool);
    co_await storage.start();
    std::int64_t i = 0;
    co_await b.put_all(storage, streams * b.options.observations(), [&] { return observation(b, i++); });
    co_await b.put_all(storage, b.day_count(), day_of(b));
    co_await b.put_all(storage, b.year_count(), year_of(b));
    co_await b.seal_all(storage);
    co_await storage.stop();
    for (const char* table : {"telemetry.chunk", "telemetry.sealed", "telemetry.rollup_1m",
                              "telemetry.rollup_15m", "telemetry.rollup_1h", "telemetry.rollup_1d"})
        co_await b.size_of(table);  // vacuums
}

task<void> put_into_peers(Bench& b) {
    co_await b.copy_rows(b.day_count(), day_of(b));
    co_await b.copy_rows(b.year_count(), year_of(b));
    co_await b.copy_rows(streams, [&, n = std::int64_t{0}]() mutable { return observation(b, n++); });
    co_await b.size_of("public.peer");  // vacuums
    if (!b.victoria_metrics) co_return;
    std::vector<std::string> bodies;
    const auto line = [&](const char* name, const Reading& r) {
        constexpr std::size_t body_bytes = 1 << 20;
        if (bodies.empty() || bodies.back().size() > body_bytes) bodies.emplace_back();
        char text[120];
        const int size = std::snprintf(text, sizeof text, "%s,id=%lld value=%.2f %lld\n", name,
                                       static_cast<long long>(r.datastream_id), r.value,
                                       static_cast<long long>(r.t.us * 1'000));
        bodies.back().append(text, static_cast<std::size_t>(size));
    };
    auto day = day_of(b);
    auto year = year_of(b);
    for (std::int64_t k = 0; k < b.day_count(); ++k) line("day", day());
    for (std::int64_t k = 0; k < b.year_count(); ++k) line("year", year());
    for (std::int64_t k = 0; k < streams; ++k) line("latest", {b.first_id + k, b.now, k * 0.01});
    bench::post_all(b.victoria_metrics->port, {}, b.victoria_metrics->write_path, bodies);
    b.victoria_metrics->make_searchable();
}

// -- asking
// Milliseconds of each call, sorted.
template <class Ask>
std::vector<double> times_ms(int count, Ask ask) {
    std::vector<double> out;
    for (int i = 0; i < count; ++i) {
        const auto begun = SteadyClock::now();
        ask(i);
        out.push_back(seconds_since(begun) * 1e3);
    }
    std::sort(out.begin(), out.end());
    return out;
}
double p99(const std::vector<double>& sorted) { return sorted[(sorted.size() - 1) * 99 / 100]; }
double median(const std::vector<double>& sorted) { return sorted[sorted.size() / 2]; }
double mean(const std::vector<double>& times) {
    double sum = 0;
    for (const double t : times) sum += t;
    return sum / static_cast<double>(times.size());
}

void require(bool good, const std::string& asked, const std::string& answer) {
    if (!good) throw std::runtime_error("not what was asked for: " + asked + ": " + answer.substr(0, 300));
}

// Each with a connection of its own: the server does not keep one for as long as a peer may take.
void latest(Bench& b, const bench::Server& server) {
    bench::HttpClient client(server.port, server.token);
    const auto count = [](const std::string& text, std::string_view what) {
        std::int64_t n = 0;
        for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++n;
        return n;
    };
    const std::string path = "/api/v1/datastreams/latest";
    std::string answer;
    const std::vector<double> ours =
        times_ms(b.options.answers_of_all(), [&](int) { answer = client.call("GET", path); });
    require(count(answer, "\"stale\"") >= streams, path, answer);
    std::printf("latest_100k: %zu bytes, slowest %.1f ms\n", answer.size(), ours.back());
    constexpr db::Query newest{
        "bench.newest",
        "select distinct on (datastream_id) datastream_id, t, value from public.peer "
        "where datastream_id >= $1 and datastream_id < $2 order by datastream_id, t desc"};
    const std::vector<double> rows = times_ms(b.options.answers_of_all(), [&](int) {
        const auto ask = [&]() -> task<void> {
            co_await b.pool.run(newest, b.first_id, b.first_id + streams);
        };
        b.loop.run_until(ask());
    });
    b.results.add({"latest_100k", "ms", median(ours), true,
                   std::string(rows_peer) + ", distinct on, rows left in binary", median(rows)});
    if (!b.victoria_metrics) return;
    bench::HttpClient peer(b.victoria_metrics->port, {});
    const std::string query =
        "/api/v1/query?query=latest_value&time=" + std::to_string(b.now.us / kSecond + 1);
    // Its index follows in the background.
    constexpr int seconds_max = 60;
    for (int i = 0; i < seconds_max && count(peer.call("GET", query), "\"latest_value\"") != streams; ++i)
        std::this_thread::sleep_for(std::chrono::seconds(1));
    const std::vector<double> theirs =
        times_ms(b.options.answers_of_all_by_peers(), [&](int) { answer = peer.call("GET", query); });
    require(count(answer, "\"latest_value\"") == streams, query, answer);
    b.results.add({"latest_100k", "ms", median(ours), true, b.victoria_metrics->name + ", /api/v1/query",
                   median(theirs)});
}

// A range of a stream as a chart of at most 600 points; the beginning of the range moves by whole seconds.
void chart(Bench& b, const bench::Server& server, std::string name, std::int64_t id, const char* series,
           Instant first, std::int64_t width_us, std::int64_t bucket_us) {
    bench::HttpClient client(server.port, server.token);
    const std::int64_t play_s = std::max<std::int64_t>(1, (b.now - first - width_us) / kSecond);
    const auto from_of = [&](int i) { return first + std::int64_t{i} * 7'919 % play_s * kSecond; };
    const std::vector<double> ours = times_ms(b.options.charts(), [&](int i) {
        const Instant from = from_of(i);
        const std::string path = "/api/v1/datastreams/" + std::to_string(id) +
                                 "/series?from=" + to_rfc3339(from) + "&to=" + to_rfc3339(from + width_us);
        const std::string answer = client.call("GET", path);
        require(answer.find("\"aggregated\":true") != std::string::npos && answer.size() > 5'000, path,
                answer);
    });
    std::printf("%s: median %.2f ms, slowest %.2f ms\n", name.c_str(), median(ours), ours.back());
    constexpr db::Query buckets{
        "bench.buckets",
        "select date_bin($4::bigint * interval '1 microsecond', t, '2000-01-01T00:00:00+07') as b, "
        "avg(value), "
        "min(value), max(value) from public.peer where datastream_id = $1 and t >= $2 and t <= $3 "
        "group by b order by b"};
    const std::vector<double> rows = times_ms(5, [&](int i) {
        const auto ask = [&]() -> task<void> {
            co_await b.pool.run(buckets, id, from_of(i), from_of(i) + width_us, bucket_us);
        };
        b.loop.run_until(ask());
    });
    b.results.add(
        {name, "ms p99", p99(ours), true, std::string(rows_peer) + ", date_bin, no roll-ups", rows.back()});
    if (!b.victoria_metrics) return;
    bench::HttpClient peer(b.victoria_metrics->port, {});
    const std::string step = std::to_string(bucket_us / kSecond) + "s";
    const std::vector<double> theirs = times_ms(std::min(b.options.charts(), 100), [&](int i) {
        const std::string query = std::string("/api/v1/query_range?query=avg_over_time(") + series + "[" +
                                  step + "])&step=" + step +
                                  "&start=" + std::to_string(from_of(i).us / kSecond) +
                                  "&end=" + std::to_string((from_of(i).us + width_us) / kSecond);
        const std::string answer = peer.call("GET", query);
        require(answer.size() > 1'000, query, answer);
    });
    b.results.add(
        {name, "ms p99", p99(ours), true, b.victoria_metrics->name + ", avg_over_time alone", p99(theirs)});
}

std::string in_url(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (std::strchr(" '\"[]<>#%+", c)) {
            const auto byte = static_cast<unsigned char>(c);
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
        } else {
            out += c;
        }
    }
    return out;
}

// The queries in the order of the published results, with the milliseconds of FROST there: the mean of ten,
// on two machines of 2 CPUs with 136 million Observations, tuned in July 2019. The last two were given up
// there after the figures of May.
void fairies(Bench& b, const bench::Server& server) {
    bench::HttpClient client(server.port, server.token);
    struct Query {
        std::string path;
        double frost_ms;
        const char* month = "July";
    };
    const std::string
        property = std::to_string(b.property_id),
        thing = std::to_string(b.thing_id + 77), time = "2011-01-01T00:00:00Z/2012-01-01T00:00:00Z",
        overlaps = "overlaps(Datastreams/phenomenonTime," + time + ")",
        two_wards = overlaps + " and (properties/ward eq 'phuong-7' or properties/ward eq 'phuong-77')",
        box =
            "st_within(Locations/location,geography'POLYGON((105.8 20.9,105.85 20.9,105.85 20.95,105.8 "
            "20.95,105.8 20.9))')",
        one_series = "properties/station eq 'HN77'",
        of_thing = "Thing/properties/station eq 'HN77' and ObservedProperty/id eq " + property;
    const std::vector<Query> queries{
        {"Things", 273},
        {"Things?$select=name,id", 69},
        {"Things?$select=name,id&$skip=" + std::to_string(skip), 74},
        {"Things?$top=50&$count=true", 102},
        {"Things?$top=50&$filter=" + two_wards, 417},
        {"Things?$top=50&$filter=" + two_wards + "&$count=true", 501},
        {"Things?$top=50&$filter=" + overlaps +
             " and properties/ward eq 'phuong-7' and Datastreams/Observations/resultQuality eq 'uncertain'",
         3'773},
        {"Things?$top=50&$filter=" + overlaps + " and Datastreams/ObservedProperty/id eq " + property, 181},
        {"Things?$top=50&$filter=" + box, 115},
        {"Things?$top=50&$filter=" + box + "&$count=true", 136},
        {"ObservedProperties?$filter=Datastreams/Thing/id eq " + thing, 184},
        {"ObservedProperties?$filter=Datastreams/Thing/" + one_series, 108},
        {"FeaturesOfInterest?$filter=Observations/Datastream/Thing/" + one_series, 2'164},
        {"Observations?$resultFormat=dataArray&$filter=Datastream/Thing/" + one_series +
             " and Datastream/ObservedProperty/id eq " + property,
         88},
        {"Datastreams?$expand=Observations&$filter=" + of_thing, 84},
        {"Datastreams?$expand=Observations($filter=phenomenonTime ge 2006-01-01T00:00:00Z)&$filter=" +
             of_thing,
         84},
        {"Things?$top=50&$filter=" + overlaps, 132'117, "May"},
        {"Things?$top=50&$filter=during(Datastreams/Observations/phenomenonTime," + time + ")", 179'000,
         "May, time-out"},
    };
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const Query& q = queries[i];
        const std::string path = "/sta/v1.1/" + in_url(q.path);
        const std::string name = "fairy_" + std::to_string(i + 1),
                          peer = std::string("FROST, published figure of ") + q.month +
                                 " 2019, other machines and more data";
        std::string answer;
        std::vector<double> times;
        try {
            times = times_ms(10, [&](int) { answer = client.call("GET", path); });
            require(answer.size() > 100, path, answer);
        } catch (const std::exception& e) {
            std::printf("NOT ANSWERED: %s: %s\n", q.path.c_str(), e.what());
            b.results.add({name, "ms", std::nullopt, true, peer, q.frost_ms});
            continue;
        }
        std::printf("%6.1f … %6.1f ms, %7zu bytes: %s\n", times.front(), times.back(), answer.size(),
                    q.path.c_str());
        b.results.add({name, "ms", mean(times), true, peer, q.frost_ms});
    }
}

void measure(Bench& b) {
    b.program.add_user();
    b.victoria_metrics = bench::LinePeer::victoria_metrics(b.folder.path, free_port());
    if (!b.victoria_metrics) std::printf("SKIPPED: victoria-metrics is not installed\n");
    std::printf("Before the answer to a write: ours fsync; %s%s%s\n", rows_peer,
                b.victoria_metrics ? "; " : "", b.victoria_metrics ? b.victoria_metrics->name.c_str() : "");
    b.loop.run_until(b.prepare());
    prepare("sensors", [&] { b.loop.run_until(make_city(b)); });
    prepare("readings", [&] { b.loop.run_until(put_readings(b)); });
    prepare("peers", [&] { b.loop.run_until(put_into_peers(b)); });
    const bench::Server server(b.program);
    latest(b, server);
    chart(b, server, "chart_day", b.day_id, "day_value", b.day_start(), kDay, 5 * kMinute);
    chart(b, server, "chart_year", b.year_id, "year_value", b.year_start(), 365 * kDay, kDay);
    fairies(b, server);
    b.loop.run_until(b.pool.close());
}

}  // namespace

int main(int argc, char** argv) { return bench::run<Bench, Options>("bench_queries", argc, argv, measure); }
