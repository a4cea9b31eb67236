#include "telemetry/sensorthings/writing.hpp"

#include <algorithm>

#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/write_observations.hpp"
#include "telemetry/storage/rollup.hpp"

namespace hatang::telemetry::sta {
namespace {

// By time; of those of one time the first.
std::vector<Point> in_order(const std::vector<Reading>& readings) {
    std::vector<Point> out;
    for (const Reading& r : readings) out.push_back({r.t.us, r.value, r.quality});
    std::stable_sort(out.begin(), out.end(), earlier);
    const auto same_time = [](const Point& a, const Point& b) { return a.t_us == b.t_us; };
    out.erase(std::unique(out.begin(), out.end(), same_time), out.end());
    return out;
}

// What memory has to learn.
struct Learned {
    std::set<std::int64_t> streams, sensors;
    bool works = false;
    std::vector<Reading> first_readings;
    std::vector<std::int64_t> corrected;
};

}  // namespace

task<bool> Writing::may(std::string permission, std::optional<std::int64_t> asset_id) {
    const security::Scope& scope = security::scope(call.who, permission);
    if (scope.unlimited()) co_return true;
    if (!asset_id) co_return scope.allows({});
    const db::Rows rows = co_await tx.run(sql::asset_key, *asset_id);
    co_return !rows.empty() && scope.allows(security::asset_key(rows.front()));
}

task<void> Writing::require_asset(std::optional<std::int64_t> asset_id, std::string where) {
    const bool visible = co_await may("telemetry.read", asset_id);
    if (!visible && asset_id) throw Error(Code::unknown_asset, where, {std::to_string(*asset_id)});
    const bool writable = co_await may("sensor.write", asset_id);
    if (!writable) throw Error(Code::forbidden, {}, {"sensor.write"});
}

task<void> Writing::require_row(std::optional<std::int64_t> asset_id, std::string what) {
    const bool visible = co_await may("telemetry.read", asset_id);
    if (!visible) throw Error(Code::not_found, {}, {what});
    const bool writable = co_await may("sensor.write", asset_id);
    if (!writable) throw Error(Code::forbidden, {}, {"sensor.write"});
}

task<void> Writing::finish() {
    if (!erased.empty()) {
        // Whatever was accepted for them is in the log now, and nothing more is accepted.
        co_await state.storage.flush();
        for (const std::int64_t id : erased) {
            co_await erase_readings(tx, id);
            for (const db::Query& query : sql::erase_features) co_await tx.run(query, id);
        }
    }
    for (const auto& [id, list] : first_readings) {
        std::vector<Point> points = in_order(list);
        const std::int64_t rollup_us = made.find(id)->rollup_from_us;
        co_await state.storage.sealer.seal_first(tx, id, rollup_us, std::move(points));
    }
    if (!first_named.empty()) {
        co_await tx.run(sql::name_readings, first_named.datastreams, first_named.times, first_named.features);
        co_await tx.run(sql::name_streams, first_named.datastreams, first_named.features);
    }
    // Their commit comes just before that of the transaction; nothing but the loss of the database is left to
    // fail in between.
    if (!readings.readings.empty()) {
        PostedReadings list = std::move(readings);
        (void)co_await state.gate.ingest(state.gate.connection(telemetry::Path::http, call.who.name),
                                         std::move(list.readings), {}, posted_fields,
                                         std::move(list.features));
    }
}

task<void> write(Telemetry::State& state, const http::Call& call, Reach reach,
                 std::function<task<void>(Writing&)> body) {
    std::optional<Sealer::Hold> hold;
    std::optional<FeaturesEnd> ending;
    if (reach.exclusive) {
        hold.emplace(co_await state.storage.sealer.hold());
        if (!reach.features.empty()) {
            // What is of them and on its way is committed now, and nothing more comes.
            ending.emplace(state, reach.features);
            co_await state.storage.flush();
            const db::Rows rows = co_await state.platform.db.run(sql::streams_to_amend, reach.features);
            for (const db::Row row : rows) reach.amended.push_back(row.integer("datastream_id"));
        }
        for (const std::int64_t id : reach.amended) {
            Stream* const s = state.storage.streams.find(id);
            if (!s) continue;
            co_await state.storage.sealer.seal_now(*s);
            for (const std::int64_t part : s->parts)
                if (Stream* const p = state.storage.streams.find(part))
                    co_await state.storage.sealer.seal_now(*p);
        }
    }
    Learned learned;
    std::exception_ptr failed;
    const auto transaction = [&](db::Session& tx) -> task<void> {
        Writing writing(state, call, tx);
        std::exception_ptr wrong;
        try {
            co_await body(writing);
            co_await writing.finish();
        } catch (...) {
            wrong = std::current_exception();
        }
        learned.streams = writing.streams;
        learned.sensors = writing.sensors;
        learned.works = writing.works;
        learned.corrected = writing.corrected;
        for (const auto& [id, list] : writing.first_readings)
            learned.first_readings.insert(learned.first_readings.end(), list.begin(), list.end());
        if (wrong) std::rethrow_exception(wrong);
    };
    try {
        co_await state.platform.db.transaction(transaction);
    } catch (...) {
        failed = std::current_exception();
    }
    const std::vector<std::int64_t> streams(learned.streams.begin(), learned.streams.end());
    if (hold && !streams.empty()) co_await state.storage.settle(streams);
    if (failed) std::rethrow_exception(failed);
    hold.reset();
    if (!learned.first_readings.empty()) state.storage.committer.announce(learned.first_readings);
    const std::vector<std::int64_t> sensors(learned.sensors.begin(), learned.sensors.end());
    if (!streams.empty() || !sensors.empty()) co_await state.reload_now(streams, sensors);
    if (learned.works) state.registry.changed();
    for (const std::int64_t id : learned.corrected) state.updates.changed(Set::observations, id);
}

}  // namespace hatang::telemetry::sta
