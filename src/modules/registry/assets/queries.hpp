#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

// -- reading
#define HATANG_ASSET_COLUMNS                                                                                \
    "a.id, a.version, a.class_key, a.domain, a.level, a.parent_id, a.name, a.name_en, a.other_names, "      \
    "a.status, "                                                                                            \
    "a.grade, a.owner_id, o.name as owner, a.operator_id, p.name as operator, a.ward_code, a.address, "     \
    "a.attributes, "                                                                                        \
    "st_asgeojson(a.geom) as geometry, st_x(a.point) as lon, st_y(a.point) as lat, a.generated, a.source, " \
    "a.valid_from, a.recorded_at, a.sensitivity "
#define HATANG_ORGANISATIONS                                      \
    "left join security_api.organisation o on o.id = a.owner_id " \
    "left join security_api.organisation p on p.id = a.operator_id "

// All identifiers of the row `a`, as a JSON array. Part of the statement, not a function: PostgreSQL would
// read and plan its text anew each time, half of what it takes to give one asset.
#define HATANG_IDENTIFIERS                                                                               \
    "coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', i.kind, 'value', i.value, " \
    "'issuer', i.issuer, 'valid_from', i.valid_from, 'valid_to', i.valid_to)) order by i.id) "           \
    "from registry.identifier i where i.asset_id = a.id), '[]')"

inline constexpr db::Query asset_by_id{"registry.asset_by_id",
                                       "select " HATANG_ASSET_COLUMNS ", " HATANG_IDENTIFIERS
                                       " as identifiers "
                                       "from registry.asset a " HATANG_ORGANISATIONS "where a.id = $1"};

inline constexpr db::Query lock_asset{"registry.lock_asset",
                                      "select version from registry.asset where id = $1 for update"};

// The state at valid time $2 as the register believed it at $3.
#define HATANG_VERSIONS                                                                                    \
    "from (select v.asset_id as id, v.version, c.class_key, c.domain, c.level, v.parent_id, v.name, "      \
    "v.name_en, "                                                                                          \
    "v.other_names, v.status, v.grade, v.owner_id, v.operator_id, v.ward_code, v.address, v.attributes, "  \
    "v.geom, "                                                                                             \
    "registry.point_on(v.geom) as point, c.generated, v.source, v.valid_from, v.valid_to, v.recorded_at, " \
    "v.superseded_at, v.changed_by_name, v.reason, v.identifiers, c.sensitivity, v.id as row_id "          \
    "from registry.asset_version v join registry.asset c on c.id = v.asset_id where v.asset_id = $1) "     \
    "a " HATANG_ORGANISATIONS
inline constexpr db::Query asset_as_of{
    "registry.asset_as_of",
    "select " HATANG_ASSET_COLUMNS ", a.identifiers " HATANG_VERSIONS
    "where a.valid_from <= $2 and a.valid_to > $2 and a.recorded_at <= $3 and a.superseded_at > $3 "
    "order by a.row_id desc limit 1"};
inline constexpr db::Query versions{"registry.versions",
                                    "select " HATANG_ASSET_COLUMNS
                                    ", a.identifiers, a.valid_to, a.superseded_at, a.changed_by_name, "
                                    "a.reason, a.row_id " HATANG_VERSIONS
                                    "where a.row_id < $2 order by a.row_id desc limit $3::bigint"};

inline constexpr db::Query history{
    "registry.history",
    "select id, at, kind, title_vi, title_en, actor, link_kind, link_id from registry.asset_history "
    "where asset_id = $1 and id < $2 order by id desc limit $3::bigint"};

inline constexpr db::Query asset_key{"registry.asset_key",
                                     "select id, owner_id, operator_id, ward_code, domain, class_key, "
                                     "sensitivity from registry.asset where id = $1"};

inline constexpr db::Query summary_by_id{
    "registry.summary_by_id",
    "select id, version, class_key, domain, name, status, ward_code, st_x(point) as lon, "
    "st_y(point) as lat from registry.asset where id = $1"};

// Valid today; where several classes share it, the asset that was there first.
inline constexpr db::Query asset_by_identifier{
    "registry.asset_by_identifier",
    "select i.asset_id from registry.identifier i join registry.asset a on a.id = i.asset_id "
    "where i.value = $2 and i.kind = $1 and ($3::text = '' or a.class_key = $3) "
    "and daterange(i.valid_from, i.valid_to, '[]') @> current_date order by i.asset_id limit 1"};

