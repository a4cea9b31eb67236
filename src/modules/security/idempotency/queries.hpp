#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

// Takes the key when it is free, or when its request has died ($5) without an answer.
inline constexpr db::Query take_key{"security.take_key",
                                    "insert into security.idempotency as i (account_id, key, request_hash, "
                                    "created_at) values ($1, $2, $3, $4) "
                                    "on conflict (account_id, key) do update set request_hash = "
                                    "excluded.request_hash, created_at = excluded.created_at "
                                    "  where i.status is null and i.created_at < $5 "
                                    "returning 1 as taken"};

inline constexpr db::Query answer_of_key{"security.answer_of_key",
                                         "select request_hash, status, content_type, headers, body from "
                                         "security.idempotency where account_id = $1 and key = $2"};

inline constexpr db::Query keep_answer{
    "security.keep_answer",
    "update security.idempotency set status = $3, content_type = $4, headers = $5::jsonb, body = $6 "
    "where account_id = $1 and key = $2"};

inline constexpr db::Query free_key{"security.free_key",
                                    "delete from security.idempotency where account_id = $1 and key = $2"};

inline constexpr db::Query delete_old_keys{"security.delete_old_keys",
                                           "delete from security.idempotency where created_at < $1"};

}  // namespace hatang::security::sql
