// One batch of an import as a handful of set-based statements over a staging table that dies with the
// transaction.
#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

inline constexpr std::string_view create_stage =
    "create temporary table import_stage (row bigint, name text, name_en text, other_names text, name_folded "
    "text, "
    "attributes jsonb, shape public.geometry, id_kind text, id_value text, sha256 text, source text, "
    "status text, owner_id bigint, named boolean, ward_code text, geom public.geometry, valid boolean, "
    "asset_id bigint, is_new boolean, same boolean, other_class boolean) on commit drop; "
    // Large ward borders take longer than a request may.
    "set local statement_timeout = '10min'";
inline constexpr db::Query copy_stage{"registry.import.copy",
                                      "copy import_stage (row, name, name_en, other_names, name_folded, "
                                      "attributes, shape, id_kind, id_value, sha256, "
                                      "source, status, owner_id, named) from stdin (format binary)"};
inline constexpr int stage_columns = 14;

// Where each row goes: a new asset, a known one, a known one that the file has not changed; what its shape
// is, and in which ward it lies. One statement, as each writes the whole stage anew. LATERAL with LIMIT looks
// each row up by index, whatever the planner believes of tables that were never analysed; OFFSET 0 works each
// value out once. A known asset stays where it is when the file has no place for it.
inline constexpr db::Query match_stage{
    "registry.import.match",
    "update import_stage s set geom = m.geom, valid = m.valid, is_new = m.asset_id is null, same = m.same, "
    "other_class = m.other_class, asset_id = coalesce(m.asset_id, "
    "nextval((select pg_get_serial_sequence('registry.asset', 'id')::regclass))), ward_code = case "
    "when m.same or not m.valid then null when m.geom is null and m.asset_id is not null then m.ward_code "
    "else registry.ward_of($1, s.attributes, m.geom) end "
    "from (select t.row, i.asset_id, a.ward_code, g.geom, st_isvalid(g.geom) as valid, "
    "coalesce(r.content_sha256 = decode(t.sha256, 'hex'), false) as same, "
    "coalesce(a.class_key <> $1, false) as other_class from import_stage t "
    "cross join lateral (select st_setsrid(t.shape, 4326) as geom offset 0) g "
    "left join lateral (select asset_id from registry.identifier where value = t.id_value and kind = "
    "t.id_kind and scope = $2 and coalesce(valid_from <= current_date, true) and coalesce(valid_to >= "
    "current_date, true) limit 1) i on true "
    "left join registry.asset a on a.id = i.asset_id "
    "left join registry.import_row r on r.asset_id = i.asset_id offset 0) m where m.row = s.row"};
// Identifiers of works of another class, and codes of the city that nobody issued.
inline constexpr db::Query refuse_taken{
    "registry.import.refuse_taken",
    "delete from import_stage where other_class or (is_new and id_kind = 'city') "
    "returning row, id_kind, id_value, case when not is_new then asset_id end as asset_id"};
inline constexpr db::Query refuse_shapes{
    "registry.import.refuse_shapes",
    "with bad as (delete from import_stage where not same and not valid returning row, geom) "
    "select row, (d).reason, st_x((d).location) as x, st_y((d).location) as y "
    "from (select row, st_isvaliddetail(geom) as d from bad) judged order by row"};
inline constexpr db::Query insert_new{
    "registry.import.insert",
    "insert into registry.asset (id, version, class_key, domain, level, name, name_en, other_names, "
    "name_folded, status, owner_id, "
    "ward_code, attributes, geom, generated, source, valid_from, recorded_at, sensitivity, least_zoom) "
    "select asset_id, 1, $1, $2, $3, name, name_en, array(select "
    "jsonb_array_elements_text(other_names::jsonb)), "
    "name_folded, coalesce(status, 'in_service'), owner_id, ward_code, attributes, geom, $4, "
    "source, $5, $5, $6, coalesce((select z.least_zoom from catalogue_api.least_zooms($1, attributes) z), 0) "
    "from import_stage where is_new order by row"};
// What the file says replaces; attributes, identifiers, names and a place that it does not know stay. The
// first line of name_folded is the name, identifiers and other names follow.
inline constexpr db::Query update_changed{
    "registry.import.update",
    "update registry.asset a set version = a.version + 1, name = case when s.named then s.name else a.name "
    "end, name_en = case when s.other_names is null then a.name_en else s.name_en end, "
    "other_names = case when s.other_names is null then a.other_names else "
    "array(select jsonb_array_elements_text(s.other_names::jsonb)) end, "
    "name_folded = case when s.other_names is not null then s.name_folded || coalesce((select "
    "string_agg(chr(10) || lower(i.value), '') from registry.identifier i "
    "where i.asset_id = a.id and not (i.kind = s.id_kind and i.value = s.id_value)), '') "
    "when s.named then split_part(s.name_folded, chr(10), 1) || coalesce(substring(a.name_folded from "
    "chr(10) || '.*'), '') else a.name_folded end, "
    "attributes = a.attributes || s.attributes, geom = coalesce(s.geom, a.geom), "
    "ward_code = s.ward_code, status = coalesce(s.status, a.status), owner_id = coalesce(s.owner_id, "
    "a.owner_id), source = s.source, "
    "valid_from = $1, recorded_at = $1 "
    "from import_stage s where a.id = s.asset_id and not s.is_new and not s.same "
    // So that it looks each of them up.
    "and a.id = any(array(select asset_id from import_stage where not is_new and not same))"};