// -- checks
inline constexpr db::Query shape{
    "registry.shape",
    "select (d).valid, (d).reason, st_x((d).location) as x, st_y((d).location) as y, geojson "
    "from (select st_isvaliddetail(g) as d, st_asgeojson(g) as geojson "
    "from (select st_geomfromgeojson($1::text) as g) given) checked"};

inline constexpr db::Query lock_hierarchy{"registry.lock_hierarchy",
                                          "select pg_advisory_xact_lock(hashtext('registry.hierarchy'))"};
// From the parent $1 upwards, at most $3 steps: does it pass $2?
inline constexpr db::Query ancestors{
    "registry.ancestors",
    "with recursive up(id, parent_id, level, depth) as ("
    "  select id, parent_id, level, 1 from registry.asset where id = $1"
    "  union all"
    "  select a.id, a.parent_id, a.level, up.depth + 1 from registry.asset a join up on a.id = up.parent_id"
    "  where up.depth <= $3)"
    "select max(level) filter (where depth = 1) as level, bool_or(id = $2) as loops, max(depth) as depth "
    "from up"};

inline constexpr db::Query identifier_taken{
    "registry.identifier_taken",
    "select i.kind, i.value, i.asset_id from registry.identifier i "
    "join jsonb_to_recordset($1::jsonb) as n(kind text, value text, scope text, valid_from date, valid_to "
    "date) "
    "on n.value = i.value and n.kind = i.kind and n.scope = i.scope "
    "and daterange(i.valid_from, i.valid_to, '[]') && daterange(n.valid_from, n.valid_to, '[]') "
    "where i.asset_id <> $2 order by i.id limit 1"};

// -- writing
inline constexpr db::Query insert_asset{
    "registry.insert_asset",
    "insert into registry.asset (version, class_key, domain, level, parent_id, name, name_en, other_names, "
    "name_folded, "
    "status, grade, owner_id, operator_id, ward_code, address, attributes, geom, generated, source, "
    "valid_from, recorded_at, sensitivity) "
    "select 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, registry.ward_of($1, $14::jsonb, g.geom), "
    "$13, $14::jsonb, "
    "g.geom, $16, $17, $18, $19, $20 from (select st_geomfromgeojson($15::text) as geom) g returning id"};

inline constexpr db::Query update_asset{
    "registry.update_asset",
    "update registry.asset a set version = version + 1, parent_id = $2, "
    "name = $3, name_en = $4, other_names = $5, "
    "name_folded = $6, status = $7, grade = $8, owner_id = $9, "
    "operator_id = $10, address = $11, attributes = $12::jsonb, "
    "geom = g.geom, ward_code = registry.ward_of(a.class_key, "
    "$12::jsonb, g.geom), source = $15, valid_from = $16, "
    "recorded_at = $17, sensitivity = $18 from (select case when $13::boolean then "
    "st_geomfromgeojson($14::text) else b.geom end as geom "
    "from registry.asset b where b.id = $1) g where a.id = $1"};

inline constexpr db::Query delete_identifiers{"registry.delete_identifiers",
                                              "delete from registry.identifier where asset_id = $1"};
inline constexpr db::Query insert_identifiers{
    "registry.insert_identifiers",
    "insert into registry.identifier (asset_id, kind, value, scope, issuer, valid_from, valid_to) "
    "select $1, kind, value, scope, issuer, valid_from, valid_to from jsonb_to_recordset($2::jsonb) "
    "as n(kind text, value text, scope text, issuer text, valid_from date, valid_to date)"};
inline constexpr db::Query record_version{"registry.record_version",
                                          "select registry.record_versions(array[$1::bigint], $2, $3, $4)"};
inline constexpr db::Query insert_history{
    "registry.insert_history",
    "insert into registry.asset_history (asset_id, at, kind, title_vi, title_en, actor, link_kind, link_id) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8)"};
// A row when the catalogue holds other data files than at the start before.
inline constexpr db::Query catalogue_news{
    "registry.catalogue_news",
    "insert into registry.seen_catalogue (hash) select hash from catalogue_api.loaded_data "
    "on conflict (only_row) do update set hash = excluded.hash where seen_catalogue.hash <> excluded.hash "
    "returning hash"};
inline constexpr db::Query refresh_least_zoom{"registry.refresh_least_zoom",
                                              "select registry.refresh_least_zoom()"};
inline constexpr db::Query refresh_wards{"registry.refresh_wards", "select registry.refresh_wards()"};

}  // namespace hatang::registry::sql
