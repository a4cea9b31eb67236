#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

// $2: the hash of the device cookie.
inline constexpr db::Query sign_in_account{
    "security.sign_in_account",
    "select a.id, a.name, a.password_hash, a.enabled, "
    "  (select d.id from security.device d where d.account_id = a.id and d.token_hash = $2) as device_id, "
    "  exists (select from security.factor f where f.account_id = a.id and f.confirmed_at is not null) "
    "    as has_factor "
    "from security.account a where a.name = $1 and a.kind = 'person'"};

inline constexpr db::Query insert_session{
    "security.insert_session",
    "insert into security.session (token_hash, account_id, created_at, last_seen_at, active_at, expires_at, "
    "  address, user_agent, second_factor, device_id) "
    "values ($1, $2, $3, $3, $3, $4, $5, $6, $7, $8) returning id"};

inline constexpr db::Query signed_in{"security.signed_in",
                                     "update security.account set last_sign_in_at = $2 where id = $1"};

// Keeps the newest $2 sessions of an account.
inline constexpr db::Query end_oldest_sessions{
    "security.end_oldest_sessions",
    "delete from security.session where account_id = $1 and id in "
    "(select id from security.session where account_id = $1 order by id desc offset $2)"};

// $3: months that administrators keep a password.
inline constexpr db::Query session_by_token{
    "security.session_by_token",
    "select s.id, s.account_id, s.last_seen_at, s.active_at, s.second_factor, a.name, a.organisation_id, "
    "  a.password_strong, a.password_changed_at + $3 * interval '1 month' <= $2 as password_old, "
    "  exists (select from security.factor f where f.account_id = a.id and f.confirmed_at is not null) "
    "    as has_factor, "
    "  security.grants_of(a.id, $2) as grants "
    "from security.session s join security.account a on a.id = s.account_id "
    "where s.token_hash = $1 and s.expires_at > $2 and a.enabled"};

inline constexpr db::Query touch_session{
    "security.touch_session",
    "update security.session set last_seen_at = $2, expires_at = $3 where id = $1 and last_seen_at < $2"};

inline constexpr db::Query session_moved{
    "security.session_moved", "update security.session set active_at = $2 where id = $1 and active_at < $2"};

inline constexpr db::Query session_end{"security.session_end",
                                       "select expires_at from security.session where id = $1"};
inline constexpr db::Query delete_session{"security.delete_session",
                                          "delete from security.session where id = $1"};
// A session of an account: nobody ends another's by its number.
inline constexpr db::Query delete_session_of{
    "security.delete_session_of", "delete from security.session where account_id = $1 and id = $2"};
inline constexpr db::Query delete_other_sessions{
    "security.delete_other_sessions",
    "delete from security.session where account_id = $1 and id <> $2 returning id"};
inline constexpr db::Query delete_ended_sessions{"security.delete_ended_sessions",
                                                 "delete from security.session where expires_at <= $1"};
inline constexpr db::Query sessions_of{
    "security.sessions_of",
    "select id, created_at, last_seen_at, address, user_agent, second_factor from security.session "
    "where account_id = $1 and expires_at > $2 order by id desc"};
inline constexpr db::Query password_of{"security.password_of",
                                       "select name, password_hash from security.account where id = $1"};

// -- known devices
inline constexpr db::Query device_known{
    "security.device_known", "select 1 as there from security.device where token_hash = $1 limit 1"};
inline constexpr db::Query remember_device{
    "security.remember_device",
    "insert into security.device (account_id, token_hash, name, address, first_seen_at, last_seen_at) "
    "values ($1, $2, $3, $4, $5, $5) on conflict on constraint device_unique do update "
    "  set name = excluded.name, address = excluded.address, last_seen_at = excluded.last_seen_at "
    "returning id, first_seen_at = last_seen_at as fresh"};
// Keeps $2 of an account. Those that never came back go first: programs that keep no cookies.
inline constexpr db::Query forget_oldest_devices{
    "security.forget_oldest_devices",
    "delete from security.device where account_id = $1 and id in "
    "(select id from security.device where account_id = $1 and id <> $3 "
    " order by (last_seen_at > first_seen_at) desc, last_seen_at desc, id desc offset $2 - 1)"};
inline constexpr db::Query devices_of{
    "security.devices_of",
    "select d.id, d.name, d.address, d.first_seen_at, d.last_seen_at, "
    "  exists (select from security.session s where s.id = $2 and s.device_id = d.id) as current "
    "from security.device d where d.account_id = $1 order by d.last_seen_at desc, d.id desc"};
inline constexpr db::Query forget_device{"security.forget_device",
                                         "delete from security.device where account_id = $1 and id = $2"};
inline constexpr db::Query forget_old_devices{"security.forget_old_devices",
                                              "delete from security.device where last_seen_at <= $1"};

// -- failures. $4: how many lock, $5: until when, $6: those before are forgotten.
inline constexpr db::Query failure_lock{
    "security.failure_lock",
    "select locked_until from security.sign_in_failure where key = $1 and locked_until > $2"};
#define HATANG_FAILURES_NOW \
    "(case when f.locked_until <= $3 or f.last_at <= $6 then 1 else f.failures + 1 end)"
inline constexpr db::Query count_failure{
    "security.count_failure",
    "insert into security.sign_in_failure as f (key, account_id, failures, last_at, locked_until) "
    "values ($1, $2, 1, $3, case when $4 <= 1 then $5::timestamptz end) on conflict (key) do update set "
    "  failures = " HATANG_FAILURES_NOW
    ", last_at = $3, "
    "  locked_until = case when " HATANG_FAILURES_NOW
    " >= $4 then $5 end "
    "where f.locked_until is null or f.locked_until <= $3 returning failures"};
#undef HATANG_FAILURES_NOW
inline constexpr db::Query forget_failures{"security.forget_failures",
                                           "delete from security.sign_in_failure where key = $1"};
inline constexpr db::Query forget_failures_of{"security.forget_failures_of",
                                              "delete from security.sign_in_failure where account_id = $1"};
inline constexpr db::Query forget_old_failures{"security.forget_old_failures",
                                               "delete from security.sign_in_failure where last_at <= $1 and "
                                               "(locked_until is null or locked_until <= $2)"};

// $1…$4 in step: accounts (0: none), addresses, codes, counts.
inline constexpr db::Query add_refusals{
    "security.add_refusals",
    "insert into security.sign_in_refusal as r (hour, account_id, address, code, count, last_at) "
    "select date_trunc('hour', $5::timestamptz), nullif(t.account, 0), t.address, t.code, t.n, $5 "
    "from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) as t(account, address, code, n) "
    "on conflict on constraint sign_in_refusal_unique do update "
    "  set count = r.count + excluded.count, last_at = excluded.last_at"};
inline constexpr db::Query forget_old_refusals{"security.forget_old_refusals",
                                               "delete from security.sign_in_refusal where hour <= $1"};

}  // namespace hatang::security::sql
