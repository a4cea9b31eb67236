#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

// -- judging; each statement finds one kind. Retired works are history, wards are no works.
#define HATANG_JUDGED "a.status <> 'retired' and a.class_key <> 'ward'"

inline constexpr db::Query forget_findings{"registry.quality.forget", "delete from registry.quality_finding"};
inline constexpr db::Query judge_missing{
    "registry.quality.missing",
    "with wanted as materialized (select class_key, attribute from registry.wanted_attribute) "
    "insert into registry.quality_finding (asset_id, kind, version, amount, detail) "
    "select a.id, 'missing', a.version, count(*), jsonb_build_object('attributes', jsonb_agg(w.attribute "
    "order by w.attribute)) from registry.asset a join wanted w on w.class_key = a.class_key "
    "where " HATANG_JUDGED " and coalesce(a.attributes ->> w.attribute, '') = '' group by a.id"};
inline constexpr db::Query judge_no_geometry{
    "registry.quality.no_geometry",
    "insert into registry.quality_finding (asset_id, kind, version) select a.id, 'no_geometry', a.version "
    "from registry.asset a where " HATANG_JUDGED " and a.geom is null"};
inline constexpr db::Query judge_geometry{
    "registry.quality.geometry",
    "insert into registry.quality_finding (asset_id, kind, version, detail) "
    "select id, 'geometry', version, jsonb_build_object('fault', fault) from (select a.id, a.version, case "
    "when not st_isvalid(a.geom) then 'invalid' "
    "when st_dimension(a.geom) = 1 and st_length(a.geom) = 0 then 'no_length' "
    "when st_dimension(a.geom) = 2 and st_area(a.geom) = 0 then 'no_area' "
    "when st_dimension(a.geom) = 1 and not st_issimple(a.geom) then 'crosses_itself' end as fault "
    "from registry.asset a where " HATANG_JUDGED " and a.geom is not null) judged where fault is not null"};
// Where no ward is known nothing lies outside of them.
inline constexpr db::Query judge_outside{
    "registry.quality.outside",
    "insert into registry.quality_finding (asset_id, kind, version) select a.id, 'outside', a.version "
    "from registry.asset a where " HATANG_JUDGED
    " and a.geom is not null and a.ward_code is null and exists (select from registry.ward_area)"};
// Works of one class with the same geometry, parts only when they share their name too: the pumps of a
// station stand at one point. Then points and areas of one class and name within five metres.
inline constexpr db::Query judge_same_geometry{
    "registry.quality.same_geometry",
    "insert into registry.quality_finding (asset_id, kind, version, detail) "
    "select id, 'duplicate', version, jsonb_build_object('with', case when id = first then second else first "
    "end, 'why', 'same_geometry') from (select a.id, a.version, "
    "min(a.id) over same as first, (array_agg(a.id) over (same order by a.id rows between unbounded "
    "preceding and unbounded following))[2] as second, count(*) over same as n "
    "from registry.asset a where " HATANG_JUDGED
    " and a.geom is not null window same as (partition by a.class_key, "
    "case a.level when 'work' then '' else a.name end, md5(st_asbinary(st_normalize(st_force2d(a.geom)))))) "
    "twins where n > 1"};
inline constexpr db::Query judge_same_name{
    "registry.quality.same_name",
    "insert into registry.quality_finding (asset_id, kind, version, detail) "
    "select a.id, 'duplicate', a.version, jsonb_build_object('with', min(b.id), 'why', 'same_name') "
    "from registry.asset a join registry.asset b on b.class_key = a.class_key and b.name = a.name "
    "and b.id <> a.id and b.status <> 'retired' and b.geom && st_expand(a.geom, 0.00005) "
    "and st_dwithin(a.geom, b.geom, 0.00005) "
    "where " HATANG_JUDGED
    " and st_dimension(a.geom) <> 1 group by a.id "
    "on conflict (kind, asset_id) do nothing"};
// A metre is 0.00001 degrees, near enough at this latitude.
inline constexpr std::string_view judge_pieces =
    "create temporary table quality_piece on commit drop as "
    "select id, version, network, line, piece, sum(line) over (partition by network, piece) as lines from ("
    "select a.id, a.version, n.network, (st_dimension(a.geom) = 1)::int as line, "
    "st_clusterdbscan(a.geom, 0.00001, 1) over (partition by n.network) as piece "
    "from registry.asset a join registry.quality_network n on n.class_key = a.class_key "
    "where " HATANG_JUDGED " and a.geom is not null) clustered";
