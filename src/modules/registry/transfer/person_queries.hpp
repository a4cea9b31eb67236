// SQL about imports of people.
#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

// Where an import stands follows from its job where that ended without a word: killed again and again, it has
// failed; taken out of the queue, it stands where it stood before.
#define HATANG_IMPORT                                                                                       \
    "select i.id, i.user_id, i.user_name, i.file_name, i.bytes, i.received, case when i.state in "          \
    "('inspecting', 'checking', 'importing', 'undoing') and j.state = 'failed' then 'failed' when j.state " \
    "= 'cancelled' then case i.state when 'inspecting' then 'uploaded' when 'checking' then 'inspected' "   \
    "when 'importing' then 'checked' when 'undoing' then 'imported' else i.state end else i.state end as "  \
    "state, i.format, i.layers::text as layers, i.settings::text as settings, i.report::text as report, "   \
    "i.undo_report::text as undo_report, coalesce(i.error, j.error)::text as error, i.job_id, i.run_id, "   \
    "i.rows_done, j.state as job_state, j.percent, j.words, i.created_at, i.committed_at, i.undone_at "     \
    "from registry.import i left join jobs.job j on j.id = i.job_id "

inline constexpr db::Query import_by_id{"registry.imports.by_id",
                                        HATANG_IMPORT "where i.id = $1 and i.user_id = $2"};
inline constexpr db::Query import_page{
    "registry.imports.page", HATANG_IMPORT
    "where i.user_id = $1 and ($2::bigint is null or i.id < $2) order by i.id desc limit $3::bigint"};
inline constexpr db::Query lock_import{
    "registry.imports.lock", "select id from registry.import where id = $1 and user_id = $2 for update"};
inline constexpr db::Query begin_import{
    "registry.imports.begin",
    "insert into registry.import (user_id, user_name, file_name, bytes, created_at, touched_at) "
    "values ($1, $2, $3, $4, $5, $5) returning id"};
inline constexpr db::Query open_imports{
    "registry.imports.open",
    "select count(*) as n from registry.import where user_id = $1 and committed_at is null"};
inline constexpr db::Query part_received{
    "registry.imports.received",
    "update registry.import set received = $2, touched_at = $3, state = case when $2 = bytes then 'uploaded' "
    "else 'uploading' end where id = $1"};
inline constexpr db::Query set_settings{
    "registry.imports.settings",
    "update registry.import set settings = $2::jsonb, touched_at = $3, report = null, error = null, "
    "state = case when committed_at is null then 'inspected' else state end where id = $1"};
inline constexpr db::Query begin_work{
    "registry.imports.work",
    "update registry.import set state = $2, job_id = $3, touched_at = $4, error = null where id = $1"};
inline constexpr db::Query set_state{"registry.imports.state",
                                     "update registry.import set state = $2 where id = $1"};
inline constexpr db::Query set_failed{
    "registry.imports.failed", "update registry.import set state = $2, error = $3::jsonb where id = $1"};
inline constexpr db::Query set_layers{
    "registry.imports.layers",
    "update registry.import set state = 'inspected', format = $2, layers = $3::jsonb, settings = null, "
    "report = null where id = $1"};
inline constexpr db::Query set_checked{
    "registry.imports.checked",
    "update registry.import set state = 'checked', report = $2::jsonb where id = $1"};
inline constexpr db::Query set_run{"registry.imports.run",
                                   "update registry.import set run_id = $2, rows_done = 0 where id = $1"};
inline constexpr db::Query set_imported{
    "registry.imports.imported",
    "update registry.import set state = 'imported', report = $2::jsonb, committed_at = $3 where id = $1"};
inline constexpr db::Query forget_run{
    "registry.imports.forget_run",
    "update registry.import set run_id = null, rows_done = 0, state = 'checked' where id = $1"};
inline constexpr db::Query set_undone{
    "registry.imports.undone",
    "update registry.import set state = 'undone', undo_report = $2::jsonb, undone_at = $3 where id = $1"};
inline constexpr db::Query delete_import{"registry.imports.delete",
                                         "delete from registry.import where id = $1"};

inline constexpr db::Query forget_results{"registry.imports.forget",
                                          "delete from registry.import_result where import_id = $1"};
inline constexpr db::Query copy_results{"registry.imports.results",
                                        "copy registry.import_result (import_id, row, outcome, code, place, "
                                        "reason_vi, reason_en, name, lon, lat, "
                                        "asset_id) from stdin (format binary)"};
inline constexpr db::Query count_results{"registry.imports.count",
                                         "select count(*) filter (where outcome = 'created') as created, "
                                         "count(*) filter (where outcome = 'changed') as changed, "
                                         "count(*) filter (where outcome = 'unchanged') as unchanged, "
                                         "count(*) filter (where outcome = 'refused') as refused, "
                                         "count(distinct row) filter (where outcome = 'warned') as warned "
                                         "from registry.import_result where import_id = $1"};
// Rows that lie further from the middle of all than eight times the usual distance, and 20 km at least.
inline constexpr db::Query far_rows{
    "registry.imports.far",
    "with placed as (select row, name, lon, lat, asset_id from registry.import_result where import_id = $1 "
    "and "
    "outcome in ('created', 'changed') and lon is not null), middle as materialized (select "
    "percentile_cont(0.5) within group (order by lon) as lon, percentile_cont(0.5) within group (order by "
    "lat) "
    "as lat from placed), away as (select p.*, st_distancesphere(st_point(p.lon, p.lat), st_point(m.lon, "
    "m.lat)) / 1000 as km from placed p, middle m), usual as materialized (select percentile_cont(0.5) "
    "within group "
    "(order "
    "by km) as km from away) select a.row, a.name, a.lon, a.lat, a.asset_id, a.km from away a, usual u where "
    "a.km > greatest(20, 8 * u.km) order by a.row limit $2::bigint"};
