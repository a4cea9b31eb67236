#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

inline constexpr db::Query organisation_by_id{"security.organisation_by_id",
                                              "select id, version, name, short_name, kind, parent_id, "
                                              "created_at from security.organisation where id = $1"};

inline constexpr db::Query organisation_for_change{
    "security.organisation_for_change",
    "select id, version, name, short_name, kind, parent_id, created_at from security.organisation where id = "
    "$1 for update"};

inline constexpr db::Query organisations_page{"security.organisations_page",
                                              "select id, version, name, short_name, kind, parent_id, "
                                              "created_at from security.organisation where id > $1 "
                                              "order by id limit $2"};

inline constexpr db::Query insert_organisation{
    "security.insert_organisation",
    "insert into security.organisation (name, short_name, kind, parent_id, created_at) values ($1, $2, $3, "
    "$4, $5) returning id"};

// Nothing comes back when the name is taken already.
inline constexpr db::Query ensure_organisation{
    "security.ensure_organisation",
    "insert into security.organisation (name, kind, created_at) values ($1, $2, $3) on conflict (name) do "
    "nothing returning id"};
inline constexpr db::Query organisation_id_by_name{"security.organisation_id_by_name",
                                                   "select id from security.organisation where name = $1"};

inline constexpr db::Query update_organisation{
    "security.update_organisation",
    "update security.organisation set version = version + 1, name = $2, short_name = $3, kind = $4, "
    "parent_id = $5 where id = $1"};

// Two moves at once could close a circle that neither sees.
inline constexpr db::Query lock_organisations{
    "security.lock_organisations",
    "select pg_advisory_xact_lock(hashtext('security.organisations'))::text as locked"};
// $1 and everything above it, at most $2 levels.
inline constexpr db::Query organisations_above{
    "security.organisations_above",
    "with recursive up(id, parent_id, level) as ("
    "  select id, parent_id, 1 from security.organisation where id = $1 "
    "  union all select o.id, o.parent_id, up.level + 1 from security.organisation o join up on o.id = "
    "up.parent_id "
    "  where up.level < $2) "
    "select id from up"};

}  // namespace hatang::security::sql
