#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query consents_of{
    "security.consents_of",
    "select distinct on (purpose) purpose, given, at from security.consent where account_id = $1 "
    "order by purpose, id desc"};
inline constexpr db::Query insert_consent{
    "security.insert_consent",
    "insert into security.consent (account_id, purpose, given, at) values ($1, $2, $3, $4)"};

// Everything that is held on a person; of secrets only that they are there. $2: rows of the audit log.
#define HATANG_LIST(what) "(select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (" what ") x)"
inline constexpr db::Query export_person{
    "security.export_person",
    "select jsonb_build_object("
    "'account', (select to_jsonb(x) from (select a.id, a.name, a.full_name, a.email, o.name as organisation, "
    "  a.kind, a.enabled, a.disabled_reason, a.created_at, a.enabled_at, a.last_sign_in_at, "
    "  a.password_changed_at, a.erased_at from security.account a left join security.organisation o "
    "  on o.id = a.organisation_id where a.id = $1) x), "
    "'grants', " HATANG_LIST("select id, role_key, organisation_id, wards, domains, classes, sensitivity, "
                             "valid_from, valid_to, reason, granted_at, granted_by_name, delegation_id, "
                             "ended_at, ended_by_name from security.role_grant where account_id = $1 "
                             "order by id") ", "
    "'sessions', " HATANG_LIST("select id, created_at, last_seen_at, expires_at, address, user_agent, "
                               "second_factor from security.session where account_id = $1 order by id") ", "
    "'devices', " HATANG_LIST("select id, name, address, first_seen_at, last_seen_at from security.device "
                              "where account_id = $1 order by id") ", "
    "'factors', " HATANG_LIST("select id, kind, label, created_at, confirmed_at, last_used_at "
                              "from security.factor where account_id = $1 order by id") ", "
    "'identities', " HATANG_LIST("select issuer, subject, linked_at from security.oidc_identity "
                                 "where account_id = $1 order by linked_at") ", "
    "'credentials', " HATANG_LIST("select id, name, kind, permissions, created_at, expires_at, last_used_at, "
                                  "revoked_at from security.credential where account_id = $1 "
                                  "or created_by = $1 order by id") ", "
    "'delegations', " HATANG_LIST("select id, from_account, to_account, valid_from, valid_to, reason, "
                                  "created_at, ended_at from security.delegation where from_account = $1 "
                                  "or to_account = $1 order by id") ", "
    "'approvals', " HATANG_LIST("select id, route, target, requested_by, requested_at, reason, state, "
                                "decided_by, decided_at, decision_reason from security.approval "
                                "where requested_by = $1 or decided_by = $1 order by id") ", "
    "'consents', " HATANG_LIST("select purpose, given, at from security.consent where account_id = $1 "
                               "order by id") ", "
    "'rights_reviews', " HATANG_LIST("select decision, note, decided_at, decided_by_name "
                                     "from security.rights_review where account_id = $1 order by id") ", "
    "'refused_sign_ins', " HATANG_LIST("select hour, address, code, count, last_at "
                                       "from security.sign_in_refusal where account_id = $1 order by hour") ", "
    "'acts', " HATANG_LIST("select id, at, action, entity, entity_id, address, reason "
                           "from security.audit_log where user_id = $1 order by id desc limit $2") ", "
    "'records', " HATANG_LIST("select id, at, user_name, action, before, after, reason "
                              "from security.audit_log where entity = 'user' and entity_id = $1 "
                              "order by id desc limit $2") ")::text as data "
    "from security.account where id = $1"};
#undef HATANG_LIST

// -- erasure, in one transaction
inline constexpr db::Query erased_at{"security.erased_at",
                                     "select name, erased_at from security.account where id = $1 for update"};
inline constexpr db::Query pseudonymise{
    "security.pseudonymise",
    "update security.account set version = version + 1, name = $2, full_name = $3, email = null, "
    "  organisation_id = null, password_hash = '!', last_sign_in_at = null, erased_at = $4 where id = $1"};
inline constexpr db::Query end_grants_of{
    "security.end_grants_of",
    "update security.role_grant set ended_at = $2, ended_by_name = $3 where ended_at is null and "
    "  (account_id = $1 or source_id in (select id from security.role_grant where account_id = $1))"};
inline constexpr db::Query end_delegations_of{
    "security.end_delegations_of",
    "update security.delegation set ended_at = $2 where ended_at is null and (from_account = $1 or "
    "to_account = $1)"};
inline constexpr db::Query revoke_credentials_of{
    "security.revoke_credentials_of",
    "update security.credential set revoked_at = $2 where account_id = $1 and revoked_at is null"};
inline constexpr db::Query erase_devices{"security.erase_devices",
                                         "delete from security.device where account_id = $1"};
inline constexpr db::Query erase_factors{"security.erase_factors",
                                         "delete from security.factor where account_id = $1"};
inline constexpr db::Query erase_recovery_codes{"security.erase_recovery_codes",
                                                "delete from security.recovery_code where account_id = $1"};
inline constexpr db::Query erase_identities{"security.erase_identities",
                                            "delete from security.oidc_identity where account_id = $1"};
inline constexpr db::Query erase_passwords{"security.erase_passwords",
                                           "delete from security.password_history where account_id = $1"};
inline constexpr db::Query erase_tickets{"security.erase_tickets",
                                         "delete from security.sign_in_ticket where account_id = $1"};
inline constexpr db::Query erase_answers{"security.erase_answers",
                                         "delete from security.idempotency where account_id = $1"};

// -- breaches
#define HATANG_BREACH                                                                                   \
    "select id, version, title, discovered_at, occurred_at, description, data_kinds, people_affected, " \
    "cause, consequences, measures, contact, authority_notified_at, people_notified_at, closed_at, "    \
    "created_at, created_by_name from security.breach "
inline constexpr db::Query breach_by_id{"security.breach_by_id", HATANG_BREACH "where id = $1"};
inline constexpr db::Query breach_for_change{"security.breach_for_change",
                                             HATANG_BREACH "where id = $1 for update"};
inline constexpr db::Query breaches_page{"security.breaches_page", HATANG_BREACH
                                         "where ($1::bigint is null or id < $1) order by id desc limit $2"};
#undef HATANG_BREACH
inline constexpr db::Query insert_breach{
    "security.insert_breach",
    "insert into security.breach (title, discovered_at, created_at, created_by, created_by_name) "
    "values ($1, $2, $3, $4, $5) returning id"};
inline constexpr db::Query update_breach{
    "security.update_breach",
    "update security.breach set version = version + 1, title = $2, discovered_at = $3, occurred_at = $4, "
    "  description = $5, data_kinds = $6, people_affected = $7, cause = $8, consequences = $9, "
    "  measures = $10, contact = $11, authority_notified_at = $12, people_notified_at = $13, "
    "  closed_at = $14 where id = $1"};

}  // namespace hatang::security::sql
