// The answer to a sign-in that has succeeded.
#pragma once

#include "security/sessions/sessions.hpp"
#include "security/users/views.hpp"

namespace hatang::security {

struct SessionStarted {
    std::string token;
    Instant expires_at;
    UserView user;
};
// Sets the cookies of the session and of the device, and status 201.
task<SessionStarted> session_started(Context&, http::Call&, NewSession);

}  // namespace hatang::security

template <>
struct hatang::json::Describe<hatang::security::SessionStarted> {
    using T = security::SessionStarted;
    static constexpr std::string_view name = "SessionStarted";
    static constexpr auto fields =
        std::tuple{field("token", &T::token, "For Authorization: Bearer"),
                   field("expires_at", &T::expires_at, "Moves on with every request"),
                   field("user", &T::user, "Who signed in")};
};
