#pragma once

#include "security/context.hpp"

namespace hatang::security {

// /api/v1/privacy and POST /api/v1/users/{id}/reveal
void add_privacy_routes(http::Router&, Context&);

}  // namespace hatang::security
