#include "app/health.hpp"

#include "mqtt/client.hpp"

namespace hatang::app {
namespace {

struct Readiness {
    bool ready = false, database = false;
    std::optional<bool> broker;
};

}  // namespace
}  // namespace hatang::app

template <>
struct hatang::json::Describe<hatang::app::Readiness> {
    using R = hatang::app::Readiness;
    static constexpr std::string_view name = "Readiness";
    static constexpr auto fields =
        std::tuple{field("ready", &R::ready, "All parts below work"),
                   field("database", &R::database, "A query was answered within a second"),
                   field("broker", &R::broker, "Connected to the MQTT broker; null when none is configured")};
};

namespace hatang::app {

void add_health_routes(http::Router& router, Program& program, mqtt::Client* broker) {
    router.get<http::Nothing, http::Response>("/healthz",
                                              {"app.health", http::everybody(), "The process answers"},
                                              [](http::Call&, const http::Nothing&) -> task<http::Response> {
                                                  co_return http::Response::bytes("text/plain", "ok\n");
                                              });

    router.get<http::Nothing, Readiness>(
        "/readyz", {"app.ready", http::everybody(), "The service can do its work"},
        [&program, broker](http::Call& call, const http::Nothing&) -> task<Readiness> {
            Readiness out;
            out.database = co_await program.pool.healthy();
            if (broker) out.broker = broker->connected();
            out.ready = out.database && out.broker.value_or(true);
            if (!out.ready) call.status(503);
            co_return out;
        });

    router.get<http::Nothing, http::Response>(
        "/metrics", {"app.metrics", http::everybody(), "Prometheus metrics"},
        [&program](http::Call&, const http::Nothing&) -> task<http::Response> {
            co_return http::Response::bytes("text/plain; version=0.0.4", program.metrics.prometheus_text());
        });
}

}  // namespace hatang::app
