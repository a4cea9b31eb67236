#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

inline constexpr db::Query insert_succession{
    "registry.insert_succession",
    "insert into registry.succession (kind, day, reason, recorded_at, recorded_by_name) "
    "values ($1, $2::date, $3, $4, $5) returning id"};
inline constexpr db::Query insert_succession_part{
    "registry.insert_succession_part",
    "insert into registry.succession_part (succession_id, asset_id, role, status_before, version_before, "
    "version_after) values ($1, $2, $3, $4, $5, $6)"};
// Whether the work $1 descends from one of $2: a work cannot be followed by what it came from.
inline constexpr db::Query descends{
    "registry.descends",
    "with recursive back(id) as (select $1::bigint union "
    "select p.asset_id from back b "
    "join registry.succession_part s on s.asset_id = b.id and s.role = 'successor' and not s.revoked "
    "join registry.succession_part p on p.succession_id = s.succession_id and p.role = 'predecessor') "
    "select exists (select from back where id = any($2::bigint[])) as comes_from"};
// The acts that a work takes part in, newest first.
inline constexpr db::Query succession_acts{
    "registry.succession_acts",
    "select s.id, s.kind, s.day::text as day, s.reason, s.recorded_at, s.recorded_by_name, me.role "
    "from registry.succession_part me join registry.succession s on s.id = me.succession_id "
    "where me.asset_id = $1 and not me.revoked order by s.id desc limit 100"};
// Their other works, as far as the reader's condition, which follows, lets them.
inline constexpr std::string_view succession_works =
    "select p.succession_id, p.role, a.id, a.name, a.class_key, a.domain, a.status, a.sensitivity "
    "from registry.succession_part p join registry.asset a on a.id = p.asset_id "
    "where p.succession_id = any($1::bigint[]) and p.asset_id <> $2 and ";
inline constexpr db::Query has_ended{
    "registry.has_ended",
    "select exists (select from registry.succession_part where asset_id = $1 and role = 'predecessor' and "
    "not revoked) as ended"};
inline constexpr db::Query lock_succession{
    "registry.lock_succession",
    "select id, kind, revoked_at from registry.succession where id = $1 for update"};
inline constexpr db::Query succession_parts{
    "registry.succession_parts",
    "select asset_id, role, status_before, version_before, version_after from registry.succession_part where "
    "succession_id = $1 "
    "order by asset_id"};
// The shape that a work had in a version, to the last bit.
inline constexpr db::Query shape_of_version{
    "registry.shape_of_version",
    "select st_asgeojson(geom, 15) as geometry from registry.asset_version "
    "where asset_id = $1 and version = $2 order by id limit 1"};
inline constexpr db::Query revoke_succession{
    "registry.revoke_succession",
    "with parts as (update registry.succession_part set revoked = true where succession_id = $1) "
    "update registry.succession set revoked_at = $2, revoked_by_name = $3, revoke_reason = $4 where id = $1"};

}  // namespace hatang::registry::sql
