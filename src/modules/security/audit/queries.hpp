#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

#define HATANG_AUDIT_COLUMNS                                                                              \
    "l.id, l.at, l.user_id, l.user_name, l.address, l.action, l.entity, l.entity_id, l.before, l.after, " \
    "l.reason, l.request_id, l.mac"

// The transaction number first: the chainer relies on it to tell an id that is still to come from one that
// never will. before and after in the form in which they will be read back.
inline constexpr db::Query begin_audit{
    "security.begin_audit",
    "select pg_current_xact_id()::text as tx, nextval('security.audit_log_id_seq') as id, "
    "       $1::jsonb::text as before, $2::jsonb::text as after"};

inline constexpr db::Query insert_audit{
    "security.insert_audit",
    "insert into security.audit_log (id, at, user_id, user_name, address, action, entity, entity_id, before, "
    "                                after, reason, request_id, mac) overriding system value "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11, $12, $13)"};

// What a step needs to know, in one snapshot. $1: every row up to this id is linked; $2: seq of the head
// file.
inline constexpr db::Query audit_probe{"security.audit_probe", R"(
select pg_snapshot_xmin(s.snapshot)::text::bigint as xmin, pg_snapshot_xmax(s.snapshot)::text::bigint as xmax,
       (select max(id) from security.audit_log) as newest,
       (select l.id from security.audit_log l
        where l.id > $1 and not exists (
            select from security.audit_chain c where c.audit_id = l.id and c.audit_id > $1)
        order by l.id limit 1) as pending,
       (select hash from security.audit_chain where seq = $2) as head_hash,
       top.seq, top.audit_id, top.hash, top.mac, o.chain_id, o.adopted, o.public_key, o.made_at, seal.day
from (select pg_current_snapshot() as snapshot) s
left join (select * from security.audit_chain order by seq desc limit 1) top on true
left join security.audit_origin o on true
left join (select day::text as day from security.audit_seal order by security.audit_seal.day desc limit 1) seal on true)"};

// Of the nodes that share a database one links at a time.
inline constexpr db::Query audit_lock{"security.audit_lock",
                                      "select pg_try_advisory_xact_lock(4851001) as mine"};

inline constexpr db::Query audit_top{
    "security.audit_top", "select seq, audit_id, hash from security.audit_chain order by seq desc limit 1"};

inline constexpr db::Query audit_origin{
    "security.audit_origin", "select chain_id, adopted, public_key, made_at from security.audit_origin"};

inline constexpr db::Query insert_audit_origin{
    "security.insert_audit_origin",
    "insert into security.audit_origin (chain_id, adopted, public_key, made_at) "
    "select $1, count(*), $2, $3 from security.audit_log where mac is null "
    "returning chain_id, adopted, public_key, made_at"};

inline constexpr db::Query unlinked_audit{
    "security.unlinked_audit",
    "select " HATANG_AUDIT_COLUMNS
    " from security.audit_log l "
    "where l.id > $1 and not exists ("
    "    select from security.audit_chain c where c.audit_id = l.id and c.audit_id > $1) "
    "order by l.id limit $2"};

inline constexpr db::Query insert_links{
    "security.insert_links",
    "insert into security.audit_chain (seq, audit_id, hash, mac) "
    "select seq, audit_id, decode(hash, 'hex'), decode(mac, 'hex') "
    "from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) as link (seq, audit_id, hash, mac)"};

inline constexpr db::Query insert_seal{
    "security.insert_seal",
    "insert into security.audit_seal (day, previous, seq, audit_id, hash, settled_id, signed_at, signature) "
    "values ($1::date, $2::date, $3, $4, $5, $6, $7, $8)"};

// Ascending, after a day.
inline constexpr db::Query seals_after{
    "security.seals_after",
    "select day::text as day, previous::text as previous, seq, audit_id, hash, settled_id, signed_at, "
    "signature "
    "from security.audit_seal where day > $1::date order by security.audit_seal.day limit $2"};

inline constexpr db::Query newest_seal{
    "security.newest_seal",
    "select day::text as day, previous::text as previous, seq, audit_id, hash, settled_id, signed_at, "
    "signature "
    "from security.audit_seal order by security.audit_seal.day desc limit $1"};

// Links with their rows, in the order of seq.
inline constexpr db::Query linked_audit{
    "security.linked_audit",
    "select c.seq, c.audit_id, c.hash, c.mac as link_mac, " HATANG_AUDIT_COLUMNS
    " from security.audit_chain c left join security.audit_log l on l.id = c.audit_id "
    "where c.seq > $1 and c.seq <= $2 order by c.seq limit $3"};

// Rows without a link, of a range of ids.
inline constexpr db::Query unlinked_range{"security.unlinked_range",
                                          "select " HATANG_AUDIT_COLUMNS
                                          " from security.audit_log l "
                                          "where l.id > $1 and l.id <= $2 and not exists ("
                                          "    select from security.audit_chain c where c.audit_id = l.id "
                                          "and c.audit_id > $1 and c.audit_id <= $2) "
                                          "order by l.id limit $3"};

inline constexpr db::Query audit_extent{"security.audit_extent",
                                        "select (select min(id) from security.audit_log) as first_id, "
                                        "(select max(id) from security.audit_log) as "
                                        "last_id"};

// The lease of the one node that sends, in microseconds: taken when nobody holds it, lengthened by its
// holder.
inline constexpr db::Query hold_siem{
    "security.hold_siem",
    "insert into security.siem_cursor as c (target, holder, held_until) "
    "values ($1, $2, now() + $3 * interval '1 microsecond') "
    "on conflict (target) do update set holder = excluded.holder, held_until = excluded.held_until "
    "where c.holder = excluded.holder or c.held_until < now() "
    "returning seq"};
inline constexpr db::Query siem_seq{"security.siem_seq",
                                    "select seq from security.siem_cursor where target = $1"};
inline constexpr db::Query move_siem{
    "security.move_siem",
    "update security.siem_cursor set seq = $3, held_until = now() + $4 * interval '1 microsecond' "
    "where target = $1 and holder = $2"};
inline constexpr db::Query leave_siem{
    "security.leave_siem",
    "update security.siem_cursor set held_until = now() where target = $1 and holder = $2"};

#define HATANG_AUDIT_FILTER                                                                                \
    "where l.id > $1 and l.id < $2 and ($3::text is null or l.user_name = $3) "                            \
    "  and ($4::text is null or l.action = $4) and ($5::text is null or l.action like $5) "                \
    "  and ($6::text is null or l.entity = $6) and ($7::text is null or l.address = $7) "                  \
    "  and ($8::bigint is null or l.entity_id = $8) and ($9::bigint is null or l.user_id = $9) "           \
    "  and ($10::timestamptz is null or l.at >= $10) and ($11::timestamptz is null or l.at < $11) "        \
    "  and ($12::text is null or strpos(lower(concat_ws(' ', l.user_name, l.address, l.action, l.entity, " \
    "       l.entity_id, l.reason, l.request_id, l.before, l.after)), lower($12)) > 0) "

inline constexpr db::Query audit_page{"security.audit_page", "select " HATANG_AUDIT_COLUMNS
                                                             " from security.audit_log l " HATANG_AUDIT_FILTER
                                                             "order by l.id desc limit $13"};
inline constexpr db::Query audit_page_up{
    "security.audit_page_up", "select " HATANG_AUDIT_COLUMNS " from security.audit_log l " HATANG_AUDIT_FILTER
                              "order by l.id limit $13"};

}  // namespace hatang::security::sql
