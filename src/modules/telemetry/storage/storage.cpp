#include "telemetry/storage/storage.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/queries.hpp"

namespace hatang::telemetry {
namespace {

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
    }
}

// Puts the readings of a batch into the heads, without those that are in chunks.
std::int64_t replay_batch(Streams& streams, std::int64_t batch, const std::vector<Reading>& readings,
                          Instant now) {
    std::vector<Stream*> touched;
    std::int64_t replayed = 0;
    for (const Reading& r : readings) {
        Stream& s = streams.at(r.datastream_id);
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

}  // namespace

Storage::Storage(Loop& loop, Clock& clock, db::Pool& pool, StepWatcher watcher)
    : committer(loop, clock, pool, streams, watcher),
      sealer(loop, clock, pool, streams, watcher),
      loop_(loop),
      clock_(clock),
      pool_(pool) {}

task<void> Storage::load_streams() {
    const db::Rows rows = co_await pool_.run(sql::streams);
    read_streams(streams, rows);
}

task<void> Storage::load_streams(std::vector<std::int64_t> ids, std::vector<std::int64_t> sensor_ids,
                                 std::vector<std::int64_t> asset_ids) {
    const db::Rows rows = co_await pool_.run(sql::streams_of, ids, sensor_ids, asset_ids);
    read_streams(streams, rows);
}

task<void> Storage::load_sealed() {
    const db::Rows rows = co_await pool_.run(sql::all_sealed);
    for (const db::Row row : rows) {
        Stream& s = streams.at(row.integer("datastream_id"));
        s.sealed_through = row.integer("through_batch");
        s.sealed_last = Point{row.instant("last_t").us, row.number("last_value"),
                              static_cast<Quality>(row.integer("last_quality"))};
        s.sealed_first = row.instant("first_t");
        s.last = s.sealed_last;
        s.tail_t0 = row.instant("tail_t0");
        s.tail_n = row.integer("tail_n");
        streams.last_batch = std::max(streams.last_batch, s.sealed_through);
    }
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
