#include "telemetry/storage/storage.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

ResultType result_type_of(std::string_view text) {
    constexpr std::string_view names[] = {"number", "count", "boolean", "text", "any", "several"};
    return static_cast<ResultType>(std::ranges::find(names, text) - std::begin(names));
}

void read_streams(Streams& streams, const db::Rows& rows) {
    for (const db::Row row : rows) {
        Stream& s = streams.at(row.integer("id"));
        s.about = {.id = row.integer("id"),
                   .sensor_id = row.integer("sensor_id"),
                   .asset_id = row.maybe_integer("asset_id"),
                   .name = std::string(row.text("name")),
                   .property = std::string(row.text("property")),
                   .unit = std::string(row.text("unit")),
                   .interval_s = row.maybe_number("interval_s"),
                   .least = row.maybe_number("least"),
                   .most = row.maybe_number("most"),
                   .decimals = static_cast<int>(row.integer("decimals")),
                   .owner_id = row.maybe_integer("owner_id"),
                   .operator_id = row.maybe_integer("operator_id"),
                   .ward_code = row.maybe_text("ward_code").value_or(""),
                   .domain = row.maybe_text("domain").value_or(""),
                   .asset_class = row.maybe_text("class_key").value_or("")};
        if (!row.is_null("sensitivity"))
            s.about.sensitivity = security::sensitivity_of(row.text("sensitivity"));
        s.rollup_from_us = row.integer("rollup_from_s") * kSecond;
        const auto before = std::pair(s.readings_days, s.rollup_days);
        s.readings_days = row.maybe_integer("readings_days");
        s.rollup_days = row.maybe_integer("rollup_days");
        if (before != std::pair(s.readings_days, s.rollup_days)) s.trimmed_before_us = Stream::never_us;
        s.result = result_type_of(row.text("result_type"));
        s.parts = row.integers("parts");
        s.feature_id = row.maybe_integer("feature_id");
    }
}

// Puts the readings of a batch into the heads, without those that are in chunks.
std::int64_t replay_batch(Streams& streams, std::int64_t batch, const std::vector<Reading>& readings,
                          Instant now) {
    std::vector<Stream*> touched;
    std::int64_t replayed = 0;
    for (const Reading& r : readings) {
        Stream* const known = streams.find(r.datastream_id);
        if (!known || known->about.sensor_id == 0) continue;  // of a datastream that was erased
        Stream& s = *known;
        if (batch <= s.sealed_through || s.holds(r.t.us)) continue;
        if (s.arriving.empty() && s.arriving_late.empty()) touched.push_back(&s);
        const Point point{r.t.us, r.value, r.quality};
        if (s.arriving.empty() || earlier(s.arriving.back(), point))
            s.arriving.push_back(point);
        else
            s.arriving_late.push_back(point);
        ++replayed;
    }
    for (Stream* s : touched) {
        std::sort(s->arriving_late.begin(), s->arriving_late.end(), earlier);
        s->commit_arriving(batch, now);
    }
    return replayed;
}

void read_sealed(Stream& s, const db::Row& row) {
    s.sealed_through = row.integer("through_batch");
    if (!row.is_null("removed_before"))
        s.removed_before_us = std::max(s.removed_before_us, row.instant("removed_before").us);
    if (row.is_null("last_t")) {
        s.sealed_is({}, {}, {}, 0);
        return;
    }
    const Point last{row.instant("last_t").us, row.number("last_value"),
                     static_cast<Quality>(row.integer("last_quality"))};
    s.sealed_is(last, row.instant("first_t"), row.instant("tail_t0"), row.integer("tail_n"));
}

}  // namespace

Storage::Storage(Loop& loop, Clock& clock, db::Pool& pool, StepWatcher watcher)
    : committer(loop, clock, pool, streams, watcher),
      sealer(loop, clock, pool, streams, watcher),
      loop_(loop),
      clock_(clock),
      pool_(pool) {
    sealer.after_pass = [this] { return remove_old(); };
}

