#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query sign_in_account{
    "security.sign_in_account",
    "select id, name, password_hash, enabled from security.account where name = $1"};

inline constexpr db::Query insert_session{"security.insert_session",
                                          "insert into security.session (token_hash, account_id, created_at, "
                                          "last_seen_at, expires_at, address, user_agent) "
                                          "values ($1, $2, $3, $3, $4, $5, $6) returning id"};

inline constexpr db::Query signed_in{"security.signed_in",
                                     "update security.account set last_sign_in_at = $2 where id = $1"};

// Keeps the newest $2 sessions of an account.
inline constexpr db::Query end_oldest_sessions{
    "security.end_oldest_sessions",
    "delete from security.session where account_id = $1 and id in "
    "(select id from security.session where account_id = $1 order by id desc offset $2)"};

inline constexpr db::Query session_by_token{
    "security.session_by_token",
    "select s.id, s.account_id, s.last_seen_at, a.name, a.organisation_id, "
    "  security.grants_of(a.id, $2) as grants "
    "from security.session s join security.account a on a.id = s.account_id "
    "where s.token_hash = $1 and s.expires_at > $2 and a.enabled"};

inline constexpr db::Query touch_session{
    "security.touch_session",
    "update security.session set last_seen_at = $2, expires_at = $3 where id = $1 and last_seen_at < $2"};

inline constexpr db::Query session_end{"security.session_end",
                                       "select expires_at from security.session where id = $1"};
inline constexpr db::Query delete_session{"security.delete_session",
                                          "delete from security.session where id = $1"};
inline constexpr db::Query delete_ended_sessions{"security.delete_ended_sessions",
                                                 "delete from security.session where expires_at <= $1"};

}  // namespace hatang::security::sql
