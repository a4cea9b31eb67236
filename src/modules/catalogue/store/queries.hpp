// One statement per table: the rows of the data files arrive as one JSON array and only what differs is
// written.
#pragma once

#include "db/query.hpp"

namespace hatang::catalogue::sql {

// Two programs that start at once must not write the same rows crosswise.
inline constexpr db::Query lock{"catalogue.lock",
                                "select pg_advisory_xact_lock(hashtext('catalogue.load'))::text as locked"};

inline constexpr db::Query loaded_hash{"catalogue.loaded_hash", "select hash from catalogue.loaded_data"};

inline constexpr db::Query remember_hash{
    "catalogue.remember_hash",
    "insert into catalogue.loaded_data (hash) values ($1) "
    "on conflict (only_row) do update set hash = excluded.hash, loaded_at = now()"};

inline constexpr db::Query upsert_domains{
    "catalogue.upsert_domains",
    "insert into catalogue.domain (key, position, name_vi, name_en, icon, hue, legal_basis, valid_from) "
    "select d.value->>'key', d.n, d.value->>'name_vi', d.value->>'name_en', d.value->>'icon', "
    "d.value->>'hue', "
    "       $1::jsonb->>'legal_basis', ($1::jsonb->>'valid_from')::date "
    "from jsonb_array_elements($1::jsonb->'domains') with ordinality as d(value, n) "
    "on conflict (key) do update set position = excluded.position, name_vi = excluded.name_vi, name_en = "
    "excluded.name_en, "
    "  icon = excluded.icon, hue = excluded.hue, legal_basis = excluded.legal_basis, valid_from = "
    "excluded.valid_from"};

inline constexpr db::Query upsert_classes{
    "catalogue.upsert_classes",
    "insert into catalogue.asset_class (key, valid_from, valid_to, domain, level, name_vi, name_en, "
    "type_code, geometry, grading, schema, least_zoom, legal_basis) "
    "select key, valid_from, valid_to, domain, level, name_vi, name_en, type_code, geometry, grading, "
    "schema, least_zoom, legal_basis "
    "from jsonb_to_recordset($1::jsonb) as r(key text, valid_from date, valid_to date, domain text, level "
    "text, name_vi text, name_en text, type_code text, geometry text[], grading text[], schema jsonb, "
    "least_zoom jsonb, legal_basis text) "
    "on conflict (key, valid_from) do update set valid_to = excluded.valid_to, domain = excluded.domain, "
    "  level = excluded.level, name_vi = excluded.name_vi, name_en = excluded.name_en, "
    "  type_code = excluded.type_code, geometry = excluded.geometry, grading = excluded.grading, "
    "  schema = excluded.schema, least_zoom = excluded.least_zoom, legal_basis = excluded.legal_basis"};

inline constexpr db::Query upsert_code_lists{
    "catalogue.upsert_code_lists",
    "insert into catalogue.code_list (key, name_vi, name_en, legal_basis, valid_from, valid_to) "
    "select key, name_vi, name_en, legal_basis, valid_from, valid_to "
    "from jsonb_to_recordset($1::jsonb->'code_lists') as r(key text, name_vi text, name_en text, legal_basis "
    "text, "
    "  valid_from date, valid_to date) "
    "on conflict (key) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, "
    "  legal_basis = excluded.legal_basis, valid_from = excluded.valid_from, valid_to = excluded.valid_to"};

inline constexpr db::Query upsert_codes{
    "catalogue.upsert_codes",
    "insert into catalogue.code (list_key, key, position, name_vi, name_en, legal_basis, valid_from, "
    "valid_to) "
    "select l.value->>'key', c.value->>'key', c.n, c.value->>'name_vi', c.value->>'name_en', "
    "l.value->>'legal_basis', "
    "       (l.value->>'valid_from')::date, (l.value->>'valid_to')::date "
    "from jsonb_array_elements($1::jsonb->'code_lists') as l(value), "
    "     jsonb_array_elements(l.value->'codes') with ordinality as c(value, n) "
    "on conflict (list_key, key, valid_from) do update set position = excluded.position, name_vi = "
    "excluded.name_vi, "
    "  name_en = excluded.name_en, legal_basis = excluded.legal_basis, valid_to = excluded.valid_to"};

inline constexpr db::Query upsert_wards{
    "catalogue.upsert_wards",
    "insert into catalogue.ward (code, valid_from, valid_to, name, name_en, kind, legal_basis) "
    "select w.value->>'code', ($1::jsonb->>'valid_from')::date, ($1::jsonb->>'valid_to')::date, "
    "w.value->>'name', "
    "       w.value->>'name_en', w.value->>'kind', $1::jsonb->>'legal_basis' "
    "from jsonb_array_elements($1::jsonb->'wards') as w(value) "
    "on conflict (code, valid_from) do update set valid_to = excluded.valid_to, name = excluded.name, "
    "  name_en = excluded.name_en, kind = excluded.kind, legal_basis = excluded.legal_basis"};

inline constexpr db::Query upsert_grading{
    "catalogue.upsert_grading",
    "insert into catalogue.grading_row (code, valid_from, valid_to, work_vi, work_en, criterion_vi, "
    "criterion_en, unit, "
    "                                   classes, importance, length_limit_m, legal_basis) "
    "select code, valid_from, valid_to, work_vi, work_en, criterion_vi, criterion_en, unit, classes, "
    "importance, "
    "       length_limit_m, legal_basis "
    "from jsonb_to_recordset($1::jsonb->'grading') as r(code text, valid_from date, valid_to date, work_vi "
    "text, "
    "  work_en text, criterion_vi text, criterion_en text, unit text, classes jsonb, importance jsonb, "
    "  length_limit_m float8, legal_basis text) "
    "on conflict (code, valid_from) do update set valid_to = excluded.valid_to, work_vi = excluded.work_vi, "
    "  work_en = excluded.work_en, criterion_vi = excluded.criterion_vi, criterion_en = "
    "excluded.criterion_en, "
    "  unit = excluded.unit, classes = excluded.classes, importance = excluded.importance, "
    "  length_limit_m = excluded.length_limit_m, legal_basis = excluded.legal_basis"};

}  // namespace hatang::catalogue::sql
