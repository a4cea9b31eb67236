#include "security/passwords/change.hpp"

#include "security/users/queries.hpp"
#include "security/users/users.hpp"

namespace hatang::security {

task<NewPassword> first_password(Context& context, std::string user_name, std::string password,
                                 std::string where) {
    const PasswordRule rule = password_rule(context.policy, false, user_name);
    check_password(rule, context.common_passwords, password, where);
    NewPassword out;
    out.strong = true;
    out.hash = co_await context.hasher.hash(std::move(password));
    co_return out;
}

task<NewPassword> next_password(Context& context, std::int64_t account_id, std::string password,
                                std::string where) {
    const std::int64_t kept = context.policy.integer("password_history");
    const db::Rows rows = co_await context.platform.db.run(sql::password_for_change, account_id, kept);
    if (rows.empty()) throw Error(Code::not_found, "id", {std::to_string(account_id)});
    const db::Row row = rows.front();
    const std::string name(row.text("name"));
    check_password(password_rule(context.policy, row.boolean("has_factor"), name), context.common_passwords,
                   password, where);
    if (kept > 0) {
        std::vector<std::string> earlier = row.texts("earlier");
        earlier.emplace_back(row.text("password_hash"));
        const bool reused = co_await context.hasher.matches_any(earlier, password);
        if (reused) throw Error(Code::password_reused, where, {std::to_string(kept)});
    }
    NewPassword out;
    out.strong = is_strong(password_rule(context.policy, false, name), password);
    out.hash = co_await context.hasher.hash(std::move(password));
    co_return out;
}

task<void> store_password(Context& context, db::Session& tx, std::int64_t account_id, NewPassword made,
                          std::int64_t session_kept, Actor actor) {
    const Instant now = context.platform.clock.now();
    co_await tx.run(sql::keep_old_password, account_id, now);
    // The one in force counts among those that may not come back.
    co_await tx.run(sql::trim_old_passwords, account_id, context.policy.integer("password_history"));
    const db::Rows changed = co_await tx.run(sql::set_password, account_id, made.hash, now, made.strong);
    if (changed.affected() == 0) throw Error(Code::not_found, "id", {std::to_string(account_id)});
    co_await tx.run(sql::end_sessions_but, account_id, session_kept);
    const UserView after = co_await read_user(tx, account_id);
    Change change;
    change.action = "user.password";
    change.entity = "user";
    change.entity_id = account_id;
    change.after = json::to_json(after);
    co_await context.security.audit(tx, actor, change);
    co_await announce_user(context, tx, account_id);
}

}  // namespace hatang::security
