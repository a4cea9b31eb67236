#include "operations/live/hub.hpp"

#include <chrono>

#include "base/log.hpp"
#include "operations/limits.hpp"
#include "operations/live/queries.hpp"

namespace hatang::operations {

Hub::Hub(Platform& platform, http::Authenticator& authenticator, telemetry::Telemetry& telemetry,
         alarms::Alarms& alarms)
    : platform_(platform),
      authenticator_(authenticator),
      telemetry_(telemetry),
      alarms_(alarms),
      kpi_(platform, [this] {
          return KpiCounter::Live{board_.fresh_sensors(), telemetry_.readings_per_s()};
      }) {
    for (const char* topic : {"alarm.", "work.", "asset."})
        platform.events.subscribe(topic, [this](const events::Event& event) { on_event(event); });
    platform.metrics.describe("hatang_live_connections", "Clients of the live channel");
    platform.metrics.describe("hatang_live_messages_total", "Messages sent to them");
    platform.metrics.describe("hatang_live_bytes_total", "Bytes sent to them");
    platform.metrics.describe("hatang_live_lag_seconds",
                              "From the commit of the oldest value of a flush to its sending");
    platform.metrics.gauge("hatang_live_connections",
                           [this] { return static_cast<double>(connections_.size()); });
}

task<void> Hub::start() {
    co_await plan();
    telemetry_.on_committed([this](std::span<const telemetry::Reading> readings) {
        const Instant now = platform_.clock.now();
        for (const telemetry::Reading& r : readings)
            board_.update({r.datastream_id, r.t, r.value, static_cast<int>(r.quality)}, now);
    });
    telemetry_.on_datastreams_changed([this] { plan_stale_ = true; });
    running_ = true;
    platform_.loop.spawn(run(), "operations.live");
}

task<void> Hub::stop() {
    if (!running_) co_return;
    stopping_ = true;
    for (const Held& held : connected()) held->socket->close();
    while (running_ || figures_busy_ || assets_busy_ || urgent_planned_)
        co_await platform_.loop.sleep(std::chrono::milliseconds(20));
}

task<std::vector<Hub::AssetRow>> Hub::look_up(std::vector<std::int64_t> ids) {
    const db::Rows rows = co_await platform_.db.run(sql::assets_by_id, ids);
    std::vector<AssetRow> assets;
    for (const db::Row row : rows) {
        Place place{std::string(row.text("domain")), row.maybe_number("lon"), row.maybe_number("lat")};
        json::Writer w;
        w.begin_object().field("id", row.integer("id")).field("version", row.integer("version"));
        w.field("class", row.text("class_key")).field("domain", place.domain);
        if (place.lon && place.lat) w.field("lon", *place.lon).field("lat", *place.lat);
        if (row.text("status") == "retired") w.field("deleted", true);
        w.end_object();
        assets.push_back(
            {std::move(place), row.integer("id"), std::make_shared<const std::string>(w.take())});
    }
    co_return assets;
}

// Datastreams as telemetry has them, at the places of their assets.
task<void> Hub::plan() {
    std::vector<StreamInfo> streams;
    std::vector<LastValue> values;
    std::set<std::int64_t> asset_ids;
    for (const telemetry::Datastream* d : telemetry_.all()) {
        streams.push_back({d->id, d->sensor_id, d->asset_id.value_or(0), d->interval_s, {}});
        if (d->asset_id) asset_ids.insert(*d->asset_id);
        if (const auto last = telemetry_.last(d->id))
            values.push_back({d->id, last->t, last->value, static_cast<int>(last->quality)});
    }
    std::unordered_map<std::int64_t, Place> places;
    const std::vector<AssetRow> assets = co_await look_up({asset_ids.begin(), asset_ids.end()});
    for (const AssetRow& asset : assets) places.emplace(asset.id, asset.place);
    for (StreamInfo& stream : streams)
        if (const auto found = places.find(stream.asset_id); found != places.end())
            stream.place = found->second;
    board_.plan(std::move(streams));
    const Instant now = platform_.clock.now();
    for (const LastValue& value : values) board_.update(value, now);
    for (const Held& held : connections_) held->client.replan(board_);
}

task<void> Hub::run() {
    const auto due = [this](Instant& last, std::int64_t every_us) {
        const Instant now = platform_.clock.now();
        if (now - last < every_us) return false;
        last = now;
        return true;
    };
    Instant swept, pushed, planned;
    while (!stopping_) {
        co_await platform_.loop.sleep(std::chrono::microseconds(flush_us));
        const Instant now = platform_.clock.now();
        if (due(swept, stale_sweep_us)) board_.sweep(now);
        flush(now);
        if (!changed_assets_.empty() && !assets_busy_)
            platform_.loop.spawn(push_assets(), "operations.assets");
        if (!connections_.empty() && !figures_busy_ && due(pushed, kpi_push_us))
            platform_.loop.spawn(push_figures(), "operations.figures");
        if (!plan_stale_ || !due(planned, kSecond)) continue;
        plan_stale_ = false;
        try {
            co_await plan();
        } catch (const std::exception& e) {
            plan_stale_ = true;
            log::error("operations.plan_failed", {{"error", e.what()}});
        }
    }
    running_ = false;
}

void Hub::flush(Instant now) {
    const auto since = board_.waiting_since();
    const std::vector<std::size_t>& changed = board_.take_changed(now);
    for (const Held& held : connected()) {
        Connection& c = *held;
        for (const std::size_t slot : changed) c.client.value_changed(slot);
        if (c.client.overrun()) {
            c.socket->close();  // it comes back with its cursor, or for a snapshot
            continue;
        }
        if (!c.live || c.client.idle() || c.socket->queued_bytes() > backlog_bytes_max) continue;
        send(c, "changes",
             c.client.take_changes(board_, Client::Part::all, platform_.events.position(), now));
    }
    if (since && !connections_.empty())
        platform_.metrics.observe("hatang_live_lag_seconds", {},
                                  static_cast<double>(now - *since) / static_cast<double>(kSecond));
}

void Hub::flush_urgent() {
    const Instant now = platform_.clock.now();
    for (const Held& held : connected()) {
        Connection& c = *held;
        if (!c.live || !c.client.urgent() || c.socket->queued_bytes() > urgent_backlog_bytes_max) continue;
        send(c, "changes",
             c.client.take_changes(board_, Client::Part::urgent, platform_.events.position(), now));
    }
}

task<void> Hub::flush_urgent_soon() {
    co_await platform_.loop.sleep(std::chrono::microseconds(urgent_us));
    urgent_planned_ = false;
    flush_urgent();
}

void Hub::deliver(Client& client, const events::Event& event, const SharedJson& json) {
    const Topic topic = event.topic.starts_with("alarm.") ? Topic::alarms : Topic::work;
    client.changed(topic, std::stoll(event.key), json);
}

void Hub::on_event(const events::Event& event) {
    if (event.topic.starts_with("asset.")) {
        if (changed_assets_.size() < assets_waiting_max) changed_assets_.insert(std::stoll(event.key));
        return;
    }
    const auto json = std::make_shared<const std::string>(event.payload);
    for (const Held& held : connections_) deliver(held->client, event, json);
    if (!connections_.empty() && !std::exchange(urgent_planned_, true))
        platform_.loop.spawn(flush_urgent_soon(), "operations.urgent");
}

task<void> Hub::push_assets() {
    assets_busy_ = true;
    std::vector<std::int64_t> ids;
    while (!changed_assets_.empty() && ids.size() < assets_per_lookup)
        ids.push_back(changed_assets_.extract(changed_assets_.begin()).value());
    try {
        const std::vector<AssetRow> assets = co_await look_up(ids);
        for (const AssetRow& asset : assets) {
            board_.move_asset(asset.id, asset.place);
            for (const Held& held : connections_)
                if (held->client.subscription().wants(asset.id, asset.place.domain, asset.place.lon,
                                                      asset.place.lat))
                    held->client.changed(Topic::assets, asset.id, asset.json);
        }
        for (const Held& held : connections_) held->client.replan(board_);
    } catch (const std::exception& e) {
        changed_assets_.insert(ids.begin(), ids.end());
        log::error("operations.assets_failed", {{"error", e.what()}});
    }
    assets_busy_ = false;
}

task<void> Hub::push_figures() {
    figures_busy_ = true;
    try {
        const Kpi kpi = co_await kpi_.get();
        const auto json = std::make_shared<const std::string>(json::to_json(kpi));
        for (const Held& held : connections_) held->client.figures(json);
    } catch (const std::exception& e) {
        log::error("operations.figures_failed", {{"error", e.what()}});
    }
    figures_busy_ = false;
}

}  // namespace hatang::operations
