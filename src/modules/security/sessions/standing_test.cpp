#include "security/sessions/standing.hpp"

#include <doctest/doctest.h>

#include <span>
#include <stdexcept>

#include "base/embedded.hpp"
#include "security/policy/policy.hpp"
#include "security/sessions/test_start.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_security();
}

using namespace hatang;
using namespace hatang::security;

namespace {

constexpr const char* inside = "10.0.0.1";
constexpr const char* outside = "203.0.113.7";

Policy standard() {
    for (const EmbeddedFile& file : embedded_security())
        if (file.path == "data/policy.json") return Policy(file.text, "2026-11-24");
    throw std::logic_error("no policy.json");
}

SignedIn session(bool administrator) {
    SignedIn s;
    s.active_at = start;
    s.administrator = administrator;
    s.password_strong = true;
    return s;
}

http::Request request(http::Method method, std::string path, bool bearer = false) {
    http::Request r;
    r.method = method;
    r.path = std::move(path);
    if (bearer) r.headers.emplace_back("Authorization", "Bearer x");
    return r;
}

std::string refusal(const Standing& standing, http::Method method, std::string path) {
    try {
        check_standing(standing, request(method, std::move(path)));
        return "";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code);
    }
}

}  // namespace

TEST_CASE("a session locks itself: 15 minutes, 5 for administrators") {
    const Policy policy = standard();
    CHECK(!standing_of(policy, session(false), inside, start + 15 * kMinute + -1).locked);
    CHECK(standing_of(policy, session(false), inside, start + 15 * kMinute).locked);
    CHECK(!standing_of(policy, session(true), inside, start + 5 * kMinute + -1).locked);
    CHECK(standing_of(policy, session(true), inside, start + 5 * kMinute).locked);
    const Standing locked{.locked = true};
    CHECK(refusal(locked, http::Method::get, "/api/v1/assets") == "session_locked");
    CHECK(refusal(locked, http::Method::get, "/api/v1/account") == "session_locked");
    CHECK(refusal(locked, http::Method::post, "/api/v1/sessions/current/activity") == "session_locked");
    CHECK(refusal(locked, http::Method::get, "/api/v1/sessions/current") == "");
    CHECK(refusal(locked, http::Method::del, "/api/v1/sessions/current") == "");
    CHECK(refusal(locked, http::Method::post, "/api/v1/sessions/current/unlock") == "");
}

TEST_CASE("who must use a second factor") {
    Policy policy = standard();
    CHECK(second_factor_required(policy, true, inside));
    CHECK(second_factor_required(policy, false, outside));
    CHECK(!second_factor_required(policy, false, inside));
    policy.set("second_factor", R"("everybody")");
    CHECK(second_factor_required(policy, false, inside));
    policy.set("second_factor", R"("nobody")");
    CHECK(!second_factor_required(policy, true, outside));
}

TEST_CASE("who has none must enrol, who has one must use it") {
    const Policy policy = standard();
    SignedIn s = session(false);
    CHECK(!standing_of(policy, s, inside, start).enrolment_required);
    const Standing roamed = standing_of(policy, s, outside, start);
    CHECK(roamed.enrolment_required);
    CHECK(refusal(roamed, http::Method::get, "/api/v1/assets") == "second_factor_enrolment_required");
    CHECK(refusal(roamed, http::Method::get, "/api/v1/accountants") == "second_factor_enrolment_required");
    CHECK(refusal(roamed, http::Method::post, "/api/v1/account/factors/totp") == "");
    CHECK(refusal(roamed, http::Method::post, "/api/v1/sessions/current/activity") == "");
    s.has_factor = true;
    CHECK(refusal(standing_of(policy, s, outside, start), http::Method::get, "/api/v1/account") ==
          "unauthenticated");
    s.second_factor = true;
    CHECK(refusal(standing_of(policy, s, outside, start), http::Method::get, "/api/v1/assets") == "");
}

TEST_CASE("a password that is due is changed first") {
    const Policy policy = standard();
    SignedIn s = session(false);
    s.password_old = true;
    CHECK(!standing_of(policy, s, inside, start).password_change_due);
    s.administrator = s.second_factor = s.has_factor = true;
    const Standing due = standing_of(policy, s, inside, start);
    CHECK(refusal(due, http::Method::get, "/api/v1/users") == "password_change_required");
    CHECK(refusal(due, http::Method::put, "/api/v1/account/password") == "");
    SignedIn short_password = session(false);
    short_password.password_strong = false;
    CHECK(standing_of(policy, short_password, inside, start).password_change_due);
    short_password.has_factor = true;
    CHECK(!standing_of(policy, short_password, inside, start).password_change_due);
}

TEST_CASE("what shows that a person is there") {
    CHECK(!is_activity(request(http::Method::get, "/api/v1/assets")));
    CHECK(is_activity(request(http::Method::post, "/api/v1/sessions/current/activity")));
    CHECK(is_activity(request(http::Method::get, "/api/v1/assets", true)));
    http::Request live = request(http::Method::get, "/api/v1/live", true);
    live.headers.emplace_back("Upgrade", "websocket");
    CHECK(!is_activity(live));
}
