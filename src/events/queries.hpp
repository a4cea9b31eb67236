// SQL of the outbox. Rows are kept 7 days: a client that was away longer takes a fresh snapshot.
#pragma once

#include "db/query.hpp"

namespace hatang::events::sql {

inline constexpr db::Query emit{"events.emit", R"(
with written as (
    insert into events.outbox (topic, key, payload) values ($1, $2, $3::jsonb) returning id
)
select pg_notify('hatang_event', '') from written)"};

// New rows and late ones, in one snapshot whose bounds come along even when there are no rows.
inline constexpr db::Query read{"events.read", R"(
select s.xmin, s.xmax, o.id, o.topic, o.key, o.payload, o.at
from (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xmin,
             pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax) s
left join events.outbox o on o.id > $1 or o.id = any($2)
order by o.id
limit $3)"};

inline constexpr db::Query newest{"events.newest", R"(
select s.xmax, o.id
from (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xmax) s
left join (select id from events.outbox order by id desc limit $1) o on true
order by o.id)"};

inline constexpr db::Query since{"events.since", R"(
select id, topic, key, payload, at from events.outbox
where id > $1 and id <= $2 and id <> all($3)
order by id
limit $4)"};

inline constexpr db::Query oldest{"events.oldest", "select min(id) as id from events.outbox"};

inline constexpr db::Query purge{"events.purge", R"(
delete from events.outbox
where id in (select id from events.outbox where at < now() - interval '7 days' order by id limit $1))"};

}  // namespace hatang::events::sql
