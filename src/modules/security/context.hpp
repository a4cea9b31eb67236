// Inside of security: what its capabilities share.
#pragma once

#include "module.hpp"
#include "security/api.hpp"
#include "security/passwords/password.hpp"
#include "security/roles/roles.hpp"
#include "security/sessions/cache.hpp"
#include "security/sessions/throttle.hpp"

namespace hatang::security {

struct Context {
    Platform& platform;
    Security& security;
    Roles roles;
    PasswordHasher hasher;
    SessionCache cache;
    SignInThrottle throttle;
};

void add_session_routes(http::Router&, Context&);
void add_user_routes(http::Router&, Context&);
void add_role_routes(http::Router&, const Context&);
void add_organisation_routes(http::Router&, Context&);
void add_audit_routes(http::Router&, Context&);

}  // namespace hatang::security
