#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

#define HATANG_GRANT                                                                                        \
    "select g.id, g.account_id, a.full_name, g.role_key, g.organisation_id, o.name as organisation, "       \
    "g.wards, "                                                                                             \
    "g.domains, g.classes, g.sensitivity, g.valid_from, nullif(g.valid_to, 'infinity') as valid_to, "       \
    "g.reason, "                                                                                            \
    "g.granted_by_name, g.granted_at, g.delegation_id, g.ended_at, g.ended_by_name, "                       \
    "g.delegation_id is null and g.valid_to = 'infinity' and g.organisation_id is null and g.wards = '{}' " \
    "and g.domains = '{}' and g.classes = '{}' and g.sensitivity is null as unlimited "                     \
    "from security.role_grant g join security.account a on a.id = g.account_id "                            \
    "left join security.organisation o on o.id = g.organisation_id "

inline constexpr db::Query grant_by_id{"security.grant_by_id", HATANG_GRANT "where g.id = $1"};
inline constexpr db::Query grant_for_change{"security.grant_for_change",
                                            HATANG_GRANT "where g.id = $1 for update of g"};
// $1 after this id, $2 account, $3 role, $4 only those that hold at $5, $6 page size + 1
inline constexpr db::Query grants_page{
    "security.grants_page", HATANG_GRANT
    "where g.id > $1 and ($2::bigint is null or g.account_id = $2) and ($3::text is null or g.role_key = $3) "
    "and (not $4::boolean or security.grant_holds(g, $5)) order by g.id limit $6"};
#undef HATANG_GRANT

inline constexpr db::Query insert_grant{
    "security.insert_grant",
    "insert into security.role_grant (account_id, role_key, organisation_id, wards, domains, classes, "
    "sensitivity, "
    "valid_from, valid_to, reason, granted_at, granted_by, granted_by_name) values ($1, $2, $3, $4, $5, $6, "
    "$7, $8, "
    "coalesce($9, 'infinity'::timestamptz), $10, $11, $12, $13) returning id"};
// A grant, and the grants that lend it.
inline constexpr db::Query end_grant{
    "security.end_grant",
    "update security.role_grant set ended_at = $2, ended_by_name = $3 where (id = $1 or source_id = $1) and "
    "ended_at is null returning account_id"};

inline constexpr db::Query grants_of_account{
    "security.grants_of_account",
    "select a.id, a.name, a.organisation_id, a.enabled, security.grants_of(a.id, $2) as grants "
    "from security.account a where a.id = $1"};

}  // namespace hatang::security::sql
