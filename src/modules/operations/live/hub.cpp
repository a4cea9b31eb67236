#include "operations/live/hub.hpp"

#include <chrono>

#include "base/log.hpp"
#include "operations/limits.hpp"
#include "operations/live/queries.hpp"

namespace hatang::operations {

Hub::Hub(Platform& platform, security::Security& security, telemetry::Telemetry& telemetry,
         alarms::Alarms& alarms, maps::Maps& maps)
    : platform_(platform),
      security_(security),
      telemetry_(telemetry),
      alarms_(alarms),
      maps_(maps),
      kpi_(platform, [this](const security::Scope& scope) {
          return KpiCounter::Live{board_.fresh_sensors(scope), telemetry_.readings_per_s()};
      }) {
    for (const char* topic : {"user.", "session.", "organisation."})
        platform.events.subscribe(topic, [this](const events::Event& event) { on_rights_changed(event); });
    for (const char* topic : {"alarm.", "work.", "asset."})
        platform.events.subscribe(topic, [this](const events::Event& event) { on_event(event); });
    maps.on_tiles_changed([this](const maps::TilesChanged& changed) { on_tiles_changed(changed); });
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
    while (running_ || figures_busy_ || assets_busy_ || narrow_busy_ || urgent_planned_)
        co_await platform_.loop.sleep(std::chrono::milliseconds(20));
}

task<std::vector<Hub::AssetRow>> Hub::look_up(std::vector<std::int64_t> ids) {
    const db::Rows rows = co_await platform_.db.run(sql::assets_by_id, ids);
    std::vector<AssetRow> assets;
    for (const db::Row row : rows) {
        Place place{std::string(row.text("domain")),
                    row.maybe_number("lon"),
                    row.maybe_number("lat"),
                    row.maybe_integer("owner_id"),
                    row.maybe_integer("operator_id"),
                    row.maybe_text("ward_code").value_or(""),
                    std::string(row.text("class_key")),
                    security::sensitivity_of(row.text("sensitivity"))};
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

namespace {

Topic topic_of(const events::Event& event) {
    return event.topic.starts_with("alarm.") ? Topic::alarms : Topic::work;
}

}  // namespace

std::int64_t Hub::asset_of(const events::Event& event) {
    const json::Document document = json::parse(event.payload);
    const auto id = document.root().find("asset_id");
    return id && !id->is_null() ? id->integer() : 0;
}

// `place` is that of the asset; null: of none. A crew hears of the work that is given to it in its own list.
void Hub::deliver(const Held& held, const events::Event& event, const SharedJson& json, const Place* place) {
    const Topic topic = topic_of(event);
    const security::Scope& scope = held->client.reach().of(topic);
    if (scope.unlimited() || scope.allows(place ? place->key() : security::AssetKey{}))
        held->client.changed(topic, std::stoll(event.key), json);
}

// Whether a client with limits may hear of an alarm depends on its asset, which is read first.
task<void> Hub::deliver_within() {
    narrow_busy_ = true;
    while (!narrow_.empty()) {
        const std::vector<events::Event> events = std::exchange(narrow_, {});
        std::vector<std::int64_t> ids;
        for (const events::Event& event : events) ids.push_back(asset_of(event));
        std::vector<AssetRow> assets;
        try {
            assets = co_await look_up(ids);
        } catch (const std::exception& e) {
            // Nothing is shown that was not checked: these clients begin anew.
            log::error("operations.reach_failed", {{"error", e.what()}});
            for (const Held& held : connected())
                if (!held->client.reach().alarms.unlimited() || !held->client.reach().work.unlimited())
                    held->socket->close();
            break;
        }
        std::unordered_map<std::int64_t, const Place*> places;
        for (const AssetRow& asset : assets) places.emplace(asset.id, &asset.place);
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto found = places.find(ids[i]);
            const Place* place = found == places.end() ? nullptr : found->second;
            const auto json = std::make_shared<const std::string>(events[i].payload);
            for (const Held& held : connections_)
                if (!held->client.reach().of(topic_of(events[i])).unlimited())
                    deliver(held, events[i], json, place);
        }
        if (!connections_.empty() && !std::exchange(urgent_planned_, true))
            platform_.loop.spawn(flush_urgent_soon(), "operations.urgent");
    }
    narrow_busy_ = false;
}

// Rights that were taken away end what an open connection shows, at once.
void Hub::on_rights_changed(const events::Event& event) {
    const bool all = event.topic.starts_with("organisation.");
    for (const Held& held : connected())
        if (all || event.topic.starts_with("session.") || event.key == std::to_string(held->who.user_id))
            platform_.loop.spawn(check(held), "operations.check");
}

void Hub::on_event(const events::Event& event) {
    if (event.topic.starts_with("asset.")) return on_assets_changed(event);
    const auto json = std::make_shared<const std::string>(event.payload);
    bool limited = false;
    for (const Held& held : connections_) {
        if (held->client.reach().of(topic_of(event)).unlimited())
            deliver(held, event, json, nullptr);
        else
            limited = true;
    }
    if (limited) {
        narrow_.push_back(event);
        if (!narrow_busy_) platform_.loop.spawn(deliver_within(), "operations.reach");
    }
    if (!connections_.empty() && !std::exchange(urgent_planned_, true))
        platform_.loop.spawn(flush_urgent_soon(), "operations.urgent");
}

// "asset.changed" names one asset, "asset.imported" those of a batch.
void Hub::on_assets_changed(const events::Event& event) {
    const auto add = [this](std::int64_t id) {
        if (changed_assets_.size() < assets_waiting_max) changed_assets_.insert(id);
    };
    if (event.topic == "asset.changed") return add(std::stoll(event.key));
    const json::Document document = json::parse(event.payload);
    if (const auto ids = document.root().find("ids"))
        for (const json::Value id : ids->items("/ids")) add(id.integer("/ids"));
}

// Who may see an asset hears where its tiles have changed: where it was, and where it is.
void Hub::on_tiles_changed(const maps::TilesChanged& changed) {
    for (const Held& held : connections_)
        for (const maps::TilesChanged::Area& area : changed.areas)
            if (held->client.reach().assets.allows(area.key))
                held->client.tiles_changed(changed.domain, Box{area.west, area.south, area.east, area.north});
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
            const bool told = maps_.tells_areas(asset.place.domain);
            for (const Held& held : connections_) {
                if (!told && held->client.reach().assets.allows(asset.place.key()))
                    held->client.tiles_changed(asset.place.domain, std::nullopt);
                if (held->client.wants_asset(asset.id, asset.place))
                    held->client.changed(Topic::assets, asset.id, asset.json);
            }
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
        std::map<std::string, SharedJson> figures;  // by what is seen
        for (const Held& held : connected()) {
            SharedJson& json = figures[KpiCounter::key(held->who)];
            if (!json) {
                const Kpi kpi = co_await kpi_.get(held->who);
                json = std::make_shared<const std::string>(json::to_json(kpi));
            }
            held->client.figures(json);
        }
    } catch (const std::exception& e) {
        log::error("operations.figures_failed", {{"error", e.what()}});
    }
    figures_busy_ = false;
}

}  // namespace hatang::operations
