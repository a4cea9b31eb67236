// GET /api/v1/roles
#include "security/context.hpp"
#include "security/grants/grants.hpp"

namespace hatang::security {

struct RoleList {
    std::vector<Role> items;
};

}  // namespace hatang::security

template <>
struct hatang::json::Describe<hatang::security::Role> {
    using T = security::Role;
    static constexpr std::string_view name = "Role";
    static constexpr auto fields = std::tuple{
        field("key", &T::key, "Stable key"), field("name_vi", &T::name_vi, "Vietnamese name"),
        field("name_en", &T::name_en, "English name"),
        field("permissions", &T::permissions, "What it allows"),
        field("sensitivity", &T::sensitivity, "Up to this sensitivity unless a grant says otherwise")};
};
template <>
struct hatang::json::Describe<hatang::security::RoleList> {
    static constexpr std::string_view name = "RoleList";
    static constexpr auto fields = std::tuple{field("items", &security::RoleList::items, "All roles")};
};

namespace hatang::security {

void add_role_routes(http::Router& router, const Context& context) {
    router.get<http::Nothing, RoleList>(
        "/api/v1/roles", {"security.roles.list", http::signed_in(), "Lists the roles and what they allow"},
        [&context](http::Call&, const http::Nothing&) -> task<RoleList> {
            RoleList out{context.roles.all()};
            co_return out;
        });
}

}  // namespace hatang::security
