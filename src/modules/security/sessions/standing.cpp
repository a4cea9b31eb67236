#include "security/sessions/standing.hpp"

#include "security/policy/policy.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view current_path = "/api/v1/sessions/current", account_path = "/api/v1/account";

bool lies_under(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool serves_locked(const http::Request& request) {
    using http::Method;
    if (request.path == current_path)
        return request.method == Method::get || request.method == Method::head ||
               request.method == Method::del;
    return request.path == "/api/v1/sessions/current/unlock";
}

bool changes_something(http::Method m) {
    return m != http::Method::get && m != http::Method::head && m != http::Method::options;
}

}  // namespace

bool is_administrator(const http::Principal& who) { return who.may_within("user.write"); }

bool second_factor_required(const Policy& policy, bool administrator, std::string_view address) {
    const std::string& who = policy.choice("second_factor");
    if (who == "nobody") return false;
    return who == "everybody" || administrator || !policy.inside(address);
}

std::int64_t auto_lock_s(const Policy& policy, bool administrator) {
    return 60 * policy.integer(administrator ? "auto_lock_admin_minutes" : "auto_lock_minutes");
}

Standing standing_of(const Policy& policy, const SignedIn& session, std::string_view address, Instant now) {
    Standing out;
    out.locked = now - session.active_at >= auto_lock_s(policy, session.administrator) * kSecond;
    if (!session.second_factor && second_factor_required(policy, session.administrator, address)) {
        out.must_sign_in_again = session.has_factor;
        out.enrolment_required = !session.has_factor;
    }
    out.password_change_due =
        (session.administrator && session.password_old) || (!session.password_strong && !session.has_factor);
    return out;
}

void check_standing(const Standing& standing, const http::Request& request) {
    if (standing.must_sign_in_again) throw Error(Code::unauthenticated);
    if (standing.locked && !serves_locked(request)) throw Error(Code::session_locked);
    if (lies_under(request.path, current_path) || lies_under(request.path, account_path)) return;
    if (standing.enrolment_required) throw Error(Code::second_factor_enrolment_required);
    if (standing.password_change_due) throw Error(Code::password_change_required);
}

bool is_activity(const http::Request& request) {
    if (request.header("Authorization").empty()) return changes_something(request.method);
    return request.header("Upgrade").empty();
}

}  // namespace hatang::security
