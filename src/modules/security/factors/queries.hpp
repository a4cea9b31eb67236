#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query factors_of{
    "security.factors_of",
    "select id, kind, label, created_at, confirmed_at, last_used_at from security.factor "
    "where account_id = $1 order by id"};
inline constexpr db::Query recovery_codes_left{
    "security.recovery_codes_left",
    "select count(*) as n from security.recovery_code where account_id = $1 and used_at is null"};
// All that proving a second factor needs.
inline constexpr db::Query confirmed_factors{
    "security.confirmed_factors",
    "select id, kind, sealed_secret, last_step, credential_id, public_key, sign_count from security.factor "
    "where account_id = $1 and confirmed_at is not null order by id"};
inline constexpr db::Query factor_for_change{
    "security.factor_for_change",
    "select id, kind, label, sealed_secret, confirmed_at from security.factor "
    "where account_id = $1 and id = $2 for update"};

inline constexpr db::Query insert_totp{
    "security.insert_totp",
    "insert into security.factor (account_id, kind, label, created_at, sealed_secret) "
    "values ($1, 'totp', $2, $3, $4) returning id"};
inline constexpr db::Query delete_unconfirmed{
    "security.delete_unconfirmed",
    "delete from security.factor where account_id = $1 and confirmed_at is null"};
inline constexpr db::Query insert_webauthn{
    "security.insert_webauthn",
    "insert into security.factor (account_id, kind, label, created_at, confirmed_at, credential_id, "
    "public_key, "
    "  sign_count) values ($1, 'webauthn', $2, $3, $3, $4, $5, $6) returning id"};
inline constexpr db::Query confirm_totp{
    "security.confirm_totp",
    "update security.factor set confirmed_at = $2, last_used_at = $2, last_step = $3 where id = $1"};
inline constexpr db::Query delete_factor{"security.delete_factor",
                                         "delete from security.factor where account_id = $1 and id = $2"};
inline constexpr db::Query delete_factors{"security.delete_factors",
                                          "delete from security.factor where account_id = $1"};

// A step is taken once, on whichever node.
inline constexpr db::Query use_totp{"security.use_totp",
                                    "update security.factor set last_step = $2, last_used_at = $3 "
                                    "where id = $1 and (last_step is null or last_step < $2)"};
inline constexpr db::Query use_webauthn{"security.use_webauthn",
                                        "update security.factor set sign_count = $2, last_used_at = $3 "
                                        "where id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0))"};
inline constexpr db::Query use_recovery_code{"security.use_recovery_code",
                                             "update security.recovery_code set used_at = $3 where "
                                             "account_id = $1 and code_hash = $2 and used_at is null"};

inline constexpr db::Query delete_recovery_codes{"security.delete_recovery_codes",
                                                 "delete from security.recovery_code where account_id = $1"};
inline constexpr db::Query insert_recovery_codes{"security.insert_recovery_codes",
                                                 "insert into security.recovery_code (account_id, code_hash, "
                                                 "created_at) select $1, unnest($2::text[]), $3"};

inline constexpr db::Query insert_ticket{"security.insert_ticket",
                                         "insert into security.sign_in_ticket (token_hash, account_id, "
                                         "challenge, expires_at) values ($1, $2, $3, $4)"};
// Counts an attempt as failed before it is looked at.
inline constexpr db::Query try_ticket{
    "security.try_ticket",
    "update security.sign_in_ticket set failures = failures + 1 "
    "where token_hash = $1 and expires_at > $2 and failures < $3 returning account_id, challenge"};
inline constexpr db::Query delete_ticket{"security.delete_ticket",
                                         "delete from security.sign_in_ticket where token_hash = $1"};
inline constexpr db::Query delete_tickets_of{"security.delete_tickets_of",
                                             "delete from security.sign_in_ticket where account_id = $1"};
inline constexpr db::Query delete_ended_tickets{"security.delete_ended_tickets",
                                                "delete from security.sign_in_ticket where expires_at <= $1"};
inline constexpr db::Query account_name{"security.account_name",
                                        "select name, full_name from security.account where id = $1"};

inline constexpr db::Query set_registration_challenge{
    "security.set_registration_challenge",
    "insert into security.registration_challenge (session_id, challenge, expires_at) values ($1, $2, $3) "
    "on conflict (session_id) do update set challenge = excluded.challenge, expires_at = "
    "excluded.expires_at"};
// A challenge is used once, whatever comes of it.
inline constexpr db::Query take_registration_challenge{
    "security.take_registration_challenge",
    "delete from security.registration_challenge where session_id = $1 and expires_at > $2 returning "
    "challenge"};
inline constexpr db::Query session_proven{"security.session_proven",
                                          "update security.session set second_factor = true where id = $1"};

}  // namespace hatang::security::sql
