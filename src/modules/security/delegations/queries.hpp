#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

#define HATANG_DELEGATION                                                                                   \
    "select d.id, d.from_account, f.full_name as from_user, d.to_account, t.full_name as to_user, "         \
    "d.valid_from, d.valid_to, d.reason, d.created_at, d.ended_at, "                                        \
    "array(select distinct g.role_key from security.role_grant g where g.delegation_id = d.id order by 1) " \
    "as "                                                                                                   \
    "roles from security.delegation d join security.account f on f.id = d.from_account "                    \
    "join security.account t on t.id = d.to_account "

inline constexpr db::Query delegation_by_id{"security.delegation_by_id", HATANG_DELEGATION "where d.id = $1"};
// $1 before this id, $2 lender or borrower, $3 page size + 1
inline constexpr db::Query delegations_page{"security.delegations_page", HATANG_DELEGATION
                                            "where ($1::bigint is null or d.id < $1) and ($2::bigint is null "
                                            "or d.from_account = $2 or d.to_account = $2) "
                                            "order by d.id desc limit $3"};
#undef HATANG_DELEGATION

inline constexpr db::Query insert_delegation{
    "security.insert_delegation",
    "insert into security.delegation (from_account, to_account, valid_from, valid_to, reason, created_at) "
    "values ($1, $2, $3, $4, $5, $6) returning id"};
// The caller's own grants ($1) that hold at $2 or begin later, without roles that may not be lent ($3), or
// only those of $4.
inline constexpr db::Query lendable_grants{
    "security.lendable_grants",
    "select id, role_key from security.role_grant where account_id = $1 and delegation_id is null and "
    "ended_at is null and valid_to > $2 and role_key <> all($3) and ($4::bigint[] is null or id = any($4)) "
    "order by id"};
// Lends the grants $2 to $3 from $4 to $5, never longer than they hold.
inline constexpr db::Query lend_grants{
    "security.lend_grants",
    "insert into security.role_grant (account_id, role_key, organisation_id, wards, domains, classes, "
    "sensitivity, "
    "valid_from, valid_to, reason, granted_at, granted_by, granted_by_name, delegation_id, source_id) "
    "select $3, role_key, organisation_id, wards, domains, classes, sensitivity, greatest(valid_from, $4), "
    "least(valid_to, $5), $6, $7, $8, $9, $1, id from security.role_grant where id = any($2) "
    "and greatest(valid_from, $4) < least(valid_to, $5)"};
inline constexpr db::Query end_delegation{"security.end_delegation",
                                          "update security.delegation set ended_at = $2 where id = $1 and "
                                          "ended_at is null and valid_to > $2 returning id"};
inline constexpr db::Query end_lent_grants{"security.end_lent_grants",
                                           "update security.role_grant set ended_at = $2, ended_by_name = $3 "
                                           "where delegation_id = $1 and ended_at is null"};
inline constexpr db::Query account_enabled{"security.account_enabled",
                                           "select enabled from security.account where id = $1"};

}  // namespace hatang::security::sql
