// The statements of the storage. How several servers share the tables: docs/internals/observation-storage.md,
// section 2.
#pragma once

#include "db/query.hpp"

namespace hatang::telemetry::sql {

// Renews the lease on sealing that has epoch $1, or takes one that has run out, under the next epoch. No row:
// it is another server's.
inline constexpr db::Query keep_lease{
    "telemetry.keep_lease",
    "update telemetry.writer set epoch = case when epoch = $1 then epoch else epoch + 1 end, "
    "lease_until = clock_timestamp() + interval '6 s' "
    "where epoch = $1 or lease_until < clock_timestamp() returning epoch"};
inline constexpr db::Query leave_lease{
    "telemetry.leave_lease", "update telemetry.writer set lease_until = '-infinity' where epoch = $1"};
// The first statement of every transaction that changes chunks: one after the other, by the lock of the row.
// No row: another server has changed chunks behind change $1, or has the lease (nothing: whoever). A server
// that sleeps in the middle is cut off.
inline constexpr db::Query record_change{
    "telemetry.record_change",
    "with fence as (update telemetry.writer set changes = changes + 1, "
    "amended = case when $4 then changes + 1 else amended end, "
    "lease_until = case when $2::bigint is null then lease_until else clock_timestamp() + interval '6 s' end "
    "where changes = coalesce($1::bigint, changes) and epoch = coalesce($2::bigint, epoch) returning "
    "changes), "
    "old as (delete from telemetry.change c using fence where c.no <= fence.changes - 1000) "
    "insert into telemetry.change (no, datastreams, amended) select changes, $3::bigint[], $4::boolean from "
    "fence "
    "where set_config('idle_in_transaction_session_timeout', '10000', true) <> '' returning no"};
// Waits until every transaction that changes chunks has ended.
inline constexpr db::Query settle{"telemetry.settle", "select epoch from telemetry.writer for update"};
inline constexpr db::Query changes_after{
    "telemetry.changes_after",
    "select no, datastreams, amended from telemetry.change where no > $1 order by no"};

// A batch is taken behind the one before it, as long as no reading was corrected or removed behind change $4.
// Held `for key share`, the one before cannot go meanwhile; so no number is ever given twice, however late a
// statement that nobody waits for any more comes to run.
inline constexpr db::Query insert_batch{"telemetry.insert_batch",
                                        "insert into telemetry.batch (id, count, payload) "
                                        "select $1, $2::int, $3 from telemetry.batch b, telemetry.writer w "
                                        "where b.id = $1 - 1 and w.amended = $4 "
                                        "for key share of b returning id"};
// The same with features of some of its readings (datastreams $5, times $6, features $7). Each reading is
// new, so what may stand there is left over.
inline constexpr db::Query insert_batch_of_features{
    "telemetry.insert_batch_of_features",
    "with made as (insert into telemetry.batch (id, count, payload) "
    "select $1, $2::int, $3 from telemetry.batch b, telemetry.writer w "
    "where b.id = $1 - 1 and w.amended = $4 for key share of b returning id), "
    "named as (insert into telemetry.reading_feature (datastream_id, t, feature_id) "
    "select k.* from made, unnest($5, $6, $7) as k(datastream_id, t, feature_id) "
    "on conflict (datastream_id, t) do update set feature_id = excluded.feature_id), "
    "listed as (insert into telemetry.stream_feature (datastream_id, feature_id) "
    "select distinct k.datastream_id, k.feature_id from made, unnest($5, $6, $7) as k(datastream_id, t, "
    "feature_id) on conflict do nothing) select id from made"};
// Those before $1, without the newest $2.
inline constexpr db::Query delete_batches{
    "telemetry.delete_batches",
    "delete from telemetry.batch where id < $1 and id <= (select max(id) from telemetry.batch) - $2"};
inline constexpr db::Query log_end{
    "telemetry.log_end",
    "select (select max(id) from telemetry.batch) as newest, changes, amended from telemetry.writer"};
inline constexpr db::Query batches_after{
    "telemetry.batches_after", "select id, payload from telemetry.batch where id > $1 order by id limit $2"};
inline constexpr db::Query all_sealed{"telemetry.all_sealed",
                                      "select datastream_id, through_batch, last_t, last_value, "
                                      "last_quality, tail_t0, tail_n, first_t, removed_before "
                                      "from telemetry.sealed"};
inline constexpr db::Query sealed_of{"telemetry.sealed_of",
                                     "select datastream_id, through_batch, last_t, last_value, "
                                     "last_quality, tail_t0, tail_n, first_t, removed_before "
                                     "from telemetry.sealed where "
                                     "datastream_id = any($1)"};
inline constexpr db::Query sealed_through{
    "telemetry.sealed_through", "select through_batch from telemetry.sealed where datastream_id = $1"};

// Where other nodes hold chunks (distribute.hpp) a commit is seen here a moment before it is seen there. The
// changes that were seen are there too when this has been waited for: a transaction lets go of its tables at
// its very end.
inline constexpr db::Query await_nodes{"telemetry.await_nodes", "lock table telemetry.change in share mode"};
// What concerns one table on one node is committed there first: were we lost in that moment, it would be
// sealed and nobody knew. What concerns all nodes, though it finds nothing, is committed in two phases.
inline constexpr db::Query concern_nodes{"telemetry.concern_nodes",
                                         "delete from telemetry.sealed where datastream_id < 0"};

inline constexpr db::Query say{"telemetry.say", "select pg_notify('hatang_batch', $1)"};

#define HATANG_STREAMS                                                                                     \
    "select d.id, d.sensor_id, s.asset_id, d.name, d.property, d.unit, d.interval_s, d.least, d.most, "    \
    "d.decimals, d.rollup_from_s, k.readings_days, k.rollup_days, d.result_type, d.feature_id, "           \
    "array(select part_id from "                                                                           \
    "telemetry.datastream_part p "                                                                         \
    "where p.datastream_id = d.id order by p.position) as parts, a.owner_id, a.operator_id, a.ward_code, " \
    "a.domain, "                                                                                           \
    "a.class_key, "                                                                                        \
    "a.sensitivity from telemetry.datastream d join telemetry.sensor s on s.id = d.sensor_id "             \
    "left join registry_api.asset a on a.id = s.asset_id "                                                 \
    "left join telemetry.retention k on k.property = d.property "
inline constexpr db::Query streams{"telemetry.streams", HATANG_STREAMS};
inline constexpr db::Query streams_of{
    "telemetry.streams_of",
    HATANG_STREAMS "where d.id = any($1) or d.sensor_id = any($2) or s.asset_id = any($3)"};
#undef HATANG_STREAMS

// Chunks that overlap any of the ranges; one that overlaps two may come twice. Where arrays meet a table that
// Citus distributes they are materialized: joined directly, it takes all of them for the type of the first.
inline constexpr db::Query chunks_of_ranges{
    "telemetry.chunks_of_ranges",
    "with r as materialized (select * from unnest($1, $2, $3) as a(id, least, most)) "
    "select c.datastream_id, c.payload from r join telemetry.chunk c on c.datastream_id = r.id and c.t1 >= "
    "r.least and c.t0 <= r.most"};
inline constexpr db::Query take_tails{
    "telemetry.take_tails",
    "with k as materialized (select * from unnest($1, $2, $3) as a(id, t1, t0)) "
    "delete from telemetry.chunk c using k where c.datastream_id = k.id and c.t1 = k.t1 and c.t0 = k.t0 "
    "returning c.datastream_id, c.payload"};
inline constexpr db::Query copy_chunks{
    "telemetry.copy_chunks",
    "copy telemetry.chunk (datastream_id, t0, t1, n, vmin, vmax, vsum, vfirst, vlast, payload) "
    "from stdin (format binary)"};
inline constexpr db::Query upsert_sealed{
    "telemetry.upsert_sealed",
    "insert into telemetry.sealed (datastream_id, through_batch, last_t, last_value, last_quality, tail_t0, "
    "tail_n, first_t) select id, through, t, value, quality::smallint, tail_t0, tail_n::int, "
    "first_t "
    "from unnest($1, $2, $3, $4, $5, $6, $7, $8) as s(id, through, t, value, quality, tail_t0, tail_n, "
    "first_t) "
    "on conflict (datastream_id) do update set through_batch = excluded.through_batch, last_t = "
    "excluded.last_t, "
    "last_value = excluded.last_value, last_quality = excluded.last_quality, tail_t0 = excluded.tail_t0, "
    "tail_n = excluded.tail_n, first_t = least(telemetry.sealed.first_t, excluded.first_t)"};

// NaN stands for "no minimum": a bucket of bad readings only.
#define HATANG_ADD_ROLLUP(table)                                                                    \
    "insert into telemetry." table                                                                  \
    " as r select id, bucket, n, n_bad, nullif(least, 'NaN'), nullif(most, 'NaN'), total "          \
    "from unnest($1, $2, $3, $4, $5, $6, $7) as a(id, bucket, n, n_bad, least, most, total) "       \
    "on conflict (datastream_id, bucket) do update set n = r.n + excluded.n, n_bad = r.n_bad + "    \
    "excluded.n_bad, "                                                                              \
    "vmin = least(r.vmin, excluded.vmin), vmax = greatest(r.vmax, excluded.vmax), vsum = r.vsum + " \
    "excluded.vsum"
#define HATANG_REMOVE_ROLLUP(table) "delete from telemetry." table " where datastream_id = $1 and bucket = $2"
// A bucket from those of the finer level, which it is made of.
#define HATANG_GATHER_ROLLUP(table, finer)                                                      \
    "insert into telemetry." table                                                              \
    " select $1, $2, sum(n), sum(n_bad), min(vmin), max(vmax), sum(vsum) from telemetry." finer \
    " where datastream_id = $1 and bucket >= $2 and bucket < $3 having count(*) > 0"
#define HATANG_TRIM_ROLLUP(table)                                                                \
    "with gone as (delete from telemetry." table " r using (select bucket from telemetry." table \
    " where datastream_id = $1 and bucket < $2 order by bucket limit $3) old "                   \
    "where r.datastream_id = $1 and r.bucket = old.bucket returning 1) select count(*) as n from gone"
#define HATANG_READ_ROLLUP(table)                                     \
    "select bucket, n, n_bad, vmin, vmax, vsum from telemetry." table \
    " where datastream_id = $1 and bucket >= $2 and bucket < $3"

struct RollupLevel {
    std::int64_t width_us;
    db::Query add, read, remove, trim, gather;  // `gather` of the finest level is empty
};
// Finest first.
inline constexpr RollupLevel rollup_levels[] = {
    {kMinute,
     {"telemetry.add_rollup_1m", HATANG_ADD_ROLLUP("rollup_1m")},
     {"telemetry.rollup_1m", HATANG_READ_ROLLUP("rollup_1m")},
     {"telemetry.remove_rollup_1m", HATANG_REMOVE_ROLLUP("rollup_1m")},
     {"telemetry.trim_rollup_1m", HATANG_TRIM_ROLLUP("rollup_1m")},
     {}},
    {15 * kMinute,
     {"telemetry.add_rollup_15m", HATANG_ADD_ROLLUP("rollup_15m")},
     {"telemetry.rollup_15m", HATANG_READ_ROLLUP("rollup_15m")},
     {"telemetry.remove_rollup_15m", HATANG_REMOVE_ROLLUP("rollup_15m")},
     {"telemetry.trim_rollup_15m", HATANG_TRIM_ROLLUP("rollup_15m")},
     {"telemetry.gather_rollup_15m", HATANG_GATHER_ROLLUP("rollup_15m", "rollup_1m")}},
    {kHour,
     {"telemetry.add_rollup_1h", HATANG_ADD_ROLLUP("rollup_1h")},
     {"telemetry.rollup_1h", HATANG_READ_ROLLUP("rollup_1h")},
     {"telemetry.remove_rollup_1h", HATANG_REMOVE_ROLLUP("rollup_1h")},
     {"telemetry.trim_rollup_1h", HATANG_TRIM_ROLLUP("rollup_1h")},
     {"telemetry.gather_rollup_1h", HATANG_GATHER_ROLLUP("rollup_1h", "rollup_15m")}},
    {kDay,
     {"telemetry.add_rollup_1d", HATANG_ADD_ROLLUP("rollup_1d")},
     {"telemetry.rollup_1d", HATANG_READ_ROLLUP("rollup_1d")},
     {"telemetry.remove_rollup_1d", HATANG_REMOVE_ROLLUP("rollup_1d")},
     {"telemetry.trim_rollup_1d", HATANG_TRIM_ROLLUP("rollup_1d")},
     {"telemetry.gather_rollup_1d", HATANG_GATHER_ROLLUP("rollup_1d", "rollup_1h")}},
};
#undef HATANG_ADD_ROLLUP
#undef HATANG_READ_ROLLUP
#undef HATANG_TRIM_ROLLUP
#undef HATANG_REMOVE_ROLLUP
#undef HATANG_GATHER_ROLLUP

// -- changing what is in chunks (amend.hpp)
inline constexpr db::Query chunks_at{
    "telemetry.chunks_at",
    "select t0, t1, payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $2"};
inline constexpr db::Query chunks_within{
    "telemetry.chunks_within",
    "select payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 < $3"};
inline constexpr db::Query remove_chunk{
    "telemetry.remove_chunk", "delete from telemetry.chunk where datastream_id = $1 and t1 = $2 and t0 = $3"};
inline constexpr db::Query newest_chunk{"telemetry.newest_chunk",
                                        "select t0, n, payload from telemetry.chunk where datastream_id = $1 "
                                        "order by t1 desc, t0 desc limit 1"};
inline constexpr db::Query update_sealed{
    "telemetry.update_sealed",
    "update telemetry.sealed set last_t = $2, last_value = $3, last_quality = $4::smallint, tail_t0 = $5, "
    "tail_n = $6::int, first_t = (select min(t0) from telemetry.chunk where datastream_id = $1) "
    "where datastream_id = $1"};
// Until its batches are gone the mark of an emptied stream says that they are not to be read again.
inline constexpr db::Query empty_sealed{
    "telemetry.empty_sealed",
    "update telemetry.sealed set last_t = null, last_value = null, last_quality = null, tail_t0 = null, "
    "tail_n = 0, first_t = null where datastream_id = $1"};
inline constexpr db::Query erase_readings[] = {
    {"telemetry.erase_chunks", "delete from telemetry.chunk where datastream_id = $1"},
    {"telemetry.erase_1m", "delete from telemetry.rollup_1m where datastream_id = $1"},
    {"telemetry.erase_15m", "delete from telemetry.rollup_15m where datastream_id = $1"},
    {"telemetry.erase_1h", "delete from telemetry.rollup_1h where datastream_id = $1"},
    {"telemetry.erase_1d", "delete from telemetry.rollup_1d where datastream_id = $1"},
    {"telemetry.erase_terms", "delete from telemetry.term where datastream_id = $1"},
    {"telemetry.erase_sealed", "delete from telemetry.sealed where datastream_id = $1"}};

// -- removing what is kept no longer (retention.cpp)
inline constexpr db::Query remove_old_chunks{"telemetry.remove_old_chunks",
                                             "with gone as (delete from telemetry.chunk c using (select t1, "
                                             "t0 from telemetry.chunk where datastream_id = "
                                             "$1 and t1 < $2 order by t1, t0 limit $3) old where "
                                             "c.datastream_id = $1 and c.t1 = old.t1 and c.t0 = old.t0 "
                                             "returning 1) select count(*) as n from gone"};
inline constexpr db::Query mark_removed{
    "telemetry.mark_removed",
    "update telemetry.sealed set removed_before = greatest(removed_before, $2) where datastream_id = $1"};

inline constexpr db::Query trim_features{
    "telemetry.trim_features", "delete from telemetry.reading_feature where datastream_id = $1 and t < $2"};

// -- reading a series, all in one snapshot
inline constexpr db::Query one_snapshot{"telemetry.one_snapshot",
                                        "set transaction isolation level repeatable read, read only"};
inline constexpr db::Query chunks_between{
    "telemetry.chunks_between",
    "select t0, t1, payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $3 "
    "and (t1, t0) > ($4, $5) order by t1, t0 limit $6"};
// Where the page ends that begins at $2: with the $4th chunk after that time; no row when fewer are left.
inline constexpr db::Query page_end{
    "telemetry.page_end",
    "select t1 from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $3 "
    "order by t1, t0 offset $4 limit 1"};
inline constexpr db::Query page_chunks{
    "telemetry.page_chunks",
    "select n, payload from telemetry.chunk where datastream_id = $1 and t1 >= $2 and t0 <= $3 "
    "order by t1, t0"};

}  // namespace hatang::telemetry::sql
