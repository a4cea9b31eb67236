#include "security/users/users.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "security/privacy/mask.hpp"
#include "security/users/queries.hpp"

namespace hatang::security {
namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool holds(const std::vector<std::string>& roles, std::string_view role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

// The constraint that an account broke, as an error of the caller; anything else passes on.
[[noreturn]] void throw_for_account(const db::SqlError& e, const std::string& name,
                                    std::optional<std::int64_t> organisation) {
    if (e.unique_violation("account_name_unique")) throw Error(Code::duplicate_user, "/name", {name});
    if (e.foreign_key_violation("account_organisation"))
        throw Error(Code::unknown_organisation, "/organisation_id",
                    {std::to_string(organisation.value_or(0))});
    throw e;
}

// Somebody who changes an account sends back what was shown to them: the mask would take the address's place.
void check_email(const std::optional<std::string>& email) {
    if (email && looks_masked(*email)) throw Error(Code::invalid_value, "/email", {*email, "a@b.vn"});
}

task<void> keep_an_admin(db::Session& tx, const UserView& before, bool enabled,
                         const std::vector<std::string>& roles) {
    const bool was = before.enabled && holds(before.roles, admin_role),
               stays = enabled && holds(roles, admin_role);
    if (!was || stays) co_return;
    co_await tx.run(sql::lock_admins);
    const db::Rows others = co_await tx.run(sql::other_admins, before.id, admin_role);
    if (others.front().integer("n") == 0) throw Error(Code::last_admin, {}, {before.name});
}

task<void> set_roles(Context& context, db::Session& tx, std::int64_t id,
                     const std::vector<std::string>& roles, const Actor& actor) {
    const Instant now = context.platform.clock.now();
    co_await tx.run(sql::remove_roles, id, roles, now, actor.name);
    co_await tx.run(sql::grant_roles, id, roles, now, actor.user_id, actor.name);
}

// The audit row and the event of a change to a user.
task<void> record(Context& context, db::Session& tx, std::string_view action,
                  const std::optional<UserView>& before, const UserView& after, const Actor& actor) {
    Change change;
    change.action = action;
    change.entity = "user";
    change.entity_id = after.id;
    if (before) change.before = json::to_json(*before);
    change.after = json::to_json(after);
    co_await context.security.audit(tx, actor, change);
    co_await announce_user(context, tx, after.id);
}

}  // namespace

std::string user_name_of(std::string_view typed, std::string_view where) {
    std::string name(typed);
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool sound = name.size() >= limits::user_name_length_min &&
                       name.size() <= limits::user_name_length_max &&
                       std::all_of(name.begin(), name.end(), is_name_character) && name[0] != '.' &&
                       name[0] != '-' && name[0] != '_';
    if (!sound)
        throw Error(Code::invalid_value, std::string(where),
                    {std::string(typed.substr(0, 100)), "a-z 0-9 . - _ (2-64)"});
    return name;
}

void check_roles(const Roles& roles, const std::vector<std::string>& keys, std::string_view where) {
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (!roles.find(keys[i])) throw Error(Code::unknown_role, json::pointer(where, i), {keys[i]});
}

UserView user_of(const db::Row& row) {
    UserView u;
    u.id = row.integer("id");
    u.version = row.integer("version");
    u.name = row.text("name");
    u.full_name = row.text("full_name");
    u.whole_email = row.maybe_text("email");
    u.email = u.whole_email;
    if (u.email && !row.boolean("shows_email")) u.email = masked_email(*u.email);
    u.organisation_id = row.maybe_integer("organisation_id");
    u.organisation = row.maybe_text("organisation");
    u.roles = row.texts("roles");
    u.enabled = row.boolean("enabled");
    u.created_at = row.instant("created_at");
    u.last_sign_in_at = row.maybe_instant("last_sign_in_at");
    u.kind = row.text("kind");
    u.second_factor = row.boolean("second_factor");
    u.locked_until = row.maybe_instant("locked_until");
    u.disabled_reason = row.maybe_text("disabled_reason");
    u.password_changed_at = row.instant("password_changed_at");
    return u;
}

UserView own(UserView user) {
    user.email = user.whole_email;
    return user;
}

task<UserView> read_user(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::user_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    co_return user_of(rows.front());
}

task<void> announce_user(Context& context, db::Session& tx, std::int64_t id) {
    json::Writer payload;
    payload.begin_object().field("user_id", id).end_object();
    const std::string key = std::to_string(id), text = payload.take();
    co_await context.platform.events.emit(tx, "user.changed", key, text);
}

task<UserView> create_user(Context& context, db::Session& tx, UserInput in, std::string password_hash,
                           Actor actor, AccountKind kind) {
    const std::string name = user_name_of(in.name, "/name");
    check_roles(context.roles, in.roles, "/roles");
    check_email(in.email);
    std::int64_t id = 0;
    try {
        const db::Rows made = co_await tx.run(sql::insert_user, name, in.full_name, in.email,
                                              in.organisation_id, password_hash, context.platform.clock.now(),
                                              true, kind == AccountKind::person ? "person" : "service");
        id = made.front().integer("id");
    } catch (const db::SqlError& e) {
        throw_for_account(e, name, in.organisation_id);
    }
    co_await set_roles(context, tx, id, in.roles, actor);
    const UserView after = co_await read_user(tx, id);
    co_await record(context, tx, "user.create", std::nullopt, after, actor);
    co_return after;
}

task<UserView> change_user(Context& context, db::Session& tx, std::int64_t id, UserPatch patch,
                           std::function<void(std::int64_t)> expect, Actor actor) {
    const db::Rows found = co_await tx.run(sql::user_for_change, id);
    if (found.empty()) throw Error(Code::not_found, "id", {std::to_string(id)});
    const UserView before = user_of(found.front());
    expect(before.version);

    const std::vector<std::string> roles = patch.roles.value_or(before.roles);
    if (patch.roles) check_roles(context.roles, roles, "/roles");
    const bool enabled = patch.enabled.value_or(before.enabled);
    co_await keep_an_admin(tx, before, enabled, roles);

    const std::string full_name = patch.full_name.value_or(before.full_name);
    const auto email = patch.email.given ? patch.email.value : before.whole_email;
    if (patch.email.given) check_email(email);
    const auto organisation =
        patch.organisation_id.given ? patch.organisation_id.value : before.organisation_id;
    try {
        co_await tx.run(sql::update_user, id, full_name, email, organisation, enabled,
                        context.platform.clock.now());
    } catch (const db::SqlError& e) {
        throw_for_account(e, before.name, organisation);
    }
    if (patch.roles) co_await set_roles(context, tx, id, roles, actor);
    if (!enabled) co_await tx.run(sql::end_sessions, id);
    const UserView after = co_await read_user(tx, id);
    co_await record(context, tx, "user.change", before, after, actor);
    co_return after;
}

}  // namespace hatang::security
