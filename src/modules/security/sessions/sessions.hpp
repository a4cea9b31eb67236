// Signing in, knowing who asks, signing out.
#pragma once

#include "security/context.hpp"

namespace hatang::security {

struct NewSession {
    std::string token;
    std::int64_t user_id = 0;
    Instant expires_at;
};

// Throws wrong_credentials (alike for an unknown name and a wrong password), account_disabled (only to who
// knows the password), too_many_requests, unavailable.
task<NewSession> sign_in(Context&, http::Call&, std::string user, std::string password);
// Anonymous without a token; throws unauthenticated for one that is unknown, ended or of a disabled account.
task<http::Principal> principal_of(Context&, const http::Request&);
task<void> sign_out(Context&, const http::Call&);

}  // namespace hatang::security
