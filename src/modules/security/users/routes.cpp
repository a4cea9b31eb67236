// /api/v1/users and /api/v1/people
#include "security/context.hpp"
#include "security/paging.hpp"
#include "security/passwords/change.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

// The roles that hold a permission, as the filter of a query; nothing: no filter.
std::optional<std::vector<std::string>> holders(const Roles& roles,
                                                const std::optional<std::string>& permission) {
    if (!permission) return std::nullopt;
    if (!roles.is_permission(*permission))
        throw Error(Code::invalid_parameter, "permission", {*permission, "asset.read, work.do, …"});
    return roles.holding(*permission);
}

UserView as_seen_by(const http::Call& call, UserView user) {
    return user.id == call.who.user_id ? own(std::move(user)) : user;
}

task<UserPage> list_users(Context& context, const http::Call& call, const UserQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const auto roles = holders(context.roles, in.permission);
    const db::Rows rows =
        co_await context.platform.db.run(sql::users_page, page.after.value_or(0), roles, page.limit + 1);
    UserPage out;
    for (const db::Row row : rows) out.items.push_back(as_seen_by(call, user_of(row)));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<PersonList> list_people(Context& context, const PeopleQuery& in) {
    const auto roles = holders(context.roles, in.permission);
    const db::Rows rows = co_await context.platform.db.run(sql::people, roles, limits::page_max);
    PersonList out;
    for (const db::Row row : rows)
        out.items.push_back(
            {row.integer("id"), std::string(row.text("full_name")), row.maybe_text("organisation")});
    co_return out;
}

task<UserView> get_user(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await context.platform.db.run(sql::user_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    const UserView user = user_of(rows.front());
    call.etag(user.version);
    co_return as_seen_by(call, user);
}

task<UserView> post_user(Context& context, http::Call& call, const UserInput& in) {
    const std::string name = user_name_of(in.name, "/name"), where = "/password";
    check_roles(context.roles, in.roles, "/roles");
    const NewPassword password = co_await first_password(context, name, in.password, where);
    const auto body = [&](db::Session& tx) -> task<UserView> {
        co_return co_await create_user(context, tx, in, password.hash, actor_of(call));
    };
    const UserView user = co_await context.platform.db.transaction(body);
    call.status(201);
    call.etag(user.version);
    call.header("Location", "/api/v1/users/" + std::to_string(user.id));
    co_return user;
}

task<UserView> patch_user(Context& context, http::Call& call, const UserPatch& in) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const auto body = [&](db::Session& tx) -> task<UserView> {
        const auto expect = [&call](std::int64_t version) { call.check_version(version); };
        co_return co_await change_user(context, tx, id, in, expect, actor_of(call));
    };
    const UserView user = co_await context.platform.db.transaction(body);
    context.cache.forget_user(id);
    call.etag(user.version);
    co_return as_seen_by(call, user);
}

}  // namespace

void add_user_routes(http::Router& router, Context& context) {
    router.get<UserQuery, UserPage>("/api/v1/users",
                                    {"security.users.list", http::may("user.read"), "Lists users"},
                                    [&context](http::Call& call, const UserQuery& in) -> task<UserPage> {
                                        return list_users(context, call, in);
                                    });
    router.get<PeopleQuery, PersonList>(
        "/api/v1/people",
        {"security.people.list", http::signed_in(), "Lists people that work can be given to"},
        [&context](http::Call&, const PeopleQuery& in) -> task<PersonList> {
            return list_people(context, in);
        });
    // Without Idempotency-Key: its store would keep a fast hash of a body that holds a password. A repeated
    // request meets duplicate_user instead.
    http::RouteMeta create{"security.users.create", http::may("user.write"), "Creates a user"};
    create.creates = false;
    router.post<UserInput, UserView>("/api/v1/users", create,
                                     [&context](http::Call& call, const UserInput& in) -> task<UserView> {
                                         return post_user(context, call, in);
                                     });
    router.get<http::Nothing, UserView>("/api/v1/users/{id}",
                                        {"security.users.read", http::may("user.read"), "One user"},
                                        [&context](http::Call& call, const http::Nothing&) -> task<UserView> {
                                            return get_user(context, call);
                                        });
    router.patch<UserPatch, UserView>("/api/v1/users/{id}",
                                      {"security.users.change", http::may("user.write"), "Changes a user"},
                                      [&context](http::Call& call, const UserPatch& in) -> task<UserView> {
                                          return patch_user(context, call, in);
                                      });
}

}  // namespace hatang::security
