#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

// No row: this return was used before.
inline constexpr db::Query use_oidc_return{
    "security.use_oidc_return",
    "insert into security.oidc_return (state_hash, used_at) values ($1, $2) "
    "on conflict do nothing returning state_hash"};
inline constexpr db::Query forget_oidc_returns{"security.forget_oidc_returns",
                                               "delete from security.oidc_return where used_at < $1"};

inline constexpr db::Query oidc_account{
    "security.oidc_account",
    "select a.name from security.oidc_identity i join security.account a on a.id = i.account_id "
    "where i.issuer = $1 and i.subject = $2"};
// No row: the account is linked to another person already.
inline constexpr db::Query link_oidc_identity{
    "security.link_oidc_identity",
    "insert into security.oidc_identity (issuer, subject, account_id, linked_at) values ($1, $2, $3, $4) "
    "on conflict do nothing returning account_id"};
inline constexpr db::Query unlink_oidc_identity{
    "security.unlink_oidc_identity",
    "delete from security.oidc_identity where account_id = $1 returning issuer, subject"};

}  // namespace hatang::security::sql
