// /healthz (the process answers), /readyz (it can do its work), /metrics (Prometheus).
#pragma once

#include "app/program.hpp"

namespace hatang::mqtt {
class Client;
}

namespace hatang::app {

void add_health_routes(http::Router&, Program&, mqtt::Client*);

}  // namespace hatang::app
