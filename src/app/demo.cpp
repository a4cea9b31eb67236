// hatang demo load | publish | play | replay.
#include <cstdio>

#include "app/program.hpp"
#include "demo/load.hpp"
#include "demo/publish.hpp"
#include "demo/replay.hpp"
#include "mqtt/client.hpp"

namespace hatang::app {
namespace {

constexpr std::chrono::seconds delivery_wait{5};

// Runs work that only needs a broker, no database.
template <class Work>
int with_broker(const std::string& url, Work work) {
    try {
        Loop loop;
        Metrics metrics;
        mqtt::Client client(loop, metrics,
                            {.url = url, .client_id = "hatang-demo-" + random_hex(4), .clean_session = true});
        return loop.run_until(work(loop, client));
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

// Ends when the broker has what was published.
task<void> drain(mqtt::Client& client) {
    const std::chrono::microseconds limit = delivery_wait;
    const bool delivered = co_await client.flush(limit);
    client.stop();
    if (!delivered) throw Error(Code::unavailable, {}, {"MQTT"});
}

}  // namespace

int demo_load(const Common& common) {
    try {
        Program program(common);
        return program.run([](Program& p) -> task<int> {
            demo::LoadTarget target{p.platform, p.security, p.registry, p.telemetry, p.alarms};
            int shown = -1;
            const demo::LoadReport report =
                co_await demo::load_city(target, [&shown](double percent, std::string_view words) {
                    if (const int tenth = static_cast<int>(percent / 10); tenth > shown) {
                        shown = tenth;
                        std::fprintf(stderr, "   %3.0f %%  %.*s\n", percent, static_cast<int>(words.size()),
                                     words.data());
                    }
                });
            if (report.already)
                std::fprintf(stderr, "   đã có sẵn\n");
            else
                std::fprintf(stderr,
                             "   %d công trình, %d công trình mô phỏng, %d chuỗi số liệu, %d quy tắc\n",
                             report.works, report.generated, report.datastreams, report.rules);
            co_return 0;
        });
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

int demo_publish(const Common& common, const DemoPublish& options) {
    std::vector<demo::SensorModel> models;
    try {
        Program program(common);
        const int failed = program.run([&](Program& p) -> task<int> {
            models = co_await demo::read_models(p.pool, options.sensors);
            co_return 0;
        });
        if (failed != 0) return failed;
    } catch (const std::exception& e) {
        return report_failure(e);
    }
    if (models.empty()) return report_failure(Error(Code::not_found, {}, {"demo city (hatang demo load)"}));
    return with_broker(options.mqtt, [&](Loop& loop, mqtt::Client& client) -> task<int> {
        SystemClock clock;
        Signal stop(loop);
        loop.on_stop_signal([&stop] { stop.notify_all(); });
        std::printf("publishing %zu datastreams\n", models.size());
        std::fflush(stdout);
        co_await demo::publish_city(clock, client, std::move(models), options.seed, stop);
        co_return 0;
    });
}

int demo_play(const std::string& mqtt, const std::string& incident) {
    return with_broker(mqtt, [&](Loop& loop, mqtt::Client& client) -> task<int> {
        client.start();
        SystemClock clock;
        const Instant give_up = clock.now() + std::chrono::microseconds(delivery_wait).count();
        while (!client.publish(demo::play_topic, incident, 0)) {
            if (clock.now() > give_up) throw Error(Code::unavailable, {}, {mqtt});
            co_await loop.sleep(std::chrono::milliseconds(50));
        }
        co_await drain(client);
        co_return 0;
    });
}

int demo_replay(const DemoReplay& options) {
    return with_broker(options.mqtt, [&](Loop& loop, mqtt::Client& client) -> task<int> {
        std::vector<double> values =
            demo::read_csv_column(demo::read_series_file(options.file), options.column, options.rows_max)
                .value();
        for (double& value : values) value *= options.scale;
        SystemClock clock;
        const demo::ReplayReport report =
            co_await demo::replay(loop, clock, client, options.datastream, values, options.rate_hz);
        co_await drain(client);
        std::printf("{\"published\":%lld,\"seconds\":%.3f}\n", static_cast<long long>(report.published),
                    report.seconds);
        co_return 0;
    });
}

}  // namespace hatang::app