task<void> Storage::load_streams() {
    const db::Rows rows = co_await pool_.run(sql::streams);
    read_streams(streams, rows);
}

task<void> Storage::load_streams(std::vector<std::int64_t> ids, std::vector<std::int64_t> sensor_ids,
                                 std::vector<std::int64_t> asset_ids) {
    const db::Rows rows = co_await pool_.run(sql::streams_of, ids, sensor_ids, asset_ids);
    read_streams(streams, rows);
    // One that was read just before it was erased: nothing more is taken for it.
    std::set<std::int64_t> there;
    for (const db::Row row : rows) there.insert(row.integer("id"));
    for (const std::int64_t id : ids) {
        Stream* s = there.contains(id) ? nullptr : streams.find(id);
        if (s) s->about.sensor_id = 0;
    }
}

task<void> Storage::load_sealed() {
    const db::Rows rows = co_await pool_.run(sql::all_sealed);
    for (const db::Row row : rows) {
        Stream& s = streams.at(row.integer("datastream_id"));
        read_sealed(s, row);
        streams.last_batch = std::max(streams.last_batch, s.sealed_through);
    }
}

task<void> Storage::settle(std::vector<std::int64_t> ids) {
    auto pause = limits::retry_pause_min;
    while (true) {
        db::Rows described, sealed;
        bool answered = false;
        try {
            co_await pool_.transaction([&](db::Session& tx) -> task<void> {
                co_await tx.run(sql::settle, sealer.epoch());
                const std::vector<std::int64_t> none;
                described = co_await tx.run(sql::streams_of, ids, none, none);
                sealed = co_await tx.run(sql::sealed_of, ids);
            });
            answered = true;
        } catch (const std::exception& e) {
            log::warn("telemetry.settle_failed", {{"error", e.what()}});
        }
        if (answered) {
            std::set<std::int64_t> there;
            for (const db::Row row : described) there.insert(row.integer("id"));
            read_streams(streams, described);
            for (const db::Row row : sealed) read_sealed(streams.at(row.integer("datastream_id")), row);
            for (const std::int64_t id : ids)
                if (!there.contains(id)) streams.forget(id);
            co_return;
        }
        if (sealer.stopping()) co_return;
        co_await loop_.sleep(pause);
        pause = std::min(2 * pause, limits::retry_pause_max);
    }
}

task<void> Storage::flush() {
    Signal ended(loop_);
    std::optional<Intake::Outcome> outcome;
    committer.put({.readings = {}, .done = [&](const Intake::Outcome& o) {
                       outcome = o;
                       ended.notify_all();
                   }});
    while (!outcome) co_await ended.wait();
    if (outcome->error) std::rethrow_exception(outcome->error);
}

task<std::int64_t> Storage::replay() {
    std::int64_t after = 0, replayed = 0;
    while (true) {
        const db::Rows rows = co_await pool_.run(sql::batches_after, after, limits::replay_batches);
        for (const db::Row row : rows) {
            after = row.integer("id");
            const std::vector<Reading> readings = decode_batch(row.bytes("payload")).value();
            replayed += replay_batch(streams, after, readings, clock_.now());
        }
        if (rows.size() < limits::replay_batches) break;
    }
    streams.last_batch = std::max(streams.last_batch, after);
    streams.unsealed = static_cast<std::size_t>(replayed);
    co_return replayed;
}

task<void> Storage::start() {
    const Instant begun = clock_.now();
    const db::Rows rows = co_await pool_.run(sql::take_over);
    const std::int64_t epoch = rows.front().integer("epoch");
    co_await load_streams();
    co_await load_sealed();
    const std::int64_t replayed = co_await replay();
    log::info("telemetry.started", {{"epoch", epoch},
                                    {"datastreams", streams.all().size()},
                                    {"replayed", replayed},
                                    {"ms", (clock_.now() - begun) / kMillisecond}});
    committer.start(epoch);
    sealer.start(epoch);
}

task<void> Storage::stop() {
    co_await committer.stop();
    co_await sealer.stop();
}

}  // namespace hatang::telemetry
