// SQL of how long readings are kept.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

#define HATANG_RETENTION                                                                                 \
    "select p.id, p.key, p.name, k.readings_days, k.rollup_days, k.changed_at, k.changed_by, "           \
    "(select count(*) from telemetry.datastream d where d.property = p.key and d.ended_at is null) "     \
    "as datastreams from telemetry.observed_property p left join telemetry.retention k on k.property = " \
    "p.key "
inline constexpr db::Query retentions{"telemetry.retentions", HATANG_RETENTION "order by p.id"};
inline constexpr db::Query retention{"telemetry.retention", HATANG_RETENTION "where p.id = $1"};
#undef HATANG_RETENTION
// Two who set the same one wait for each other.
inline constexpr db::Query lock_property{
    "telemetry.lock_property", "select key from telemetry.observed_property where id = $1 for update"};
inline constexpr db::Query set_retention{
    "telemetry.set_retention",
    "insert into telemetry.retention (property, readings_days, rollup_days, changed_by) "
    "values ($1, $2::int, $3::int, $4) on conflict (property) do update set readings_days = "
    "excluded.readings_days, "
    "rollup_days = excluded.rollup_days, changed_by = excluded.changed_by, changed_at = now()"};
inline constexpr db::Query clear_retention{"telemetry.clear_retention",
                                           "delete from telemetry.retention where property = $1"};

}  // namespace hatang::telemetry::sql
