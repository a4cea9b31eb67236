#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

// -- refused sign-ins since the hour of $1
inline constexpr db::Query refusals_by_hour{
    "security.refusals_by_hour",
    "select h as at, coalesce(sum(r.count), 0)::bigint as count "
    "from generate_series(date_trunc('hour', $1::timestamptz), date_trunc('hour', $2::timestamptz), '1 "
    "hour') h "
    "left join security.sign_in_refusal r on r.hour = h group by h order by h"};
inline constexpr db::Query refusals_by_account{
    "security.refusals_by_account",
    "select r.account_id, a.name, sum(r.count)::bigint as count, max(r.last_at) as last_at "
    "from security.sign_in_refusal r left join security.account a on a.id = r.account_id "
    "where r.hour >= date_trunc('hour', $1::timestamptz) group by 1, 2 order by 3 desc, 1 limit $2"};
inline constexpr db::Query refusals_by_address{
    "security.refusals_by_address",
    "select address, sum(count)::bigint as count, max(last_at) as last_at from security.sign_in_refusal "
    "where hour >= date_trunc('hour', $1::timestamptz) group by 1 order by 2 desc, 1 limit $2"};

inline constexpr db::Query locked_accounts{
    "security.locked_accounts",
    "select a.id, a.name, a.full_name, max(f.locked_until) as locked_until "
    "from security.sign_in_failure f join security.account a on a.id = f.account_id "
    "where f.locked_until > $1 group by a.id order by 4 desc, 1 limit $2"};

// -- unusual access since $1; $2: how far back counts as seen before; $3: how many
#define HATANG_SIGN_INS "security.audit_log s where s.action = 'session.create'"
inline constexpr db::Query new_addresses{
    "security.new_addresses",
    "select l.user_id, l.user_name, l.address, min(l.at) as at from security.audit_log l "
    "where l.action = 'session.create' and l.at >= $1 and l.user_id is not null "
    "  and not exists (select from " HATANG_SIGN_INS
    "    and s.user_id = l.user_id and s.address = l.address and s.at >= $2 and s.at < $1) "
    "  and exists (select from " HATANG_SIGN_INS
    "    and s.user_id = l.user_id and s.at >= $2 and s.at < l.at and s.address <> l.address) "
    "group by 1, 2, 3 order by 4 desc limit $3"};
inline constexpr db::Query unusual_devices{
    "security.unusual_devices",
    "select d.account_id as user_id, a.name as user_name, d.name, d.first_seen_at as at "
    "from security.device d join security.account a on a.id = d.account_id "
    "where d.first_seen_at >= $1 and exists (select from security.device e where e.account_id = d.account_id "
    "  and e.first_seen_at < d.first_seen_at and e.last_seen_at >= $2) "
    "order by d.first_seen_at desc limit $3"};
// $4, $5: the night, in hours of Hà Nội.
#define HATANG_AT_NIGHT(at)                       \
    "(extract(hour from " at                      \
    " at time zone 'Asia/Ho_Chi_Minh') >= $4 or " \
    "extract(hour from " at " at time zone 'Asia/Ho_Chi_Minh') < $5)"
inline constexpr db::Query night_sign_ins{
    "security.night_sign_ins",
    "select l.user_id, l.user_name, min(l.at) as at from security.audit_log l "
    "where l.action = 'session.create' and l.at >= $1 and l.user_id is not null and " HATANG_AT_NIGHT("l.at")
    "  and exists (select from " HATANG_SIGN_INS " and s.user_id = l.user_id and s.at >= $2 and s.at < l.at) "
    "  and not exists (select from " HATANG_SIGN_INS
    "    and s.user_id = l.user_id and s.at >= $2 and s.at < $1 and " HATANG_AT_NIGHT("s.at") ") "
    "group by 1, 2 order by 3 desc limit $3"};
#undef HATANG_AT_NIGHT
#undef HATANG_SIGN_INS
// $2: reads of an hour that are many.
inline constexpr db::Query restricted_reads{
    "security.restricted_reads",
    "select user_id, user_name, date_trunc('hour', at) as at, "
    "  sum(case when jsonb_typeof(after -> 'ids') = 'array' then jsonb_array_length(after -> 'ids') else 1 "
    "end)::bigint as reads "
    "from security.audit_log where action like '%.read\\_restricted' and at >= $1 and user_id is not null "
    "group by 1, 2, 3 having sum(case when jsonb_typeof(after -> 'ids') = 'array' "
    "  then jsonb_array_length(after -> 'ids') else 1 end) >= $2 order by 3 desc limit $3"};

// The same words as the index audit_log_rights.
inline constexpr db::Query rights_changes{
    "security.rights_changes",
    "select id, at, user_name, action, entity, entity_id, reason from security.audit_log "
    "where entity in ('grant', 'delegation', 'approval', 'user', 'credential', 'policy') and at >= $1 "
    "order by at desc, id desc limit $2"};

inline constexpr db::Query new_devices{
    "security.new_devices",
    "select d.account_id, a.name as user_name, d.name, d.address, d.first_seen_at "
    "from security.device d join security.account a on a.id = d.account_id "
    "where d.first_seen_at >= $1 order by d.first_seen_at desc limit $2"};

// -- facts of the findings. $1 now, $2 roles of administrators, $3 idle since, $4 months of a password, $5
// months of a review.
inline constexpr db::Query watch_facts{
    "security.watch_facts",
    "with administrator as (select distinct a.id, a.password_changed_at from security.account a "
    "    join security.role_grant g on g.account_id = a.id and g.ended_at is null "
    "    where a.enabled and a.kind = 'person' and g.role_key = any($2) and security.grant_holds(g, $1)), "
    "  breach as (select discovered_at from security.breach "
    "    where authority_notified_at is null and closed_at is null) "
    "select "
    "  (select count(*) from administrator m where not exists (select from security.factor f "
    "    where f.account_id = m.id and f.confirmed_at is not null)) as administrators_without_factor, "
    "  (select count(*) from administrator where password_changed_at + $4 * interval '1 month' <= $1) "
    "    as passwords_due, "
    "  (select count(*) from security.account a where a.enabled and a.kind = 'person' "
    "    and greatest(a.created_at, a.enabled_at, a.last_sign_in_at) <= $3 and not exists (select from "
    "    security.session s where s.account_id = a.id and s.last_seen_at > $3)) as idle_accounts, "
    "  (select count(*) from security.account a where a.enabled and coalesce((select max(v.decided_at) "
    "    from security.rights_review v where v.account_id = a.id), a.created_at) + $5 * interval '1 month' "
    "    <= $1) as reviews_due, "
    "  (select count(*) from breach) as breaches_open, "
    "  (select min(discovered_at) from breach) as breach_discovered_at"};

// -- files
inline constexpr db::Query manifest{
    "security.manifest",
    "select path, sha256 from security.file_manifest where node = $1 and version = $2 order by path"};
inline constexpr db::Query forget_manifest{
    "security.forget_manifest", "delete from security.file_manifest where node = $1 and version = $2"};
// $3, $4 in step: paths and hashes.
inline constexpr db::Query keep_manifest{
    "security.keep_manifest",
    "insert into security.file_manifest (node, version, path, sha256, taken_at) "
    "select $1, $2, f.path, f.sha256, $5 from unnest($3::text[], $4::text[]) as f(path, sha256) "
    "on conflict (node, version, path) do update set sha256 = excluded.sha256, taken_at = excluded.taken_at"};

}  // namespace hatang::security::sql
