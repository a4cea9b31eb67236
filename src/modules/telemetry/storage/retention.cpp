#include <algorithm>

#include "base/error.hpp"
#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/amend.hpp"
#include "telemetry/storage/queries.hpp"
#include "telemetry/storage/storage.hpp"

namespace hatang::telemetry {
namespace {

struct Trim {
    std::int64_t datastream_id = 0, epoch = 0;
    Instant readings_before;
    std::optional<Instant> rollups_before;
};

// True when there may be more to remove.
task<bool> trim(db::Session& tx, const Trim& t) {
    const bool mine = co_await note_amended(tx, t.datastream_id, t.epoch);
    if (!mine) throw Error(Code::unavailable, {}, {"another server has the lease"});
    const db::Rows chunks =
        co_await tx.run(sql::remove_old_chunks, t.datastream_id, t.readings_before, limits::trim_rows_max);
    const std::int64_t removed = chunks.front().integer("n");
    bool more = removed == limits::trim_rows_max;
    co_await tx.run(sql::mark_removed, t.datastream_id, t.readings_before);
    if (removed > 0) co_await mark_again(tx, t.datastream_id);
    if (!t.rollups_before) co_return more;
    for (const sql::RollupLevel& level : sql::rollup_levels) {
        const db::Rows rows =
            co_await tx.run(level.trim, t.datastream_id, *t.rollups_before, limits::trim_rows_max);
        more = more || rows.front().integer("n") == limits::trim_rows_max;
    }
    co_return more;
}

}  // namespace

// Each stream once a day, when its limit moves on by a local day.
task<void> Storage::remove_old() {
    const Instant now = clock_.now();
    std::vector<std::int64_t> due;
    for (const auto& [id, s] : streams.all()) {
        const std::int64_t before_us = s->kept_from_us(now);
        if (!s->readings_days || s->trimmed_before_us >= before_us) continue;
        const bool nothing = !s->rollup_days && (!s->sealed_first || s->sealed_first->us >= before_us);
        if (nothing)
            s->trimmed_before_us = before_us;
        else
            due.push_back(id);
    }
    std::sort(due.begin(), due.end());
    if (due.size() > static_cast<std::size_t>(limits::trim_streams_max)) due.resize(limits::trim_streams_max);
    for (const std::int64_t id : due) {
        bool more = true;
        while (more && !sealer.stopping()) {
            const Sealer::Hold hold = co_await sealer.hold();
            Stream* const s = streams.find(id);
            more = s && s->readings_days;
            if (more) more = co_await remove_old_of(*s);
        }
    }
}

// In memory first: from here on no reading of the time is taken, so none comes twice into a roll-up.
task<bool> Storage::remove_old_of(Stream& s) {
    const Instant now = clock_.now();
    const std::int64_t before_us = s.kept_from_us(now);
    Trim t{s.about.id, sealer.epoch(), {before_us}, {}};
    if (s.rollup_days) t.rollups_before = Instant{bucket_start(now.us - *s.rollup_days * kDay, kDay)};
    s.removed_before_us = before_us;
    bool more = false;
    std::exception_ptr failed;
    try {
        more = co_await pool_.transaction([&](db::Session& tx) -> task<bool> { return trim(tx, t); });
    } catch (const std::exception&) {
        failed = std::current_exception();
    }
    const std::vector<std::int64_t> ids{t.datastream_id};
    co_await settle(ids);
    if (failed) std::rethrow_exception(failed);
    Stream* const still = streams.find(t.datastream_id);
    // Whatever is left of it, in chunks or not, keeps its features.
    const Instant oldest = still ? still->first().value_or(t.readings_before) : t.readings_before;
    co_await pool_.run(sql::trim_features, t.datastream_id, std::min(oldest, t.readings_before));
    if (!more && still) still->trimmed_before_us = before_us;
    co_return more;
}

}  // namespace hatang::telemetry
