// Who may do what, and the evidence of what was done.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.hpp"
#include "module.hpp"
#include "security/access/groups.hpp"
#include "security/access/scope.hpp"
#include "security/watch/surroundings.hpp"

namespace hatang::security {

// Who stands behind a change.
struct Actor {
    std::optional<std::int64_t> user_id;  // nothing: the program itself
    std::string name;
    std::string address;
    std::string request_id;
};
Actor actor_of(const http::Call&);
// The program itself, in the role of a module: "alarms", "import".
Actor system_actor(std::string_view module);

// For audit_read(): the ids (column "id") of the first `shown` rows whose column "sensitivity" says
// restricted.
std::vector<std::int64_t> restricted_ids(const db::Rows&, std::size_t shown = SIZE_MAX);
// Of a row with owner_id, operator_id, ward_code, domain, class_key and sensitivity; points into it.
AssetKey asset_key(const db::Row&);

// One change, for the audit log. JSON texts; empty `before` for a creation, empty `after` for a removal.
struct Change {
    std::string_view action;  // "asset.create", "alarm.acknowledge"
    std::string_view entity;  // "asset", "alarm", "work_order", "user"
    std::int64_t entity_id = 0;
    std::string before, after, reason;
};

// A rule of signing in; JSON values.
struct PolicySetting {
    std::string key, value, standard, title_vi, title_en, legal_basis;
};

// Of the proof of the audit log: security/audit/verify.hpp, docs/internals/audit.md.
struct AuditProblem;
struct AuditVerdict;
struct AuditFilter;
struct VerifyOptions;
enum class AuditFormat;

// A SIEM that takes RFC 5424 messages by RFC 5425 (tls://host:6514), or the same framing without TLS
// (tcp://).
struct SiemTarget {
    std::string url;
    std::string ca_file;                     // empty: the certificates that the system trusts
    std::string certificate_file, key_file;  // of this client; empty: none
};

class Security final : public Module,
                       public http::Authenticator,
                       public http::IdempotencyStore,
                       public http::ApprovalGate {
  public:
    explicit Security(Platform&);
    ~Security() override;

    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;
    task<void> stop() override;

    task<http::Principal> authenticate(const http::Request&) override;
    task<std::optional<http::Response>> begin(const http::Principal&, std::string_view key,
                                              std::string_view hash) override;
    task<void> finish(const http::Principal&, std::string_view key, const http::Response&) override;
    task<void> abandon(const http::Principal&, std::string_view key) override;
    task<std::optional<http::Response>> hold(const http::Call&, std::string_view route_id) override;

    // Somebody as they would be signed in now, for previews and for acts in their name; nobody for a disabled
    // account. Throws not_found.
    task<http::Principal> principal_of_user(std::int64_t user_id);

    // For sign-in at an OpenID Connect provider; without it that is off. Before add_routes().
    void use(http::Client&);

    // Facts of the process for the watch page: before start(), so that the files are watched from the
    // beginning, and again when the server listens. Commands and tests tell nothing, and nothing is watched.
    void tell(Surroundings);

    // Writes the audit row in the transaction of the change.
    task<void> audit(db::Session&, Actor, Change);

    // Leaves evidence that restricted rows were read: call it with all their ids before the answer leaves.
    // One row
    // "<entity>.read_restricted" for up to 1,000 ids, in a transaction of its own; the same ids read again by
    // the same session within a minute leave no second one.
    task<void> audit_read(const http::Call&, std::string_view entity, std::vector<std::int64_t> ids);

    // Sends every row to a SIEM as it is linked, from where the last run came. Before start(true); throws
    // invalid_value when the address is none.
    void forward_audit_to(SiemTarget);

    // For commands. Links what waits, then checks every row, link, head and seal.
    task<AuditVerdict> verify_audit(VerifyOptions);
    // Takes the database as it is after a restore, or on a node that joins: writes a new head and an audit
    // row. Gives what was wrong; empty when nothing was. Throws unavailable when the keys are of another
    // chain.
    task<std::string> accept_audit(std::string reason, Actor);
    // Hands the rows that fit to `each`, oldest first, as lines; gives their number.
    task<std::int64_t> export_audit(AuditFormat, AuditFilter, Actor,
                                    std::function<void(std::string_view)> each);

    // For commands. Throws duplicate_user, unknown_role, weak_password.
    task<std::int64_t> add_user(std::string name, std::string full_name, std::string role,
                                std::string password, Actor);
    task<void> set_password(std::string name, std::string password, Actor);
    // `typed` as on the command line: a number, a choice, networks with commas. Throws unknown_field,
    // invalid_value, out_of_range, wrong_type.
    task<void> set_policy(std::string key, std::string typed, Actor);
    task<std::vector<PolicySetting>> policy_settings();
    // The values in force. A key that is not there is a mistake of the program.
    std::int64_t policy_integer(std::string_view key) const;
    std::string policy_choice(std::string_view key) const;
    // Whether an address belongs to the internal networks of the policy.
    bool inside(std::string_view address) const;
    // A credential of a device may be confined to some datastreams; everybody else writes every one that
    // their permission allows.
    bool may_write_datastream(const http::Principal&, std::int64_t datastream_id) const;
    // Creates the organisation by name when it is not there; gives its id. Kind: owner, operator, authority,
    // contractor.
    task<std::int64_t> ensure_organisation(db::Session&, std::string name, std::string kind);
    // Full name of an account, for texts. Throws unknown_user.
    task<std::string> full_name(db::Session&, std::int64_t user_id);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Read-only views for other modules: security_api.person(id, name, full_name, organisation_id, enabled),
// security_api.organisation(id, name, short_name, kind).

}  // namespace hatang::security
