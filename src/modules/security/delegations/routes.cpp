// /api/v1/delegations
#include "security/delegations/delegations.hpp"
#include "security/delegations/queries.hpp"
#include "security/paging.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

// Who gives rights to others does not lend that: another administrator grants the role instead.
std::vector<std::string> never_lent(const Roles& roles) { return roles.holding("grant.write"); }

DelegationView delegation_of(const db::Row& row, Instant now) {
    DelegationView d;
    d.id = row.integer("id");
    d.from_user_id = row.integer("from_account");
    d.from_user = row.text("from_user");
    d.to_user_id = row.integer("to_account");
    d.to_user = row.text("to_user");
    d.valid_from = row.instant("valid_from");
    d.valid_to = row.instant("valid_to");
    d.reason = row.text("reason");
    d.roles = row.texts("roles");
    d.created_at = row.instant("created_at");
    d.ended_at = row.maybe_instant("ended_at");
    d.state = d.ended_at || d.valid_to <= now ? DelegationState::ended
              : d.valid_from <= now           ? DelegationState::active
                                              : DelegationState::waiting;
    return d;
}

task<DelegationView> read_delegation(Context& context, db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::delegation_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {"delegation " + std::to_string(id)});
    co_return delegation_of(rows.front(), context.platform.clock.now());
}

task<DelegationPage> list_delegations(Context& context, http::Principal who, DelegationQuery in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const bool all = in.all.value_or(false);
    if (all && !who.may("user.read")) throw Error(Code::forbidden, {}, {"user.read"});
    std::optional<std::int64_t> mine;
    if (!all) mine = who.user_id;
    const db::Rows rows =
        co_await context.platform.db.run(sql::delegations_page, page.after, mine, page.limit + 1);
    DelegationPage out;
    for (const db::Row row : rows) out.items.push_back(delegation_of(row, context.platform.clock.now()));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

task<DelegationView> add_delegation(Context& context, db::Session& tx, DelegationInput in, Actor actor) {
    const std::int64_t from_user = actor.user_id.value_or(0);
    const Instant now = context.platform.clock.now();
    const Instant from = std::max(in.valid_from.value_or(now), now);
    if (in.to_user_id == from_user)
        throw Error(Code::invalid_value, "/to_user_id", {std::to_string(in.to_user_id), "somebody else"});
    if (in.valid_to <= from || in.valid_to - from > limits::delegation_us_max)
        throw Error(Code::out_of_range, "/valid_to",
                    {to_rfc3339(in.valid_to), "≤ " + to_rfc3339(from + limits::delegation_us_max)});
    const db::Rows to = co_await tx.run(sql::account_enabled, in.to_user_id);
    if (to.empty() || !to.front().boolean("enabled"))
        throw Error(Code::unknown_user, "/to_user_id", {std::to_string(in.to_user_id)});
    const std::vector<std::string> never = never_lent(context.roles);
    const db::Rows found = co_await tx.run(sql::lendable_grants, from_user, now, never, in.grant_ids);
    std::vector<std::int64_t> grants;
    for (const db::Row row : found) grants.push_back(row.integer("id"));
    if (grants.empty() || (in.grant_ids && grants.size() != in.grant_ids->size()))
        throw Error(Code::not_delegable, "/grant_ids", {});
    const db::Rows made =
        co_await tx.run(sql::insert_delegation, from_user, in.to_user_id, from, in.valid_to, in.reason, now);
    const std::int64_t id = made.front().integer("id");
    co_await tx.run(sql::lend_grants, id, grants, in.to_user_id, from, in.valid_to, in.reason, now,
                    actor.user_id, actor.name);
    const DelegationView after = co_await read_delegation(context, tx, id);
    const std::string json = json::to_json(after);
    const Change change{"delegation.create", "delegation", id, {}, json, in.reason};
    co_await context.security.audit(tx, actor, change);
    co_await announce_user(context, tx, in.to_user_id);
    co_return after;
}

// By the lender, the borrower, or who gives rights.
task<DelegationView> end_delegation(Context& context, db::Session& tx, std::int64_t id, std::string reason,
                                    http::Principal who, Actor actor) {
    const DelegationView before = co_await read_delegation(context, tx, id);
    const bool theirs = before.from_user_id == who.user_id || before.to_user_id == who.user_id;
    if (!theirs && !who.may("grant.write"))
        throw Error(Code::not_found, "id", {"delegation " + std::to_string(id)});
    const Instant now = context.platform.clock.now();
    const db::Rows ended = co_await tx.run(sql::end_delegation, id, now);
    if (ended.empty()) throw Error(Code::invalid_transition, {}, {"end", "ended"});
    co_await tx.run(sql::end_lent_grants, id, now, actor.name);
    const DelegationView after = co_await read_delegation(context, tx, id);
    const std::string was = json::to_json(before), is = json::to_json(after);
    const Change change{"delegation.end", "delegation", id, was, is, std::move(reason)};
    co_await context.security.audit(tx, actor, change);
    co_await announce_user(context, tx, before.to_user_id);
    co_return after;
}

task<DelegationView> post_delegation(Context& context, http::Call& call, const DelegationInput& in) {
    const auto body = [&](db::Session& tx) -> task<DelegationView> {
        co_return co_await add_delegation(context, tx, in, actor_of(call));
    };
    const DelegationView made = co_await context.platform.db.transaction(body);
    context.cache.forget_user(made.to_user_id);
    co_return made;
}

task<DelegationView> post_end(Context& context, http::Call& call, const EndInput& in) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<DelegationView> {
        co_return co_await end_delegation(context, tx, id, in.reason, call.who, actor_of(call));
    };
    const DelegationView ended = co_await context.platform.db.transaction(body);
    context.cache.forget_user(ended.to_user_id);
    co_return ended;
}

}  // namespace

void add_delegation_routes(http::Router& router, Context& context) {
    router.get<DelegationQuery, DelegationPage>(
        "/api/v1/delegations",
        {"security.delegations.list", http::signed_in(), "Lists rights lent by or to the caller"},
        [&context](http::Call& call, const DelegationQuery& in) {
            return list_delegations(context, call.who, in);
        });
    router.post<DelegationInput, DelegationView>("/api/v1/delegations",
                                                 {"security.delegations.create", http::signed_in(),
                                                  "Lends the caller's rights to somebody for a time"},
                                                 [&context](http::Call& call, const DelegationInput& in) {
                                                     return post_delegation(context, call, in);
                                                 });
    router.post<EndInput, DelegationView>(
        "/api/v1/delegations/{id}/end",
        {"security.delegations.end", http::signed_in(), "Ends a delegation, at once", {}, false},
        [&context](http::Call& call, const EndInput& in) { return post_end(context, call, in); });
}

}  // namespace hatang::security
