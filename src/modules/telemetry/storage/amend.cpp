#include "telemetry/storage/amend.hpp"

#include <algorithm>

#include "telemetry/storage/codec.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/seal.hpp"

namespace hatang::telemetry {
namespace {

std::vector<Point> points_of(std::string_view payload) {
    std::vector<Point> out;
    (void)decode_chunk(payload, out).value();
    return out;
}

task<void> write_chunk(db::Session& tx, std::int64_t id, const std::vector<Point>& points) {
    std::vector<SealedHead> one(1);
    one.front().datastream_id = id;
    one.front().chunks.push_back(chunk_of(points));
    std::string rows = chunk_rows(one).take();
    co_await tx.copy_in(sql::copy_chunks, std::move(rows));
}

// Roll-ups before this time hold readings that have been removed since: they stay.
task<std::int64_t> removed_before(db::Session& tx, std::int64_t id) {
    const std::vector<std::int64_t> ids{id};
    const db::Rows rows = co_await tx.run(sql::sealed_of, ids);
    const bool any = !rows.empty() && !rows.front().is_null("removed_before");
    co_return any ? rows.front().instant("removed_before").us : Stream::never_us;
}

// Of a bucket of the finest level that is kept, from the chunks; of the wider ones, from the finer level.
task<void> sum_up_again(Loop& loop, db::Session& tx, const Amendment& a) {
    bool finest = true;
    for (const sql::RollupLevel& level : sql::rollup_levels) {
        if (level.width_us < a.rollup_from_us) continue;
        const Instant begin{bucket_start(a.t_us, level.width_us)}, end{begin.us + level.width_us};
        co_await tx.run(level.remove, a.datastream_id, begin);
        if (!finest) {
            co_await tx.run(level.gather, a.datastream_id, begin, end);
            continue;
        }
        finest = false;
        const db::Rows chunks = co_await tx.run(sql::chunks_within, a.datastream_id, begin, end);
        const Rollup sum = co_await loop.blocking([&chunks, begin, end] {
            Rollup out;
            for (const db::Row row : chunks)
                for (const Point& p : points_of(row.bytes("payload")))
                    if (p.t_us >= begin.us && p.t_us < end.us) out.add(p.value, p.quality);
            return out;
        });
        if (sum.n + sum.n_bad == 0) continue;
        const std::vector<std::int64_t> ids{a.datastream_id}, n{sum.n}, n_bad{sum.n_bad};
        const std::vector<Instant> buckets{begin};
        const std::vector<double> least{sum.least}, most{sum.most}, sums{sum.sum};
        co_await tx.run(level.add, ids, buckets, n, n_bad, least, most, sums);
    }
}

}  // namespace

task<void> mark_again(db::Session& tx, std::int64_t id) {
    const db::Rows rows = co_await tx.run(sql::newest_chunk, id);
    if (rows.empty()) {
        co_await tx.run(sql::empty_sealed, id);
        co_return;
    }
    const Point last = points_of(rows.front().bytes("payload")).back();
    co_await tx.run(sql::update_sealed, id, Instant{last.t_us}, last.value,
                    static_cast<std::int64_t>(last.quality), rows.front().instant("t0"),
                    rows.front().integer("n"));
}

task<bool> note_amended(db::Session& tx, std::int64_t datastream_id, std::optional<std::int64_t> epoch) {
    const std::optional<std::int64_t> behind_any;
    const std::vector<std::int64_t> ids{datastream_id};
    const db::Rows rows = co_await tx.run(sql::record_change, behind_any, epoch, ids, true);
    co_return !rows.empty();
}

task<bool> amend(Loop& loop, db::Session& tx, const Amendment& a) {
    co_await note_amended(tx, a.datastream_id);
    const std::int64_t removed_before_us = co_await removed_before(tx, a.datastream_id);
    const db::Rows chunks = co_await tx.run(sql::chunks_at, a.datastream_id, Instant{a.t_us});
    for (const db::Row row : chunks) {
        std::vector<Point> points = points_of(row.bytes("payload"));
        const auto at = std::lower_bound(points.begin(), points.end(), Point{a.t_us}, earlier);
        if (at == points.end() || at->t_us != a.t_us) continue;
        if (a.becomes)
            *at = *a.becomes;
        else
            points.erase(at);
        co_await tx.run(sql::remove_chunk, a.datastream_id, row.instant("t1"), row.instant("t0"));
        if (!points.empty()) co_await write_chunk(tx, a.datastream_id, points);
        if (a.t_us >= removed_before_us) co_await sum_up_again(loop, tx, a);
        co_await mark_again(tx, a.datastream_id);
        co_return true;
    }
    co_return false;
}

task<void> erase_readings(db::Session& tx, std::int64_t datastream_id) {
    co_await note_amended(tx, datastream_id);
    for (const db::Query& query : sql::erase_readings) co_await tx.run(query, datastream_id);
}

}  // namespace hatang::telemetry
