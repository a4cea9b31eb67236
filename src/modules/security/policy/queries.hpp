#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query policy_values{
    "security.policy_values",
    "select key, value::text as value, changed_at, changed_by from security.policy"};

inline constexpr db::Query set_policy_value{
    "security.set_policy_value",
    "insert into security.policy (key, value, changed_at, changed_by) values ($1, $2::jsonb, $3, $4) "
    "on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at, "
    "  changed_by = excluded.changed_by"};

}  // namespace hatang::security::sql
