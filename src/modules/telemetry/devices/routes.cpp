// /api/v1/sensors/{id}/health: when a device was heard, what is missing, its battery.
#include <algorithm>

#include "telemetry/devices/gaps.hpp"
#include "telemetry/devices/views.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/series/query.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::int64_t health_span_us = kDay;
constexpr std::size_t gaps_shown = 20;
constexpr db::Query streams_of_sensor{
    "telemetry.streams_of_sensor",
    "select id, created_at from telemetry.datastream where sensor_id = $1 and result_type <> 'several' "
    "order by id limit 200"};

// Readings as they are where there are few, else the buckets that hold one.
void add_gaps(StreamHealthView& view, const SeriesData& data, std::int64_t interval_us, Instant from,
              Instant to) {
    std::vector<std::int64_t> times;
    std::int64_t width_us = interval_us;
    if (data.aggregated) {
        width_us = std::max(interval_us, data.bucket_us);
        for (const BucketRollup& b : data.buckets) {
            times.push_back(std::max(b.start_us, from.us));
            view.present += b.rollup.n + b.rollup.n_bad;
        }
    } else {
        for (const Point& p : data.points) times.push_back(p.t_us);
        view.present = static_cast<std::int64_t>(data.points.size());
    }
    view.expected = std::max<std::int64_t>(view.present, (to - from) / interval_us);
    std::vector<Gap> gaps = find_gaps(times, width_us, from, to);
    view.gaps_total = static_cast<std::int64_t>(gaps.size());
    // The newest first: they are what somebody looks for.
    std::ranges::reverse(gaps);
    for (const Gap& gap : gaps) {
        if (view.gaps.size() == gaps_shown) break;
        view.gaps.push_back({gap.from, gap.to, gap.missing * (width_us / interval_us)});
    }
}

task<StreamHealthView> health_of(Telemetry::State& state, const Stream& s, Instant created_at) {
    const Instant now = state.platform.clock.now();
    StreamHealthView view{.datastream_id = s.about.id,
                          .name = s.about.name,
                          .unit = s.about.unit,
                          .interval_s = s.about.interval_s,
                          .last = {},
                          .stale = is_stale(s, now),
                          .from = std::max(now + -health_span_us, created_at),
                          .expected = 0,
                          .present = 0,
                          .gaps = {},
                          .gaps_total = 0};
    if (s.last) view.last = LastView{{s.last->t_us}, s.last->value, s.last->quality};
    if (!s.about.interval_s || view.from >= now) co_return view;
    const SeriesQuery query{.from = view.from, .to = now, .points = limits::points_max, .raw = false};
    const SeriesData data = co_await read_series(state.platform.loop, state.platform.db, s, query);
    const auto interval_us =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(*s.about.interval_s * kSecond));
    add_gaps(view, data, interval_us, view.from, now);
    co_return view;
}

task<SensorHealthView> sensor_health(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const db::Rows sensor = co_await state.platform.db.run(sql::sensor_by_id, id);
    const std::string what = "sensor " + std::to_string(id);
    if (sensor.empty()) throw Error(Code::not_found, {}, {what});
    const std::optional<std::int64_t> asset_id = sensor.front().maybe_integer("asset_id");
    co_await state.registry.require(call.who, "telemetry.read", "telemetry.read", asset_id, what);
    const db::Rows rows = co_await state.platform.db.run(streams_of_sensor, id);
    SensorHealthView out{.sensor_id = id, .last_contact = {}, .battery = {}, .streams = {}};
    std::vector<std::int64_t> restricted;
    for (const db::Row row : rows) {
        const Stream* s = state.storage.streams.find(row.integer("id"));
        if (!s) continue;
        if (s->about.sensitivity == security::Sensitivity::restricted) restricted.push_back(s->about.id);
        StreamHealthView view = co_await health_of(state, *s, row.instant("created_at"));
        if (view.last) out.last_contact = std::max(out.last_contact.value_or(view.last->t), view.last->t);
        if (view.last && s->about.property == "battery")
            out.battery = BatteryView{s->about.id, view.last->value, s->about.unit, view.last->t};
        out.streams.push_back(std::move(view));
    }
    co_await state.security.audit_read(call, "datastream", restricted);
    co_return out;
}

}  // namespace

void add_device_routes(http::Router& router, Telemetry::State& state) {
    router.get<http::Nothing, SensorHealthView>(
        "/api/v1/sensors/{id}/health",
        {"telemetry.sensors.health", http::may_within("telemetry.read"),
         "When a device was heard, what is missing of the last day, its battery"},
        [&state](http::Call& call, const http::Nothing&) { return sensor_health(state, call); });
}

}  // namespace hatang::telemetry
