// PUT /api/v1/account/password and PUT /api/v1/users/{id}/password
#include "security/passwords/change.hpp"
#include "security/sessions/sessions.hpp"
#include "security/users/views.hpp"

namespace hatang::security {

struct OwnPasswordInput {
    std::string old_password, password;
};

}  // namespace hatang::security

template <>
struct hatang::json::Describe<hatang::security::OwnPasswordInput> {
    using T = security::OwnPasswordInput;
    static constexpr std::string_view name = "OwnPasswordInput";
    static constexpr auto fields =
        std::tuple{field("old_password", &T::old_password, "The password in force",
                         Limits{.length_max = security::limits::password_length_max}),
                   field("password", &T::password, "The new one",
                         Limits{.length_max = security::limits::password_length_max})};
};

namespace hatang::security {
namespace {

task<http::Nothing> put_own_password(Context& context, http::Call& call, const OwnPasswordInput& in) {
    co_await confirm_password(context, call, in.old_password);
    const NewPassword made = co_await next_password(context, call.who.user_id, in.password, "/password");
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await store_password(context, tx, call.who.user_id, made, call.who.session_id, actor_of(call));
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_user(call.who.user_id);
    co_return http::Nothing{};
}

task<http::Nothing> put_password(Context& context, http::Call& call, const PasswordInput& in) {
    const std::int64_t id = call.path_id("id");
    const NewPassword made = co_await next_password(context, id, in.password, "/password");
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await store_password(context, tx, id, made, 0, actor_of(call));
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_user(id);
    co_return http::Nothing{};
}

}  // namespace

void add_password_routes(http::Router& router, Context& context) {
    router.put<OwnPasswordInput, http::Nothing>(
        "/api/v1/account/password",
        {"security.account.password", http::signed_in(),
         "Changes the own password and ends the other sessions"},
        [&context](http::Call& call, const OwnPasswordInput& in) -> task<http::Nothing> {
            return put_own_password(context, call, in);
        });
    router.put<PasswordInput, http::Nothing>(
        "/api/v1/users/{id}/password",
        {"security.users.password", http::may("user.write"), "Sets a password and ends the sessions"},
        [&context](http::Call& call, const PasswordInput& in) -> task<http::Nothing> {
            return put_password(context, call, in);
        });
}

}  // namespace hatang::security