inline constexpr db::Query judge_disconnected{
    "registry.quality.disconnected",
    "insert into registry.quality_finding (asset_id, kind, version, detail) "
    "select p.id, 'disconnected', p.version, jsonb_build_object('network', p.network, 'lines', p.lines) "
    "from quality_piece p join (select network, max(lines) as most from quality_piece group by network) m "
    "using (network) where p.line = 1 and p.lines < least(m.most, $1::bigint)"};
inline constexpr db::Query count_pieces{
    "registry.quality.count_pieces",
    "select coalesce(jsonb_agg(jsonb_build_object('network', network, 'lines', lines, 'pieces', pieces, "
    "'loose', loose) order by network), '[]')::text as pieces from (select q.network, sum(q.line) as lines, "
    "count(distinct q.piece) filter (where q.line = 1) as pieces, count(distinct q.piece) filter (where "
    "q.line = 1 and q.lines < least(m.most, $1::bigint)) as loose from quality_piece q join (select network, "
    "max(lines) as most from quality_piece group by network) m using (network) group by q.network "
    "having sum(q.line) > 0) counted"};
inline constexpr db::Query judge_no_owner{
    "registry.quality.no_owner",
    "insert into registry.quality_finding (asset_id, kind, version) select a.id, 'no_owner', a.version "
    "from registry.asset a where " HATANG_JUDGED " and a.owner_id is null"};
inline constexpr db::Query judge_no_code{
    "registry.quality.no_code",
    "insert into registry.quality_finding (asset_id, kind, version) select a.id, 'no_code', a.version "
    "from registry.asset a where " HATANG_JUDGED
    " and not exists (select from registry.city_code c where c.asset_id = a.id) and not exists (select from "
    "registry.identifier i where i.asset_id = a.id and i.kind = 'national' and daterange(i.valid_from, "
    "i.valid_to, '[]') @> current_date)"};
inline constexpr db::Query end_judgement{
    "registry.quality.end",
    "insert into registry.quality_run (started_at, finished_at, assets, pieces) values ($1, $2, (select "
    "count(*) from registry.asset a where " HATANG_JUDGED "), $3::jsonb) returning id, assets"};

// -- reading
inline constexpr db::Query last_run{
    "registry.quality.last_run",
    "select started_at, finished_at, assets, pieces::text as pieces from registry.quality_run "
    "order by id desc limit 1"};
inline constexpr db::Query open_job{
    "registry.quality.open_job",
    "select id, percent from jobs.job where kind = 'quality' and state in ('queued', 'running') order by id "
    "limit 1"};

// Figures over everything, domains, wards, owners, and wards of a domain; the reader's condition follows.
// The groups tell themselves apart by grouping(): bits from the left: domain, ward_code, owner_id.
inline constexpr std::string_view count_assets_before =
    "with wanted as materialized (select class_key, count(*)::bigint as n from registry.wanted_attribute "
    "group by class_key) select grouping(a.domain, a.ward_code, a.owner_id)::bigint as grouped, a.domain, "
    "a.ward_code, a.owner_id, count(*) as assets, count(w.n) as judged, coalesce(sum(w.n), 0)::bigint as "
    "wanted "
    "from registry.asset a left join wanted w on w.class_key = a.class_key where " HATANG_JUDGED " and ";
inline constexpr std::string_view count_assets_after =
    " group by grouping sets ((), (a.domain), (a.ward_code), (a.owner_id), (a.domain, a.ward_code))";
inline constexpr std::string_view count_findings_before =
    "select grouping(a.domain, a.ward_code, a.owner_id)::bigint as grouped, a.domain, a.ward_code, "
    "a.owner_id, "
    "f.kind, count(*) as n, sum(f.amount)::bigint as amount from registry.quality_finding f "
    "join registry.asset a on a.id = f.asset_id and a.version = f.version where a.status <> 'retired' and ";
inline constexpr std::string_view count_findings_after =
    " group by grouping sets ((f.kind), (f.kind, a.domain), (f.kind, a.ward_code), (f.kind, a.owner_id))";
inline constexpr db::Query known_wards{
    "registry.quality.known_wards",
    "select coalesce(array_agg(code order by code), '{}') as codes from catalogue_api.ward where "
    "valid_from <= current_date and coalesce(valid_to > current_date, true)"};
inline constexpr db::Query organisation_names{
    "registry.quality.organisations",
    "select id, name from security_api.organisation where id = any($1::bigint[])"};

// Why each of a page of assets is on its list.
inline constexpr db::Query findings_of{
    "registry.quality.findings_of",
    "select f.asset_id, f.kind, f.detail::text as detail from registry.quality_finding f join "
    "registry.asset a on a.id = f.asset_id and a.version = f.version where f.asset_id = $1 order by f.kind"};

}  // namespace hatang::registry::sql
