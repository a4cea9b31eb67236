#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

#define HATANG_USER_COLUMNS                                                                                  \
    "a.id, a.version, a.name, a.full_name, a.email, a.organisation_id, o.name as organisation, a.enabled, "  \
    "a.created_at, a.last_sign_in_at, a.kind, a.disabled_reason, a.password_changed_at, a.password_strong, " \
    "exists (select from security.factor f where f.account_id = a.id and f.confirmed_at is not null) "       \
    "  as second_factor, "                                                                                   \
    "(select max(locked_until) from security.sign_in_failure l where l.account_id = a.id "                   \
    "  and l.locked_until > now()) as locked_until, "                                                        \
    "coalesce((select c.given from security.consent c where c.account_id = a.id and c.purpose = "            \
    "  'show_email' order by c.id desc limit 1), false) as shows_email, "                                    \
    "array(select r.role_key from security.account_role r where r.account_id = a.id order by 1) as roles "   \
    "from security.account a left join security.organisation o on o.id = a.organisation_id "

inline constexpr db::Query user_by_id{"security.user_by_id", "select " HATANG_USER_COLUMNS "where a.id = $1"};

inline constexpr db::Query user_for_change{"security.user_for_change",
                                           "select " HATANG_USER_COLUMNS "where a.id = $1 for update of a"};

// $2: role keys that hold the permission asked for, or null for all users.
inline constexpr db::Query users_page{
    "security.users_page",
    "select " HATANG_USER_COLUMNS
    "where a.id > $1 and ($2::text[] is null or (a.enabled and exists (select from security.account_role h "
    "  where h.account_id = a.id and h.role_key = any($2)))) "
    "order by a.id limit $3"};

inline constexpr db::Query people{
    "security.people",
    "select a.id, a.full_name, o.name as organisation "
    "from security.account a left join security.organisation o on o.id = a.organisation_id "
    "where a.enabled and a.kind = 'person' and ($1::text[] is null or exists (select from "
    "security.account_role h "
    "  where h.account_id = a.id and h.role_key = any($1))) "
    "order by a.full_name, a.id limit $2"};

inline constexpr db::Query insert_user{
    "security.insert_user",
    "insert into security.account (name, full_name, email, organisation_id, password_hash, created_at, "
    "  enabled_at, password_changed_at, password_strong, kind) "
    "values ($1, $2, $3, $4, $5, $6, $6, $6, $7, $8) returning id"};

inline constexpr db::Query update_user{
    "security.update_user",
    "update security.account set version = version + 1, full_name = $2, email = $3, organisation_id = $4, "
    "  enabled = $5, enabled_at = case when $5 and not enabled then $6 else enabled_at end, "
    "  disabled_reason = case when $5 then null when enabled then 'by_hand' else disabled_reason end "
    "where id = $1"};

inline constexpr db::Query set_password{
    "security.set_password",
    "update security.account set version = version + 1, password_hash = $2, password_changed_at = $3, "
    "  password_strong = $4 where id = $1"};
inline constexpr db::Query password_for_change{
    "security.password_for_change",
    "select a.name, a.password_hash, "
    "  exists (select from security.factor f where f.account_id = a.id and f.confirmed_at is not null) "
    "    as has_factor, "
    "  array(select h.password_hash from security.password_history h where h.account_id = a.id "
    "    order by h.id desc limit $2) as earlier "
    "from security.account a where a.id = $1"};
inline constexpr db::Query keep_old_password{
    "security.keep_old_password",
    "insert into security.password_history (account_id, password_hash, replaced_at) "
    "select id, password_hash, $2 from security.account where id = $1"};
inline constexpr db::Query trim_old_passwords{
    "security.trim_old_passwords",
    "delete from security.password_history where account_id = $1 and id in "
    "(select id from security.password_history where account_id = $1 order by id desc offset $2)"};

inline constexpr db::Query remove_roles{
    "security.remove_roles",
    "update security.role_grant g set ended_at = $3, ended_by_name = $4 where account_id = $1 and ended_at "
    "is null "
    "and role_key <> all($2) and exists (select from security.account_role r "
    "where r.account_id = g.account_id and r.role_key = g.role_key) and delegation_id is null and "
    "valid_to = 'infinity' and organisation_id is null and sensitivity is null and wards = '{}' and "
    "domains = '{}' and classes = '{}'"};
inline constexpr db::Query grant_roles{
    "security.grant_roles",
    "insert into security.role_grant (account_id, role_key, valid_from, granted_at, granted_by, "
    "granted_by_name) "
    "select $1, k, $3, $3, $4, $5 from unnest($2::text[]) k "
    "where not exists (select from security.account_role r where r.account_id = $1 and r.role_key = k)"};

inline constexpr db::Query end_sessions{"security.end_sessions",
                                        "delete from security.session where account_id = $1"};
inline constexpr db::Query end_sessions_but{
    "security.end_sessions_but", "delete from security.session where account_id = $1 and id <> $2"};

// Accounts of people that nobody has used since $1.
inline constexpr db::Query idle_users{
    "security.idle_users",
    "select a.id from security.account a where a.enabled and a.kind = 'person' "
    "  and greatest(a.created_at, a.enabled_at, a.last_sign_in_at) <= $1 "
    "  and not exists (select from security.session s where s.account_id = a.id and s.last_seen_at > $1) "
    "order by a.id limit $2"};
inline constexpr db::Query disable_idle{
    "security.disable_idle",
    "update security.account set version = version + 1, enabled = false, disabled_reason = 'idle' "
    "where id = $1 and enabled"};

// Two administrators who take each other's role at once must not both succeed.
inline constexpr db::Query lock_admins{
    "security.lock_admins", "select pg_advisory_xact_lock(hashtext('security.admins'))::text as locked"};
inline constexpr db::Query other_admins{
    "security.other_admins",
    "select count(*) as n from security.account a join security.account_role r on r.account_id = a.id "
    "where a.enabled and a.kind = 'person' and r.role_key = $2 and a.id <> $1"};

inline constexpr db::Query user_id_by_name{"security.user_id_by_name",
                                           "select id from security.account where name = $1"};
inline constexpr db::Query full_name{"security.full_name",
                                     "select full_name from security.account where id = $1"};

#undef HATANG_USER_COLUMNS

}  // namespace hatang::security::sql
