#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query credential_by_token{
    "security.credential_by_token",
    "select c.id, c.account_id, c.permissions, c.datastream_ids, c.last_used_at, a.name, a.organisation_id, "
    "  security.grants_of(a.id, $2) as grants "
    "from security.credential c join security.account a on a.id = c.account_id "
    "where c.token_hash = $1 and c.expires_at > $2 and c.revoked_at is null and a.enabled"};
inline constexpr db::Query credential_used{"security.credential_used",
                                           "update security.credential set last_used_at = $2 where id = $1 "
                                           "and (last_used_at is null or last_used_at < $2)"};

#define HATANG_CREDENTIAL_COLUMNS                                                                            \
    "c.id, c.name, c.kind, c.account_id, a.name as account, c.permissions, c.datastream_ids, c.created_at, " \
    "c.expires_at, c.last_used_at, c.revoked_at, "                                                           \
    "(select p.name from security.account p where p.id = c.created_by) as created_by "                       \
    "from security.credential c join security.account a on a.id = c.account_id "

inline constexpr db::Query credentials_page{
    "security.credentials_page",
    "select " HATANG_CREDENTIAL_COLUMNS "where c.id > $1 and c.revoked_at is null order by c.id limit $2"};
inline constexpr db::Query credential_by_id{"security.credential_by_id",
                                            "select " HATANG_CREDENTIAL_COLUMNS "where c.id = $1"};
#undef HATANG_CREDENTIAL_COLUMNS

inline constexpr db::Query credentials_count{
    "security.credentials_count", "select count(*) as n from security.credential where revoked_at is null"};
inline constexpr db::Query insert_credential{
    "security.insert_credential",
    "insert into security.credential (account_id, name, kind, token_hash, permissions, datastream_ids, "
    "  created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id"};
inline constexpr db::Query revoke_credential{
    "security.revoke_credential",
    "update security.credential set revoked_at = $2 where id = $1 and revoked_at is null"};
inline constexpr db::Query account_kind{"security.account_kind",
                                        "select kind, enabled from security.account where id = $1"};

}  // namespace hatang::security::sql