inline constexpr db::Query identify_new{
    "registry.import.identify",
    "insert into registry.identifier (asset_id, kind, value, scope) "
    "select asset_id, id_kind, id_value, $1 from import_stage where is_new and id_kind is not "
    "null order by row"};
inline constexpr db::Query version_touched{"registry.import.version",
                                           "select registry.record_versions((select array_agg(asset_id) from "
                                           "import_stage where not same), $1, $2, $3)"};
inline constexpr db::Query remember_rows{
    "registry.import.remember",
    "insert into registry.import_row (asset_id, run_id, content_sha256) "
    "select asset_id, $1, decode(sha256, 'hex') from import_stage where not same "
    "on conflict (asset_id) do update set run_id = excluded.run_id, content_sha256 = "
    "excluded.content_sha256"};
inline constexpr db::Query tell_history{
    "registry.import.history",
    "insert into registry.asset_history (asset_id, at, kind, title_vi, title_en, actor) "
    "select asset_id, $1, case when is_new then 'asset_created' else 'asset_changed' end, "
    "case when is_new then 'Nhập từ tệp ' else 'Cập nhật từ tệp ' end || $2, "
    "case when is_new then 'Imported from ' else 'Updated from ' end || $2, $3 from import_stage where not "
    "same"};
inline constexpr db::Query count_stage{
    "registry.import.count",
    "select created, changed, unchanged, st_xmin(box) as west, st_ymin(box) as south, st_xmax(box) as east, "
    "st_ymax(box) as north, coalesce(ids, '{}') as ids from (select count(*) filter (where is_new) as "
    "created, "
    "count(*) filter (where not is_new and not same) as changed, count(*) filter (where same) as unchanged, "
    "st_extent(geom) filter (where not same) as box, "
    "array_agg(asset_id) filter (where not same) as ids from import_stage) counted"};
// -- for a person
inline constexpr db::Query stage_results{
    "registry.import.results",
    "select row, asset_id, is_new, same, st_x(p) as lon, st_y(p) as lat, ward_code is null and p is not null "
    "and not same and exists (select from registry.ward_area) as outside "
    "from (select *, registry.point_on(geom) as p from import_stage) s order by row"};
// A new row whose middle lies within 2 m of the middle of an asset of the class: $1, and what the person may
// read. 0.00002° are 2.2 m on a meridian. Both OFFSET 0 keep the planner at the index of places, one look for
// each row: where it saw the class beside the box it has crossed the whole class with each box.
inline constexpr const char* near_m = "2";
inline constexpr std::string_view near_duplicates_before =
    "with s as materialized (select row, p, st_expand(p, 0.00002) as box from (select row, "
    "registry.point_on(geom) as p from import_stage where is_new offset 0) placed) "
    "select s.row, min(a.id) as twin from s cross join lateral (select a.* from registry.asset a where "
    "a.geom "
    "&& s.box offset 0) a where a.class_key = $1 and a.status <> 'retired' and a.sensitivity <> 'restricted' "
    "and a.point && s.box and st_distancesphere(a.point, s.p) < 2 and ";
inline constexpr std::string_view near_duplicates_after = " group by s.row";
inline constexpr db::Query remember_touched{
    "registry.import.touch",
    "insert into registry.import_touch (run_id, asset_id, row, is_new, version, folded_before, "
    "sha256_before) select $1, s.asset_id, s.row, s.is_new, coalesce(a.version, 0) + 1, a.name_folded, "
    "r.content_sha256 from import_stage s left join registry.asset a on a.id = s.asset_id "
    "left join registry.import_row r on r.asset_id = s.asset_id where not s.same"};
inline constexpr db::Query rows_done{"registry.import.rows_done",
                                     "update registry.import set rows_done = $2 where id = $1"};

inline constexpr db::Query begin_run{
    "registry.import.begin_run",
    "insert into registry.import_run (class_key, file_name, started_at, changed_by, changed_by_name) "
    "values ($1, $2, $3, $4, $5) returning id"};
inline constexpr db::Query count_run{"registry.import.count_run",
                                     "update registry.import_run set created = created + $2, changed = "
                                     "changed + $3, unchanged = unchanged + $4 where id = $1"};
inline constexpr db::Query end_run{
    "registry.import.end_run", "update registry.import_run set finished_at = $2, refused = $3 where id = $1"};

}  // namespace hatang::registry::sql
