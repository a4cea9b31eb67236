#pragma once

#include "security/context.hpp"

namespace hatang::security {

// /api/v1/privacy/breaches
void add_breach_routes(http::Router&, Context&);

}  // namespace hatang::security