inline constexpr db::Query results_page{
    "registry.imports.rows",
    "select id, row, outcome, code, place, reason_vi, reason_en, name, lon, lat, asset_id from "
    "registry.import_result where import_id = $1 and ($2::text is null or outcome = $2) and ($3::bigint is "
    "null or id > $3) order by id limit $4::bigint"};
inline constexpr db::Query results_total{"registry.imports.rows_total",
                                         "select count(*) as n from registry.import_result where import_id = "
                                         "$1 and ($2::text is null or outcome = $2)"};
inline constexpr db::Query outcomes{
    "registry.imports.outcomes",
    "select row, min(case outcome when 'refused' then '1refused' when 'warned' then '2warned' when 'left' "
    "then "
    "'3left' else '4' || outcome end) as outcome from registry.import_result where import_id = $1 and row = "
    "any($2) group by row"};

// -- undo
inline constexpr std::string_view undo_stage =
    "create temporary table undo_stage on commit drop as select t.asset_id, t.row, t.is_new, "
    "t.folded_before, "
    "t.sha256_before, a.version = t.version as untouched, false as allowed from registry.import_touch t "
    "join registry.asset a on a.id = t.asset_id where false";
inline constexpr db::Query undo_take{
    "registry.undo.take",
    "insert into undo_stage select t.asset_id, t.row, t.is_new, t.folded_before, t.sha256_before, a.version "
    "= "
    "t.version, false from registry.import_touch t join registry.asset a on a.id = t.asset_id "
    "where t.run_id = $1 and not t.undone order by t.asset_id limit 1000 for update of a"};
// The versions keep what they were; the register lets go of them, so that the file can go in again.
inline constexpr db::Query undo_end_identifiers{
    "registry.undo.identifiers",
    "delete from registry.identifier i using undo_stage u where i.asset_id = u.asset_id and u.is_new and "
    "u.untouched and u.allowed"};
inline constexpr db::Query undo_created{
    "registry.undo.created",
    "update registry.asset a set version = a.version + 1, status = 'retired', recorded_at = $1 from "
    "undo_stage "
    "u where a.id = u.asset_id and u.is_new and u.untouched and u.allowed"};
// From the time of the import on the former state holds again: what the import believed is superseded.
inline constexpr db::Query undo_changed{
    "registry.undo.changed",
    "update registry.asset a set version = a.version + 1, parent_id = v.parent_id, name = v.name, name_en = "
    "v.name_en, other_names = v.other_names, name_folded = u.folded_before, status = v.status, grade = "
    "v.grade, "
    "owner_id = v.owner_id, operator_id = v.operator_id, address = v.address, attributes = v.attributes, "
    "geom = "
    "v.geom, ward_code = registry.ward_of(a.class_key, v.attributes, v.geom), source = v.source, recorded_at "
    "= "
    "$1 from undo_stage u cross join lateral (select * from registry.asset_version v where v.asset_id = "
    "u.asset_id and v.version = (select version from registry.asset b where b.id = u.asset_id) - 1 order by "
    "v.id desc limit 1) v where a.id = u.asset_id and not u.is_new and u.untouched and u.allowed"};
inline constexpr db::Query undo_versions{"registry.undo.versions",
                                         "select registry.record_versions((select array_agg(asset_id) from "
                                         "undo_stage where untouched and allowed), "
                                         "$1, $2, $3)"};
inline constexpr db::Query undo_forget_rows{
    "registry.undo.forget_rows",
    "delete from registry.import_row r using undo_stage u where r.asset_id = u.asset_id and u.untouched and "
    "u.allowed and (u.is_new or u.sha256_before is null)"};
inline constexpr db::Query undo_former_rows{
    "registry.undo.former_rows",
    "update registry.import_row r set content_sha256 = u.sha256_before from undo_stage u where r.asset_id = "
    "u.asset_id and u.untouched and u.allowed and not u.is_new and u.sha256_before is not null"};
inline constexpr db::Query undo_history{
    "registry.undo.history",
    "insert into registry.asset_history (asset_id, at, kind, title_vi, title_en, actor) select asset_id, $1, "
    "case when is_new then 'asset_retired' else 'asset_changed' end, 'Hoàn tác lần nhập từ tệp ' || $2, "
    "'Import undone: ' || $2, $3 from undo_stage where untouched and allowed"};
inline constexpr db::Query undo_mark{
    "registry.undo.mark",
    "update registry.import_touch t set undone = true from undo_stage u where t.run_id = $1 and t.asset_id = "
    "u.asset_id"};
inline constexpr db::Query undo_result{
    "registry.undo.result",
    "select u.asset_id, u.row, u.is_new, u.untouched, u.allowed, a.name, st_x(a.point) as lon, st_y(a.point) "
    "as "
    "lat from undo_stage u join registry.asset a on a.id = u.asset_id order by u.row"};
inline constexpr db::Query undo_left{
    "registry.undo.left",
    "select count(*) filter (where undone) as done, count(*) as all_rows from registry.import_touch where "
    "run_id = $1"};

}  // namespace hatang::registry::sql
