#include <algorithm>

#include "base/embedded.hpp"
#include "telemetry/sensorthings/features.hpp"
#include "telemetry/state.hpp"
#include "telemetry/storage/distribute.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_telemetry();
}

namespace hatang::telemetry {
namespace {

// Changes come in crowds (a file of sensors): they are read again together.
constexpr std::chrono::milliseconds reload_pause{50};

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t n = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || n > INT64_MAX / 10 - 1) return {};
        n = 10 * n + (c - '0');
    }
    return n;
}

}  // namespace

Telemetry::State::State(Platform& p, security::Security& s, registry::Registry& r)
    : platform(p),
      security(s),
      registry(r),
      storage(p.loop, p.clock, p.db),
      gate(p.loop, p.clock, p.metrics, storage.streams, storage.committer),
      messages(p.loop, gate, storage.committer, p.clock),
      broker(messages),
      devices(p, s, gate, messages),
      mappings(p.loop, p.db, p.events),
      decoders(embedded_telemetry()),
      choices(p.loop, p.db, p.events, decoders) {
    for (MessageReader* reader : std::initializer_list<MessageReader*>{&sta_reader, &chirpstack_reader,
                                                                       &sparkplug_reader, &json_reader}) {
        broker.add(*reader);
        devices.add(*reader);
    }
    sta_reader.on_taken = [this](std::string_view topic, std::span<const Reading> readings) {
        updates.seen(topic, readings);
    };
    sta_reader.find_features = [this](std::vector<sta::FeatureWanted>& wanted) {
        return sta::find_features(*this, nullptr, wanted);
    };
    p.events.subscribe("json_topic.", [this](const events::Event&) {
        platform.loop.spawn(load_json_topics(), "telemetry.reload_json_topics");
    });
    register_file_job(*this);
    storage.committer.on_room = messages.on_room = [this] {
        broker.on_room();
        devices.on_room();
    };
    for (const char* prefix : {"datastream.", "sensor.", "asset.", "retention."})
        p.events.subscribe(prefix, [this](const events::Event& e) { reload_soon(e); });
}

void Telemetry::State::reload_soon(const events::Event& event) {
    const auto id = number(event.key);
    if (event.topic.starts_with("asset.")) {
        const json::Document document = json::parse(event.payload);
        const auto domain = document.root().find("domain");
        if (event.topic == "asset.imported" || (domain && domain->text() == "administrative"))
            all_changed = true;
        else if (id)
            changed_assets.push_back(*id);
    } else if (event.topic.starts_with("retention.")) {
        all_changed = true;
    } else if (id) {
        (event.topic.starts_with("sensor.") ? changed_sensors : changed_datastreams).push_back(*id);
    }
    if (std::exchange(reload_waiting, true)) return;
    platform.loop.spawn(reload(), "telemetry.reload");
}

task<void> Telemetry::State::reload() {
    co_await platform.loop.sleep(reload_pause);
    reload_waiting = false;
    std::vector<std::int64_t> datastreams = std::exchange(changed_datastreams, {});
    std::vector<std::int64_t> sensors = std::exchange(changed_sensors, {});
    std::vector<std::int64_t> assets = std::exchange(changed_assets, {});
    if (std::exchange(all_changed, false)) {
        co_await storage.load_streams();
        for (const auto& listener : on_changed) listener();
        co_return;
    }
    co_await reload_now(std::move(datastreams), std::move(sensors), std::move(assets));
}

task<void> Telemetry::State::reload_now(std::vector<std::int64_t> datastreams,
                                        std::vector<std::int64_t> sensors, std::vector<std::int64_t> assets) {
    co_await storage.load_streams(std::move(datastreams), std::move(sensors), std::move(assets));
    for (const auto& listener : on_changed) listener();
}

task<void> Telemetry::State::require_writable_asset(http::Principal who, std::optional<std::int64_t> asset_id,
                                                    std::string where) {
    const bool visible = co_await registry.may(who, "telemetry.read", asset_id);
    if (!visible && asset_id) throw Error(Code::unknown_asset, where, {std::to_string(*asset_id)});
    const bool writable = co_await registry.may(who, "sensor.write", asset_id);
    if (!writable) throw Error(Code::forbidden, {}, {"sensor.write"});
}

Telemetry::Telemetry(Platform& platform, security::Security& security, registry::Registry& registry)
    : state_(std::make_unique<State>(platform, security, registry)) {}
Telemetry::~Telemetry() = default;

