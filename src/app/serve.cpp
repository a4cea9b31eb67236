// hatang serve: migrates, starts every module, answers until it is told to stop.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "app/health.hpp"
#include "app/program.hpp"
#include "base/log.hpp"
#include "http/client.hpp"
#include "http/limits.hpp"
#include "http/server.hpp"
#include "mqtt/client.hpp"
#include "mqtt/server.hpp"

namespace hatang::app {
namespace {

std::string web_folder(const std::string& given) {
    if (!given.empty()) return given;
    const auto beside =
        std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "web" / "dist";
    return std::filesystem::exists(beside) ? beside.string() : std::string();
}

// The broker keeps our session by this name. It must differ between cities on one broker and stay over a
// restart.
std::string client_id(const Common& common) {
    const std::string place =
        common.database.empty() ? std::filesystem::absolute(common.data).string() : common.database;
    return "hatang-" + sha256_hex(place).substr(0, 12);
}

// A name that is no address may stand for any network.
bool is_loopback(const std::string& address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

http::RateLimits rates_of(const Serve& options) {
    namespace limits = http::limits;
    const int account = options.requests_per_minute.value_or(limits::account_per_minute);
    return {account * (limits::address_per_minute / limits::account_per_minute), account, account > 0};
}

// Where readings come from over MQTT. They outlive the modules, which take their leave of them.
struct MqttWays {
    std::optional<mqtt::Client> broker;
    std::optional<mqtt::Server> devices;
};

// Devices publish with the certificate that HTTP has.
void listen_for_devices(Program& program, const Listen& at, const http::Server& http,
                        std::optional<mqtt::Server>& devices) {
    mqtt::ServerConfig config{.address = at.address, .port = at.port, .tls = http.tls()};
    devices.emplace(program.loop, program.metrics, std::move(config), [&program](mqtt::Visitor visitor) {
        return program.telemetry.admit_device(std::move(visitor));
    });
    devices->listen();
    program.telemetry.ingest_from(*devices);
    log::info("app.mqtt_ready", {{"address", at.address}, {"port", devices->port()}});
    if (!devices->encrypted() && !is_loopback(at.address))
        log::warn("app.not_encrypted", {{"address", at.address}, {"option", "--tls-cert"}});
}

task<void> serve_until_stopped(Program& program, const Common& common, const Serve& options, MqttWays& ways) {
    Signal stop(program.loop);
    program.loop.on_stop_signal([&] { stop.notify_all(); });

    if (!options.siem.url.empty()) program.security.forward_audit_to(options.siem);
    const std::string web = web_folder(options.web);
    const bool encrypted = !options.tls_certificate.empty();
    security::Surroundings here{.version = HATANG_VERSION, .web_folder = web};
    const auto& devices_at = options.mqtt_listen;
    here.beyond_loopback =
        !is_loopback(options.listen.address) || (devices_at && !is_loopback(devices_at->address));
    here.encrypted = encrypted;
    program.security.tell(here);

    co_await program.open(true);

    http::Client outgoing(program.loop,
                          {.rules = options.outgoing, .ca_file = options.ca_file, .resolve = {}});
    program.security.use(outgoing);
    program.maps.use(outgoing);

    http::Router router(program.metrics);
    router.use(static_cast<http::Authenticator*>(&program.security));
    router.use(static_cast<http::IdempotencyStore*>(&program.security));
    router.use(static_cast<http::ApprovalGate*>(&program.security));
    router.use(&program.loop);
    for (Module* module : program.modules()) module->add_routes(router);
    program.jobs.add_routes(router);

    std::optional<mqtt::Client>& broker = ways.broker;
    if (!options.mqtt.empty()) {
        broker.emplace(program.loop, program.metrics,
                       mqtt::ClientConfig{.url = options.mqtt, .client_id = client_id(common)});
        program.telemetry.ingest_from(*broker);
        if (!options.updates.account.empty())
            co_await program.telemetry.send_updates(*broker, options.updates);
        broker->start();
    }
    add_health_routes(router, program, broker ? &*broker : nullptr);
    if (!web.empty()) router.static_files(web);

    router.use(rates_of(options));

    http::ServerConfig config{.address = options.listen.address, .port = options.listen.port};
    config.trusted_proxies = options.trusted_proxies;
    if (encrypted) config.tls = {options.tls_certificate, options.tls_key};
    http::Server server(program.loop, router, program.metrics, std::move(config));
    server.listen();
    if (encrypted) {
        here.certificate = [&server] { return server.certificate(); };
        program.security.tell(here);
    }
    if (devices_at) listen_for_devices(program, *devices_at, server, ways.devices);
    std::printf("ready %s://%s:%u\n", encrypted ? "https" : "http", options.listen.address.c_str(),
                server.port());
    std::fflush(stdout);
    log::info("app.ready", {{"address", options.listen.address}, {"port", server.port()}});
    // A proxy in front may encrypt; who trusts none has passwords on the wire.
    if (!is_loopback(options.listen.address) && !encrypted && options.trusted_proxies.empty())
        log::warn("app.not_encrypted", {{"address", options.listen.address}, {"option", "--tls-cert"}});

    co_await stop.wait();
    log::info("app.stopping");
    co_await server.stop();
    co_await program.telemetry.end_ingest();
    if (ways.devices) co_await ways.devices->stop();
    if (broker) broker->stop();
}

}  // namespace

int serve(const Common& common, const Serve& options) {
    const auto body = [](Program& program, const Common& c, const Serve& o) -> task<void> {
        std::exception_ptr failed;
        MqttWays ways;
        try {
            co_await serve_until_stopped(program, c, o, ways);
        } catch (...) {
            failed = std::current_exception();
        }
        co_await program.close();
        if (failed) std::rethrow_exception(failed);
    };
    try {
        Program program(common, [](std::string_view step) { log::info("cluster.step", {{"step", step}}); });
        program.loop.run_until(body(program, common, options));
        return 0;
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

}  // namespace hatang::app
