#pragma once

#include "security/context.hpp"

namespace hatang::security {

// /api/v1/security/rights-review
void add_review_routes(http::Router&, Context&);

}  // namespace hatang::security