db::ModuleSchema Telemetry::schema() const { return {"telemetry", embedded_telemetry()}; }

void Telemetry::add_routes(http::Router& router) {
    add_sensor_routes(router, *state_);
    add_series_routes(router, *state_);
    add_datastream_routes(router, *state_);
    add_ingest_routes(router, *state_);
    add_sensorthings_routes(router, *state_);
    add_sensorthings_write_routes(router, *state_);
    add_sensorthings_entity_routes(router, *state_);
    add_sensorthings_batch_routes(router, *state_);
    add_mapping_routes(router, *state_);
    add_line_protocol_routes(router, *state_);
    add_decoder_routes(router, *state_);
    add_file_routes(router, *state_);
    add_device_routes(router, *state_);
    add_json_topic_routes(router, *state_);
    add_retention_routes(router, *state_);
}

task<void> Telemetry::start(bool serving) {
    state_->serving = serving;
    if (!serving) {
        co_await state_->storage.load_streams();
        co_return;
    }
    co_await state_->mappings.load();
    co_await state_->choices.load();
    co_await state_->load_json_topics();
    state_->storage.streams.distributed = co_await distribute(state_->platform.db);
    co_await state_->storage.start();
    state_->storage.neighbours.start();
}

task<void> Telemetry::stop() {
    co_await end_ingest();
    if (state_->serving) co_await state_->storage.stop();
}

void Telemetry::ingest_from(mqtt::Client& client) {
    state_->broker.attach(client);
    state_->broker_endpoint = client.endpoint();
    for (const JsonTopic& topic : state_->json_reader.topics) state_->listened_filters.insert(topic.filter);
}
task<mqtt::Admission> Telemetry::admit_device(mqtt::Visitor visitor) {
    return state_->devices.admit(std::move(visitor));
}
void Telemetry::ingest_from(mqtt::Server& server) {
    state_->devices.attach(server);
    for (const JsonTopic& topic : state_->json_reader.topics) state_->listened_filters.insert(topic.filter);
}
task<void> Telemetry::send_updates(mqtt::Client& client, UpdateSettings settings) {
    co_await state_->updates.begin(client, std::move(settings));
}
task<void> Telemetry::end_ingest() {
    state_->broker.leave();
    state_->devices.leave();
    co_await state_->messages.finish();
    state_->broker.detach();
    co_await state_->devices.detach();
    co_await state_->updates.end();
}

task<std::int64_t> Telemetry::add_sensor(db::Session& tx, SensorInput in, security::Actor actor) {
    const SensorView made = co_await telemetry::add_sensor(*state_, tx, in, actor);
    co_return made.id;
}
task<std::int64_t> Telemetry::add_datastream(db::Session& tx, DatastreamInput in, security::Actor actor) {
    const DatastreamView made = co_await telemetry::add_datastream(*state_, tx, in, actor);
    co_return made.id;
}
task<void> Telemetry::refresh() {
    co_await state_->storage.load_streams();
    for (const auto& listener : state_->on_changed) listener();
}

const Datastream* Telemetry::find(std::int64_t id) const {
    const Stream* s = state_->storage.streams.find(id);
    return s && s->plain() ? &s->about : nullptr;
}
std::vector<const Datastream*> Telemetry::all() const {
    std::vector<const Datastream*> out;
    for (const auto& [id, stream] : state_->storage.streams.all())
        if (stream->plain()) out.push_back(&stream->about);
    std::ranges::sort(out, {}, &Datastream::id);
    return out;
}
std::optional<Reading> Telemetry::last(std::int64_t id) const {
    const Stream* s = state_->storage.streams.find(id);
    if (!s || !s->last) return {};
    return Reading{id, {s->last->t_us}, s->last->value, s->last->quality};
}

void Telemetry::on_committed(std::function<void(std::span<const Reading>)> listener) {
    state_->storage.committer.on_news.push_back(std::move(listener));
}
void Telemetry::on_datastreams_changed(std::function<void()> listener) {
    state_->on_changed.push_back(std::move(listener));
}
double Telemetry::readings_per_s() const { return state_->gate.readings_per_s(); }

task<Telemetry::IngestResult> Telemetry::ingest(std::vector<Reading> readings) {
    const Intake::Outcome done = co_await state_->gate.ingest(state_->gate.connection(Path::program, {}),
                                                              std::move(readings), "/readings");
    co_return IngestResult{done.accepted, done.duplicates};
}

}  // namespace hatang::telemetry
