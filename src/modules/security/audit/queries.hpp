#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query insert_audit{
    "security.insert_audit",
    "insert into security.audit_log (at, user_id, user_name, address, action, entity, entity_id, before, "
    "after, reason, "
    "                                request_id) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11)"};

// Newest first; each filter is null when it is not asked for.
inline constexpr db::Query audit_page{
    "security.audit_page",
    "select id, at, user_id, user_name, address, action, entity, entity_id, before, after, reason, "
    "request_id "
    "from security.audit_log "
    "where ($1::bigint is null or id < $1) and ($2::text is null or entity = $2) and ($3::bigint is null or "
    "entity_id = $3) "
    "  and ($4::bigint is null or user_id = $4) and ($5::timestamptz is null or at >= $5) "
    "  and ($6::timestamptz is null or at < $6) "
    "order by id desc limit $7"};

}  // namespace hatang::security::sql
