#include "security/credentials/credentials.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "security/access/rights.hpp"
#include "security/credentials/queries.hpp"
#include "security/limits.hpp"
#include "security/sessions/token.hpp"

namespace hatang::security {
namespace {

constexpr std::array for_people_only{"user.write",      "grant.write",   "policy.write", "credential.write",
                                     "approval.decide", "privacy.write", "privacy.read"};

void check_route(const http::Request& request) {
    // A browser sends cookies by itself: a credential is only ever sent on purpose.
    if (request.header("Authorization").empty()) throw Error(Code::unauthenticated);
    // What somebody does as a person. A credential confined to a few permissions must not lend all the roles
    // of its service account.
    for (const std::string_view folder : {"/api/v1/account", "/api/v1/sessions", "/api/v1/delegations",
                                          "/api/v1/approvals", "/api/v1/privacy"})
        if (request.path == folder || request.path.starts_with(std::string(folder) + "/"))
            throw Error(Code::credential_not_allowed);
}

}  // namespace

bool is_credential(std::string_view token) {
    return token.starts_with(credential_prefix) && is_token(token.substr(credential_prefix.size()));
}

bool is_for_people_only(std::string_view permission) {
    return std::find(for_people_only.begin(), for_people_only.end(), permission) != for_people_only.end();
}

task<http::Principal> program_of(Context& context, const http::Request& request, std::string_view token) {
    check_route(request);
    const std::string hash = sha256_hex(token);
    const Instant now = context.platform.clock.now();
    if (const SignedIn* known = context.cache.find(hash, now)) co_return known->who;
    const db::Rows rows = co_await context.platform.db.run(sql::credential_by_token, hash, now);
    if (rows.empty()) throw Error(Code::unauthenticated);
    const db::Row row = rows.front();
    SignedIn program;
    http::Principal& who = program.who;
    who.credential_id = row.integer("id");
    who.user_id = row.integer("account_id");
    who.name = row.text("name");
    who.organisation_id = row.maybe_integer("organisation_id");
    PermissionSet only;
    std::vector<std::string> permissions = row.texts("permissions");
    for (std::string& permission : permissions)
        if (!is_for_people_only(permission)) only.insert(std::move(permission));
    who.rights = std::make_shared<const GrantedRights>(context.roles, row.text("grants"), &only);
    if (row.is_null("datastream_ids")) {
        context.datastreams_by_credential.erase(who.credential_id);
    } else {
        std::vector<std::int64_t> ids = row.integers("datastream_ids");
        std::sort(ids.begin(), ids.end());
        context.datastreams_by_credential.insert_or_assign(who.credential_id, std::move(ids));
    }
    const auto used = row.maybe_instant("last_used_at");
    if (!used || now - *used >= limits::credential_touch_us)
        co_await context.platform.db.run(sql::credential_used, who.credential_id, now);
    context.cache.put(hash, program, now);
    co_return program.who;
}

bool credential_may_write(const Context& context, std::int64_t credential_id, std::int64_t datastream_id) {
    if (credential_id == 0) return true;
    const auto found = context.datastreams_by_credential.find(credential_id);
    return found == context.datastreams_by_credential.end() ||
           std::binary_search(found->second.begin(), found->second.end(), datastream_id);
}

void forget_credential(Context& context, std::string_view key) {
    std::int64_t id = 0;
    std::from_chars(key.data(), key.data() + key.size(), id);
    // The datastreams stay: a request under way must not find itself without a limit.
    context.cache.forget_credential(id);
}

}  // namespace hatang::security
