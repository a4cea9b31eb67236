#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

inline constexpr db::Query settings{"registry.settings",
                                    "select key, value, changed_at, changed_by_name from registry.setting"};
inline constexpr db::Query set_setting{
    "registry.set_setting",
    "insert into registry.setting (key, value, changed_at, changed_by_name) values ($1, $2, $3, $4) "
    "on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at, "
    "changed_by_name = excluded.changed_by_name"};
inline constexpr db::Query clear_setting{"registry.clear_setting",
                                         "delete from registry.setting where key = $1"};

// -- issuing. Works that lack a code: in use, no ward (these have that of the state), no national code today,
// and room for one more identifier (limits::identifiers_max).
#define HATANG_LACKS_CODE                                                                     \
    "a.status <> 'retired' and a.class_key <> 'ward' "                                        \
    "and not exists (select from registry.city_code c where c.asset_id = a.id) "              \
    "and not exists (select from registry.identifier i where i.asset_id = a.id and i.kind = " \
    "'national' and daterange(i.valid_from, i.valid_to, '[]') @> current_date) "              \
    "and (select count(*) from registry.identifier i where i.asset_id = a.id) < 50"

inline constexpr db::Query code_of_asset{"registry.code_of_asset",
                                         "select code from registry.city_code where asset_id = $1"};
inline constexpr db::Query has_national_code{
    "registry.has_national_code",
    "select exists (select from registry.identifier where asset_id = $1 and kind = 'national' and "
    "daterange(valid_from, valid_to, '[]') @> current_date) as given"};
inline constexpr db::Query next_serials{
    "registry.next_serials",
    "select nextval('registry.city_code_serial') as serial from generate_series(1, $1::bigint)"};
// What another act has given a code in the meantime keeps that one.
inline constexpr db::Query insert_codes{
    "registry.insert_codes",
    "insert into registry.city_code (code, asset_id, issued_at, issued_by_name) "
    "select code, asset_id, $3, $4 from unnest($1::text[], $2::bigint[]) as n(code, asset_id) "
    "order by asset_id on conflict (asset_id) do nothing returning code, asset_id"};
inline constexpr db::Query identify_coded{
    "registry.identify_coded",
    "insert into registry.identifier (asset_id, kind, value, valid_from) "
    "select asset_id, 'city', code, $3::date from unnest($1::text[], $2::bigint[]) as n(code, asset_id)"};
inline constexpr db::Query touch_coded{
    "registry.touch_coded",
    "update registry.asset a set version = version + 1, valid_from = $3, recorded_at = $3, "
    "name_folded = name_folded || chr(10) || lower(n.code) "
    "from unnest($1::text[], $2::bigint[]) as n(code, asset_id) where a.id = n.asset_id"};
inline constexpr db::Query version_coded{"registry.version_coded",
                                         "select registry.record_versions($1::bigint[], $2, $3, $4)"};
inline constexpr db::Query tell_coded{
    "registry.tell_coded",
    "insert into registry.asset_history (asset_id, at, kind, title_vi, title_en, actor) "
    "select asset_id, $3, 'identifier_issued', 'Cấp mã tạm ' || code, 'Provisional code issued: ' || code, "
    "$4 from unnest($1::text[], $2::bigint[]) as n(code, asset_id)"};
inline constexpr db::Query coded_by_class{
    "registry.coded_by_class",
    "select class_key, domain, array_agg(id order by id) as ids from registry.asset where id = "
    "any($1::bigint[]) group by class_key, domain order by class_key"};

#define HATANG_CODE_BATCH                                                                                  \
    "select b.id, b.user_id, b.user_name, b.filter::text as filter, case when b.state in ('queued', "      \
    "'running') and j.state in ('failed', 'cancelled') then 'failed' else b.state end as state, b.total, " \
    "b.issued, b.job_id, coalesce(b.error, j.error)::text as error, b.created_at "                         \
    "from registry.code_batch b left join jobs.job j on j.id = b.job_id "
inline constexpr db::Query code_batch{"registry.code_batch", HATANG_CODE_BATCH "where b.id = $1"};
inline constexpr db::Query insert_code_batch{
    "registry.insert_code_batch",
    "insert into registry.code_batch (user_id, user_name, filter, total, created_at) "
    "values ($1, $2, $3::jsonb, $4, $5) returning id"};
inline constexpr db::Query code_batch_job{"registry.code_batch_job",
                                          "update registry.code_batch set job_id = $2 where id = $1"};
inline constexpr db::Query code_batch_counts{
    "registry.code_batch_counts",
    "update registry.code_batch set state = 'running', issued = issued + $2 where id = $1"};
inline constexpr db::Query code_batch_ends{
    "registry.code_batch_ends", "update registry.code_batch set state = $2, error = $3::jsonb where id = $1"};

// -- lookup by any code: codes that begin with $1 as people type it, whole matches first. The whole ones come
// first in the index too, so they are always among the candidates; more of the others than these nobody
// reads. The condition of the reader stands between the two texts.
inline constexpr std::string_view find_codes_before =
    "select i.kind, i.value, i.issuer, i.valid_from::text as valid_from, i.valid_to::text as valid_to, "
    "daterange(i.valid_from, i.valid_to, '[]') @> current_date as valid, a.id, a.class_key, a.domain, "
    "a.name, a.status, a.ward_code, a.sensitivity, registry.compact_code(i.value) = "
    "registry.compact_code($1) as whole from (select * from registry.identifier c "
    "where registry.compact_code(c.value) ~>=~ registry.compact_code($1) "
    "and registry.compact_code(c.value) ~<~ (registry.compact_code($1) || chr(1114109)) "
    "order by registry.compact_code(c.value) using ~<~ limit 2000) i "
    "join registry.asset a on a.id = i.asset_id where ";
inline constexpr std::string_view find_codes_after =
    " order by whole desc, valid desc, registry.compact_code(i.value) using ~<~, a.status = 'retired', i.id "
    "limit $2::bigint";

}  // namespace hatang::registry::sql
