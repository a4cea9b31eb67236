#include "base/log.hpp"
#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

// A round disables at most so many; the rest waits for the next, an hour later.
constexpr std::int64_t per_round_max = 500;

task<bool> disable(Context& context, db::Session& tx, std::int64_t id) {
    co_await tx.run(sql::lock_admins);
    const UserView before = co_await read_user(tx, id);
    const bool is_admin =
        std::find(before.roles.begin(), before.roles.end(), admin_role) != before.roles.end();
    if (is_admin) {
        const db::Rows others = co_await tx.run(sql::other_admins, id, admin_role);
        if (others.front().integer("n") == 0) co_return false;
    }
    const db::Rows changed = co_await tx.run(sql::disable_idle, id);
    if (changed.affected() == 0) co_return false;
    co_await tx.run(sql::end_sessions, id);
    const UserView after = co_await read_user(tx, id);
    Change change;
    change.action = "user.disable_idle";
    change.entity = "user";
    change.entity_id = id;
    change.before = json::to_json(before);
    change.after = json::to_json(after);
    co_await context.security.audit(tx, system_actor("security"), change);
    co_await announce_user(context, tx, id);
    co_return true;
}

}  // namespace

task<void> disable_idle_users(Context& context) {
    const std::int64_t days = context.policy.integer("idle_disable_days");
    const Instant since = context.platform.clock.now() + -days * kDay;
    const db::Rows idle = co_await context.platform.db.run(sql::idle_users, since, per_round_max);
    for (const db::Row row : idle) {
        const std::int64_t id = row.integer("id");
        const auto body = [&](db::Session& tx) -> task<bool> { return disable(context, tx, id); };
        const bool done = co_await context.platform.db.transaction(body);
        if (!done) continue;
        context.cache.forget_user(id);
        log::info("security.idle_account_disabled", {{"user_id", id}});
    }
}

}  // namespace hatang::security
