#include "telemetry/storage/sealer.hpp"

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/log.hpp"
#include "telemetry/storage/amend.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

// Another server has sealed or amended meanwhile, or has the lease.
struct OthersFirst : Error {
    OthersFirst() : Error(Code::unavailable, {}, {"another server was first"}) {}
};
[[noreturn]] void throw_no_tail() { throw Error(Code::damaged_data, {}, {"telemetry.sealed"}); }

// The open chunk of the stream grows by the head, when the head reaches to it.
bool joins_tail(const Stream& s) {
    return s.sealed_last && s.tail_n < open_chunk_points() && s.sealing->back().t_us >= s.tail_t0.us;
}

task<void> add_rollups(db::Session& tx, const std::vector<SealedHead>& sealed) {
    for (std::size_t level = 0; level < std::size(sql::rollup_levels); ++level) {
        std::vector<std::int64_t> ids, n, n_bad;
        std::vector<Instant> buckets;
        std::vector<double> least, most, sums;
        for (const SealedHead& head : sealed) {
            for (const auto& [start_us, rollup] : head.rollups[level]) {
                ids.push_back(head.datastream_id);
                buckets.push_back({start_us});
                n.push_back(rollup.n);
                n_bad.push_back(rollup.n_bad);
                least.push_back(rollup.least);
                most.push_back(rollup.most);
                sums.push_back(rollup.sum);
            }
        }
        if (!ids.empty())
            co_await tx.run(sql::rollup_levels[level].add, ids, buckets, n, n_bad, least, most, sums);
    }
}

// The chunk with the newest end, after the seal. Chunks of one head come by time, the newest last.
std::pair<std::int64_t, std::int64_t> tail_after(const Stream& s, const SealedHead& sealed) {
    const NewChunk& newest = sealed.chunks.back();
    if (s.sealed_last && newest.t1_us < s.sealed_last->t_us) return {s.tail_t0.us, s.tail_n};
    return {newest.t0_us, newest.n};
}

task<void> mark_sealed(db::Session& tx, const std::vector<Stream*>& group,
                       const std::vector<SealedHead>& sealed) {
    std::vector<std::int64_t> ids, through, qualities, tail_n;
    std::vector<Instant> times, tail_t0, first_t;
    std::vector<double> values;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const Stream& s = *group[i];
        const Point& newest_now = s.sealing->back();
        const Point& last =
            s.sealed_last && s.sealed_last->t_us > newest_now.t_us ? *s.sealed_last : newest_now;
        const auto [t0_us, n] = tail_after(s, sealed[i]);
        ids.push_back(s.about.id);
        through.push_back(s.sealing_through);
        times.push_back({last.t_us});
        values.push_back(last.value);
        qualities.push_back(static_cast<std::int64_t>(last.quality));
        tail_t0.push_back({t0_us});
        tail_n.push_back(n);
        first_t.push_back({s.sealing->front().t_us});
    }
    co_await tx.run(sql::upsert_sealed, ids, through, times, values, qualities, tail_t0, tail_n, first_t);
}

task<std::map<std::int64_t, std::string>> take_tails(db::Session& tx, const std::vector<Stream*>& group) {
    std::vector<std::int64_t> ids;
    std::vector<Instant> t1, t0;
    for (const Stream* s : group) {
        if (!joins_tail(*s)) continue;
        ids.push_back(s->about.id);
        t1.push_back({s->sealed_last->t_us});
        t0.push_back(s->tail_t0);
    }
    std::map<std::int64_t, std::string> out;
    if (ids.empty()) co_return out;
    const db::Rows rows = co_await tx.run(sql::take_tails, ids, t1, t0);
    if (rows.size() != static_cast<int>(ids.size())) throw_no_tail();
    for (const db::Row row : rows) out.emplace(row.integer("datastream_id"), row.bytes("payload"));
    co_return out;
}

}  // namespace

Sealer::Sealer(Loop& loop, Clock& clock, db::Pool& pool, Streams& streams, StepWatcher watcher)
    : loop_(loop),
      clock_(clock),
      pool_(pool),
      streams_(streams),
      watcher_(std::move(watcher)),
      wake_(loop),
      ended_(loop),
      free_(loop) {}

void Sealer::start(std::function<task<void>()> catch_up) {
    catch_up_ = std::move(catch_up);
    running_ = true;
    loop_.spawn(run(), "telemetry.sealer");
}

task<void> Sealer::stop() {
    stopping_ = true;
    wake_.notify_all();
    while (running_) co_await ended_.wait();
    if (epoch_ == 0) co_return;
    try {
        co_await pool_.run(sql::leave_lease, std::exchange(epoch_, 0));
    } catch (const ProcessEnded&) {
    } catch (const std::exception& e) {
        log::debug("telemetry.lease_left", {{"error", e.what()}});  // it runs out
    }
}

task<void> Sealer::keep_lease() {
    const db::Rows rows = co_await pool_.run(sql::keep_lease, epoch_);
    const std::int64_t before = epoch_;
    epoch_ = rows.empty() ? 0 : rows.front().integer("epoch");
    if (epoch_ != before)
        log::info(epoch_ ? "telemetry.lease_taken" : "telemetry.lease_lost", {{"epoch", epoch_ + before}});
}

task<void> Sealer::run() {
    while (!stopping_) {
        co_await wake_.wait_for(limits::seal_pause);
        if (stopping_) break;
        try {
            co_await seal_due(false);
            if (after_pass && epoch_ && !stopping_) co_await after_pass();
        } catch (const ProcessEnded&) {
            break;
        } catch (const std::exception& e) {
            log::warn("telemetry.seal_failed", {{"error", e.what()}});
        }
    }
    running_ = false;
    ended_.notify_all();
}

