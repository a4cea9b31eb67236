// Answers a question for entities.
#pragma once

#include "telemetry/state.hpp"

namespace hatang::telemetry::sta {

// `path` below /sta/v1.1, "Things(1)/Datastreams"; the rest as in the request of the call.
task<http::Response> read_resource(Telemetry::State&, http::Call&, std::string path);

}  // namespace hatang::telemetry::sta
