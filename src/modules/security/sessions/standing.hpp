// What a session may do now: everything, or first unlock, enrol a second factor or change the password. Pure.
#pragma once

#include "base/time.hpp"
#include "http/message.hpp"

namespace hatang::security {

class Policy;

// A session as the database tells it.
struct SignedIn {
    http::Principal who;
    Instant active_at;           // a person moved, written at most every limits::activity_touch_us
    bool second_factor = false;  // used in this session
    bool has_factor = false;     // the account has one that is confirmed
    bool administrator = false;
    bool password_old = false;     // older than administrators may keep it
    bool password_strong = false;  // enough without a second factor
};

struct Standing {
    bool locked = false;
    bool enrolment_required = false;
    bool password_change_due = false;
    // The policy wants a second factor here, the account has one, and this session did without it: it began
    // inside and is used from outside.
    bool must_sign_in_again = false;
};

// Holds user.write: who may change accounts may give themselves everything else.
bool is_administrator(const http::Principal&);
bool second_factor_required(const Policy&, bool administrator, std::string_view address);
std::int64_t auto_lock_s(const Policy&, bool administrator);
Standing standing_of(const Policy&, const SignedIn&, std::string_view address, Instant now);
// Throws session_locked, unauthenticated, second_factor_enrolment_required or password_change_required for a
// request that must wait.
void check_standing(const Standing&, const http::Request&);
// Whether a request shows that a person is there: with a cookie only what changes something (a page asks by
// itself), with Bearer all but the live channel.
bool is_activity(const http::Request&);

}  // namespace hatang::security
