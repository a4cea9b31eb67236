#pragma once

#include "security/context.hpp"
#include "security/watch/file_state.hpp"

namespace hatang::security {

// /api/v1/security/watch and /integrity. The state of the files is kept by whoever checks them.
void add_watch_routes(http::Router&, Context&, Integrity&);

}  // namespace hatang::security
