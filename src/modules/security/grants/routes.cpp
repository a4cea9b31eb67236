// /api/v1/grants
#include "security/grants/grants.hpp"
#include "security/grants/queries.hpp"
#include "security/paging.hpp"

namespace hatang::security {
namespace {

task<GrantPage> list_grants(Context& context, GrantQuery in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const bool valid_only = in.state.value_or(GrantState::valid) == GrantState::valid;
    const Instant now = context.platform.clock.now();
    const db::Rows rows = co_await context.platform.db.run(sql::grants_page, page.after.value_or(0), in.user,
                                                           in.role, valid_only, now, page.limit + 1);
    GrantPage out;
    for (const db::Row row : rows) out.items.push_back(grant_of(context, row));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<GrantView> post_grant(Context& context, http::Call& call, const GrantInput& in) {
    const auto body = [&](db::Session& tx) -> task<GrantView> {
        co_return co_await add_grant(context, tx, in, actor_of(call));
    };
    const GrantView made = co_await context.platform.db.transaction(body);
    context.cache.forget_user(made.user_id);
    call.header("Location", "/api/v1/grants/" + std::to_string(made.id));
    co_return made;
}

task<GrantView> post_end(Context& context, http::Call& call, const EndInput& in) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<GrantView> {
        co_return co_await end_grant(context, tx, id, in.reason, actor_of(call));
    };
    const GrantView ended = co_await context.platform.db.transaction(body);
    context.cache.forget_user(ended.user_id);
    co_return ended;
}

}  // namespace

void add_grant_routes(http::Router& router, Context& context) {
    router.get<GrantQuery, GrantPage>(
        "/api/v1/grants",
        {"security.grants.list", http::may("user.read"), "Lists roles given to people, with their limits"},
        [&context](http::Call&, const GrantQuery& in) { return list_grants(context, in); });
    router.post<GrantInput, GrantView>(
        "/api/v1/grants",
        {"security.grants.create", http::may("grant.write"), "Gives somebody a role, within limits"},
        [&context](http::Call& call, const GrantInput& in) { return post_grant(context, call, in); });
    router.post<EndInput, GrantView>(
        "/api/v1/grants/{id}/end",
        {"security.grants.end", http::may("grant.write"), "Takes a role back, at once", {}, false},
        [&context](http::Call& call, const EndInput& in) { return post_end(context, call, in); });
}

}  // namespace hatang::security