std::vector<Stream*> Sealer::due(bool all) const {
    std::vector<Stream*> out;
    const Instant now = clock_.now();
    for (const auto& [id, s] : streams_.all()) {
        if (s->head.empty() || s->sealing) continue;
        if (all || s->head.size() >= limits::chunk_points || now - s->head_since >= limits::head_age_max_us)
            out.push_back(s.get());
    }
    std::sort(out.begin(), out.end(), [](auto* a, auto* b) { return a->about.id < b->about.id; });
    return out;
}

task<void> Sealer::seal_due(bool all) {
    if (sealing_) co_return;
    sealing_ = true;
    std::exception_ptr failed;
    try {
        co_await keep_lease();
        const std::vector<Stream*> streams = epoch_ ? due(all) : std::vector<Stream*>{};
        for (std::size_t begin = 0; begin < streams.size() && !stopping_;) {
            std::vector<Stream*> group;
            std::size_t points = 0;
            while (begin < streams.size() && group.size() < limits::seal_streams_max &&
                   points < limits::seal_points_max) {
                points += streams[begin]->head.size();
                group.push_back(streams[begin++]);
            }
            co_await seal_group(std::move(group));
        }
    } catch (...) {
        failed = std::current_exception();
    }
    sealing_ = false;
    free_.notify_all();
    if (failed) std::rethrow_exception(failed);
}

Sealer::Hold::~Hold() {
    if (!sealer_) return;
    sealer_->sealing_ = false;
    sealer_->free_.notify_all();
}

task<Sealer::Hold> Sealer::hold() {
    while (sealing_) co_await free_.wait();
    sealing_ = true;
    co_return Hold(this);
}

task<void> Sealer::seal_now(Stream& stream) {
    for (int attempt = 0;; ++attempt) {
        co_await catch_up_();
        if (stream.head.empty()) co_return;
        std::vector<Stream*> group{&stream};
        try {
            co_await seal_group(std::move(group), false);
            co_return;
        } catch (const OthersFirst&) {
            if (attempt == limits::seal_attempts_max) throw;
        }
    }
}

// No batch holds a reading of it, so through_batch 0 is true.
task<void> Sealer::seal_first(db::Session& tx, std::int64_t datastream_id, std::int64_t rollup_from_us,
                              std::vector<Point> points) {
    co_await note_amended(tx, datastream_id);
    Stream fresh;
    fresh.about.id = datastream_id;
    fresh.sealing = std::make_shared<const std::vector<Point>>(std::move(points));
    const std::vector<SealedHead> sealed{seal_head({datastream_id, fresh.sealing, rollup_from_us, {}})};
    std::string rows = chunk_rows(sealed).take();
    co_await tx.copy_in(sql::copy_chunks, std::move(rows));
    co_await add_rollups(tx, sealed);
    const std::vector<Stream*> group{&fresh};
    co_await mark_sealed(tx, group, sealed);
}

task<void> Sealer::seal_group(std::vector<Stream*> group, bool leased) {
    for (Stream* s : group) s->begin_seal(streams_.last_batch);
    const Begun begun{group, streams_.changes, streams_.oldest_batch(),
                      leased ? std::optional(epoch_) : std::nullopt};
    std::vector<SealedHead> sealed;
    std::exception_ptr failed;
    try {
        co_await pool_.transaction(
            [&](db::Session& tx) -> task<void> { sealed = co_await write(tx, begun); });
        watch(Step::seal_committed);
    } catch (const ProcessEnded&) {
        throw;
    } catch (...) {
        failed = std::current_exception();
    }
    // When it was committed all the same, memory learns so from the change, as if another server had sealed.
    if (failed) {
        for (Stream* s : group) s->seal_failed();
        std::rethrow_exception(failed);
    }
    for (const SealedHead& head : sealed) chunks_written_ += static_cast<std::int64_t>(head.chunks.size());
    if (streams_.changes > begun.changes) co_return;  // and it may have learned already
    streams_.changes = begun.changes + 1;
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto [t0_us, n] = tail_after(*group[i], sealed[i]);
        streams_.unsealed -= group[i]->sealing->size();
        group[i]->seal_done(t0_us, n);
    }
}

task<std::vector<SealedHead>> Sealer::write(db::Session& tx, const Begun& begun) {
    const std::vector<Stream*>& group = begun.group;
    std::vector<std::int64_t> ids;
    for (const Stream* s : group) ids.push_back(s->about.id);
    const db::Rows mine =
        co_await tx.run(sql::record_change, std::optional(begun.changes), begun.epoch, ids, false);
    if (mine.empty()) throw OthersFirst();
    if (streams_.distributed) co_await tx.run(sql::concern_nodes);
    watch(Step::seal_begun);
    std::map<std::int64_t, std::string> tails = co_await take_tails(tx, group);
    std::vector<HeadToSeal> heads;
    for (const Stream* s : group)
        heads.push_back({s->about.id, s->sealing, s->rollup_from_us, std::move(tails[s->about.id])});
    std::vector<SealedHead> sealed = co_await loop_.blocking([&heads] {
        std::vector<SealedHead> out;
        for (const HeadToSeal& head : heads) out.push_back(seal_head(head));
        return out;
    });
    std::string rows = chunk_rows(sealed).take();
    co_await tx.copy_in(sql::copy_chunks, std::move(rows));
    watch(Step::chunks_written);
    co_await add_rollups(tx, sealed);
    watch(Step::rollups_written);
    co_await mark_sealed(tx, group, sealed);
    co_await tx.run(sql::delete_batches, begun.oldest_needed, batches_kept);
    watch(Step::batches_deleted);
    co_return sealed;
}

}  // namespace hatang::telemetry
