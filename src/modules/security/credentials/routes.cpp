// /api/v1/credentials
#include "base/text.hpp"
#include "security/access/rights.hpp"
#include "security/credentials/credentials.hpp"
#include "security/credentials/queries.hpp"
#include "security/credentials/views.hpp"
#include "security/limits.hpp"
#include "security/paging.hpp"
#include "security/users/users.hpp"

namespace hatang::security {
namespace {

CredentialView credential_of(const db::Row& row) {
    CredentialView view;
    view.id = row.integer("id");
    view.name = row.text("name");
    view.kind = json::from_text<CredentialKind>(row.text("kind")).value_or(CredentialKind::service);
    view.account_id = row.integer("account_id");
    view.account = row.text("account");
    view.permissions = row.texts("permissions");
    if (!row.is_null("datastream_ids")) view.datastream_ids = row.integers("datastream_ids");
    view.created_at = row.instant("created_at");
    view.created_by = row.maybe_text("created_by");
    view.expires_at = row.instant("expires_at");
    view.last_used_at = row.maybe_instant("last_used_at");
    return view;
}

task<CredentialPage> list_credentials(Context& context, const CredentialQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const db::Rows rows =
        co_await context.platform.db.run(sql::credentials_page, page.after.value_or(0), page.limit + 1);
    CredentialPage out;
    for (const db::Row row : rows) out.items.push_back(credential_of(row));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

// Nobody hands on what they do not hold for the whole city.
void check_input(const Context& context, const http::Principal& who, const CredentialInput& in) {
    if (in.permissions.empty()) throw Error(Code::text_empty, "/permissions");
    for (std::size_t i = 0; i < in.permissions.size(); ++i) {
        const std::string& permission = in.permissions[i];
        if (!context.roles.is_permission(permission) || is_for_people_only(permission) ||
            !who.may(permission))
            throw Error(Code::scope_not_held, json::pointer("/permissions", i), {permission});
    }
    if (in.kind == CredentialKind::service && in.datastream_ids)
        throw Error(Code::invalid_value, "/datastream_ids", {"service", "device"});
    const Instant now = context.platform.clock.now();
    if (in.expires_at <= now || in.expires_at - now > limits::credential_life_max_us)
        throw Error(Code::out_of_range, "/expires_at", {to_rfc3339(in.expires_at), "≤ 1 năm / year"});
}

// The smallest role that holds all the permissions, for the account of a new program. Never that of
// administrators: the last of them must be a person.
std::string smallest_role(const Roles& roles, const std::vector<std::string>& permissions) {
    const Role* best = nullptr;
    for (const Role& role : roles.all()) {
        const auto holds = [&](const std::string& p) {
            return std::find(role.permissions.begin(), role.permissions.end(), p) != role.permissions.end();
        };
        if (role.key == admin_role || !std::all_of(permissions.begin(), permissions.end(), holds)) continue;
        if (!best || role.permissions.size() < best->permissions.size()) best = &role;
    }
    if (!best) throw Error(Code::scope_not_held, "/permissions", {permissions.front() + " …"});
    return best->key;
}

task<std::int64_t> account_for(Context& context, db::Session& tx, const CredentialInput& in, Actor actor) {
    if (in.account_id) {
        const db::Rows rows = co_await tx.run(sql::account_kind, *in.account_id);
        // A program never acts in the name of a person: the evidence would lie.
        if (rows.empty() || !rows.front().boolean("enabled") || rows.front().text("kind") != "service")
            throw Error(Code::unknown_user, "/account_id", {std::to_string(*in.account_id)});
        co_return *in.account_id;
    }
    UserInput account;
    account.name = "may-" + random_hex(6);
    account.full_name = in.name;
    account.roles.push_back(smallest_role(context.roles, in.permissions));
    const std::string nobody = "!";  // no hash: no password matches it
    const UserView made = co_await create_user(context, tx, account, nobody, actor, AccountKind::service);
    co_return made.id;
}

task<NewCredential> post_credential(Context& context, http::Call& call, const CredentialInput& in) {
    check_input(context, call.who, in);
    const std::string secret = std::string(credential_prefix) + random_hex(limits::token_bytes);
    const std::string hash = sha256_hex(secret), kind(json::to_text(in.kind));
    const auto body = [&](db::Session& tx) -> task<CredentialView> {
        const db::Rows count = co_await tx.run(sql::credentials_count);
        if (count.front().integer("n") >= limits::credentials_max)
            throw Error(
                Code::too_many_items, {},
                {std::to_string(limits::credentials_max + 1), std::to_string(limits::credentials_max)});
        const std::int64_t account = co_await account_for(context, tx, in, actor_of(call));
        const db::Rows made =
            co_await tx.run(sql::insert_credential, account, in.name, kind, hash, in.permissions,
                            in.datastream_ids, context.platform.clock.now(), call.who.user_id, in.expires_at);
        const std::int64_t id = made.front().integer("id");
        const db::Rows rows = co_await tx.run(sql::credential_by_id, id);
        const CredentialView view = credential_of(rows.front());
        Change change;
        change.action = "credential.create";
        change.entity = "credential";
        change.entity_id = id;
        change.after = json::to_json(view);
        co_await context.security.audit(tx, actor_of(call), change);
        co_return view;
    };
    NewCredential out;
    out.credential = co_await context.platform.db.transaction(body);
    out.secret = secret;
    call.status(201);
    call.header("Location", "/api/v1/credentials/" + std::to_string(out.credential.id));
    co_return out;
}

task<http::Nothing> delete_credential(Context& context, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows revoked = co_await tx.run(sql::revoke_credential, id, context.platform.clock.now());
        if (revoked.affected() == 0) throw Error(Code::not_found, "id", {std::to_string(id)});
        Change change;
        change.action = "credential.revoke";
        change.entity = "credential";
        change.entity_id = id;
        co_await context.security.audit(tx, actor_of(call), change);
        const std::string key = std::to_string(id), payload = "{\"credential_id\":" + key + "}";
        co_await context.platform.events.emit(tx, "credential.changed", key, payload);
    };
    co_await context.platform.db.transaction(body);
    context.cache.forget_credential(id);
    co_return http::Nothing{};
}

}  // namespace

void add_credential_routes(http::Router& router, Context& context) {
    router.get<CredentialQuery, CredentialPage>(
        "/api/v1/credentials",
        {"security.credentials.list", http::may("credential.write"), "Credentials of programs and devices"},
        [&context](http::Call&, const CredentialQuery& in) -> task<CredentialPage> {
            return list_credentials(context, in);
        });
    // Without Idempotency-Key: its store would keep the secret.
    http::RouteMeta create{"security.credentials.create", http::may("credential.write"),
                           "Makes a credential: its secret is shown once"};
    create.creates = false;
    router.post<CredentialInput, NewCredential>(
        "/api/v1/credentials", create,
        [&context](http::Call& call, const CredentialInput& in) -> task<NewCredential> {
            return post_credential(context, call, in);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/credentials/{id}",
        {"security.credentials.revoke", http::may("credential.write"), "Ends a credential"},
        [&context](http::Call& call, const http::Nothing&) -> task<http::Nothing> {
            return delete_credential(context, call);
        });
}

}  // namespace hatang::security
