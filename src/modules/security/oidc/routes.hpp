// /api/v1/security/oidc, /api/v1/oidc/start and /api/v1/oidc/callback.
#pragma once

#include "security/context.hpp"

namespace hatang::security {

// Reads the configuration of the data folder; throws what load_oidc_config throws.
void add_oidc_routes(http::Router&, Context&);

}  // namespace hatang::security
