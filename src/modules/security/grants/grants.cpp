#include "security/grants/grants.hpp"

#include <algorithm>
#include <set>

#include "security/grants/queries.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

bool is_ward_code(std::string_view code) {
    return code.size() == 5 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_key(std::string_view key) {
    return !key.empty() &&
           std::all_of(key.begin(), key.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// Each once, sorted.
std::vector<std::string> checked(const std::optional<std::vector<std::string>>& keys, std::string_view where,
                                 bool (*sound)(std::string_view), std::string_view expected) {
    if (!keys) return {};
    for (std::size_t i = 0; i < keys->size(); ++i)
        if (!sound((*keys)[i]))
            throw Error(Code::invalid_value, json::pointer(where, i), {(*keys)[i], std::string(expected)});
    const std::set<std::string> once(keys->begin(), keys->end());
    return {once.begin(), once.end()};
}

task<GrantView> read_grant(Context& context, db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::grant_by_id, id);
    co_return grant_of(context, rows.front());
}

task<void> record(Context& context, db::Session& tx, std::string_view action, std::string before,
                  GrantView after, std::string reason, Actor actor) {
    const std::string now = json::to_json(after);
    const Change change{action, "grant", after.id, std::move(before), now, std::move(reason)};
    co_await context.security.audit(tx, actor, change);
}

}  // namespace

GrantView grant_of(const Context& context, const db::Row& row) {
    GrantView g;
    g.id = row.integer("id");
    g.user_id = row.integer("account_id");
    g.user = row.text("full_name");
    g.role = row.text("role_key");
    g.organisation_id = row.maybe_integer("organisation_id");
    g.organisation = row.maybe_text("organisation");
    g.wards = row.texts("wards");
    g.domains = row.texts("domains");
    g.classes = row.texts("classes");
    const Role* role = context.roles.find(g.role);
    if (!row.is_null("sensitivity"))
        g.sensitivity = sensitivity_of(row.text("sensitivity"));
    else if (role)
        g.sensitivity = role->sensitivity;
    g.valid_from = row.instant("valid_from");
    g.valid_to = row.maybe_instant("valid_to");
    g.reason = row.maybe_text("reason");
    g.granted_by = row.text("granted_by_name");
    g.granted_at = row.instant("granted_at");
    g.delegation_id = row.maybe_integer("delegation_id");
    g.ended_at = row.maybe_instant("ended_at");
    g.ended_by = row.maybe_text("ended_by_name");
    return g;
}

task<GrantView> add_grant(Context& context, db::Session& tx, GrantInput in, Actor actor) {
    if (!context.roles.find(in.role)) throw Error(Code::unknown_role, "/role", {in.role});
    const std::vector<std::string> wards = checked(in.wards, "/wards", is_ward_code, "5 digits");
    const std::vector<std::string> domains = checked(in.domains, "/domains", is_key, "a-z _");
    const std::vector<std::string> classes = checked(in.classes, "/classes", is_key, "a-z _");
    const Instant now = context.platform.clock.now();
    const Instant from = in.valid_from.value_or(now);
    if (in.valid_to && (*in.valid_to <= from || *in.valid_to <= now))
        throw Error(Code::out_of_range, "/valid_to", {to_rfc3339(*in.valid_to), "> " + to_rfc3339(from)});
    std::optional<std::string> sensitivity;
    if (in.sensitivity) sensitivity = to_text(*in.sensitivity);
    std::int64_t id = 0;
    try {
        const db::Rows made = co_await tx.run(sql::insert_grant, in.user_id, in.role, in.organisation_id,
                                              wards, domains, classes, sensitivity, from, in.valid_to,
                                              in.reason, now, actor.user_id, actor.name);
        id = made.front().integer("id");
    } catch (const db::SqlError& e) {
        if (e.foreign_key_violation("role_grant_organisation"))
            throw Error(Code::unknown_organisation, "/organisation_id",
                        {std::to_string(in.organisation_id.value_or(0))});
        if (e.foreign_key_violation("role_grant_account_id_fkey"))
            throw Error(Code::unknown_user, "/user_id", {std::to_string(in.user_id)});
        throw;
    }
    const GrantView after = co_await read_grant(context, tx, id);
    co_await record(context, tx, "grant.create", {}, after, in.reason, actor);
    co_await announce_user(context, tx, in.user_id);
    co_return after;
}

task<GrantView> end_grant(Context& context, db::Session& tx, std::int64_t id, std::string reason,
                          Actor actor) {
    const db::Rows found = co_await tx.run(sql::grant_for_change, id);
    if (found.empty()) throw Error(Code::not_found, "id", {"grant " + std::to_string(id)});
    const GrantView before = grant_of(context, found.front());
    if (before.ended_at) throw Error(Code::invalid_transition, {}, {"end", "ended"});
    if (before.role == admin_role && found.front().boolean("unlimited")) {
        co_await tx.run(sql::lock_admins);
        const db::Rows others = co_await tx.run(sql::other_admins, before.user_id, admin_role);
        if (others.front().integer("n") == 0) throw Error(Code::last_admin, {}, {before.user});
    }
    const db::Rows ended = co_await tx.run(sql::end_grant, id, context.platform.clock.now(), actor.name);
    const GrantView after = co_await read_grant(context, tx, id);
    co_await record(context, tx, "grant.end", json::to_json(before), after, std::move(reason), actor);
    std::set<std::int64_t> holders;
    for (const db::Row row : ended) holders.insert(row.integer("account_id"));
    for (const std::int64_t holder : holders) co_await announce_user(context, tx, holder);
    co_return after;
}

}  // namespace hatang::security
