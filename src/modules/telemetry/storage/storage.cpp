#include "telemetry/storage/storage.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "telemetry/limits.hpp"
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

void Storage::describe(const db::Rows& rows) { read_streams(streams, rows); }

void Storage::learn_sealed(Stream& s, const db::Row& row) { read_sealed(s, row); }

Storage::Storage(Loop& loop, Clock& clock, db::Pool& pool, StepWatcher watcher)
    : committer(loop, clock, pool, streams, watcher),
      sealer(loop, clock, pool, streams, watcher),
      neighbours(loop, pool, committer),
      loop_(loop),
      clock_(clock),
      pool_(pool),
      loaded_(loop) {
    sealer.after_pass = [this] { return remove_old(); };
}

task<void> Storage::await_turn() {
    while (loading_) co_await loaded_.wait();
}

task<void> Storage::load_streams() {
    co_await await_turn();
    const Turn turn(*this);
    const db::Rows rows = co_await pool_.run(sql::streams);
    read_streams(streams, rows);
}

task<void> Storage::load_streams(std::vector<std::int64_t> ids, std::vector<std::int64_t> sensor_ids,
                                 std::vector<std::int64_t> asset_ids) {
    co_await await_turn();
    const Turn turn(*this);
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

// Of the snapshot in which the changes are counted: those behind it are followed.
task<void> Storage::load_sealed() {
    db::Rows end, rows;
    co_await pool_.transaction([&](db::Session& tx) -> task<void> {
        co_await tx.run(sql::one_snapshot);
        end = co_await tx.run(sql::log_end);
        if (streams.distributed) co_await tx.run(sql::await_nodes);
        rows = co_await tx.run(sql::all_sealed);
    });
    streams.changes = end.front().integer("changes");
    streams.amended = end.front().integer("amended");
    for (const db::Row row : rows) read_sealed(streams.at(row.integer("datastream_id")), row);
}

task<void> Storage::settle(std::vector<std::int64_t> ids) {
    auto pause = limits::retry_pause_min;
    while (true) {
        bool answered = false;
        try {
            co_await pool_.run(sql::settle);
            co_await committer.catch_up();
            co_await await_turn();
            const Turn turn(*this);
            const std::vector<std::int64_t> none;
            const db::Rows described = co_await pool_.run(sql::streams_of, ids, none, none);
            std::set<std::int64_t> there;
            for (const db::Row row : described) there.insert(row.integer("id"));
            read_streams(streams, described);
            for (const std::int64_t id : ids)
                if (!there.contains(id)) streams.forget(id);
            answered = true;
        } catch (const std::exception& e) {
            log::warn("telemetry.settle_failed", {{"error", e.what()}});
        }
        if (answered) co_return;
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

task<void> Storage::start() {
    const Instant begun = clock_.now();
    co_await load_streams();
    co_await load_sealed();
    co_await follow();
    log::info("telemetry.started", {{"datastreams", streams.all().size()},
                                    {"replayed", streams.unsealed},
                                    {"ms", (clock_.now() - begun) / kMillisecond}});
    committer.start([this] { return follow(); });
    sealer.start([this] { return committer.catch_up(); });
}

task<void> Storage::stop() {
    co_await neighbours.stop();
    co_await committer.stop();
    co_await sealer.stop();
}

}  // namespace hatang::telemetry
