// Inside of security: what its capabilities share.
#pragma once

#include <unordered_map>

#include "http/client.hpp"
#include "module.hpp"
#include "security/api.hpp"
#include "security/approvals/four_eyes.hpp"
#include "security/audit/audit.hpp"
#include "security/audit/formats.hpp"
#include "security/audit/siem.hpp"
#include "security/passwords/password.hpp"
#include "security/passwords/rule.hpp"
#include "security/policy/policy.hpp"
#include "security/roles/roles.hpp"
#include "security/sessions/cache.hpp"
#include "security/sessions/refusals.hpp"
#include "security/sessions/throttle.hpp"

namespace hatang::security {

struct Context {
    Platform& platform;
    Security& security;
    Roles roles;
    FourEyes four_eyes;
    Policy policy;
    CommonPasswords common_passwords;
    PasswordHasher hasher;
    SessionCache cache;
    AddressThrottle throttle;
    Refusals refusals;
    Audit audit;
    std::optional<Siem> siem{};
    // What the credentials that this node has seen may write; no entry: every datastream.
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> datastreams_by_credential = {};
    http::Client* outgoing = nullptr;  // set where calls to other servers are possible
    http::Router* router = nullptr;    // performs what was approved
    Surroundings surroundings = {};
};

// An export of the audit log is itself evidence.
task<void> note_export(Context&, Actor, AuditFormat, std::int64_t rows, std::string what);
std::string host_name();

void add_session_routes(http::Router&, Context&);
void add_account_routes(http::Router&, Context&);
void add_password_routes(http::Router&, Context&);
void add_factor_routes(http::Router&, Context&);
void add_policy_routes(http::Router&, Context&);
void add_credential_routes(http::Router&, Context&);
void add_user_routes(http::Router&, Context&);
void add_user_session_routes(http::Router&, Context&);
void add_role_routes(http::Router&, const Context&);
void add_organisation_routes(http::Router&, Context&);
void add_grant_routes(http::Router&, Context&);
void add_delegation_routes(http::Router&, Context&);
void add_approval_routes(http::Router&, Context&);
void add_audit_routes(http::Router&, Context&);

}  // namespace hatang::security
