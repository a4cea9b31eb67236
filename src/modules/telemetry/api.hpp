// Sensors, datastreams and their readings. Accepted means committed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "module.hpp"
#include "registry/api.hpp"
#include "security/api.hpp"
#include "telemetry/reading.hpp"

namespace hatang::mqtt {
class Client;
class Server;
struct Visitor;
struct Admission;
}  // namespace hatang::mqtt

namespace hatang::telemetry {

struct Datastream {
    std::int64_t id = 0, sensor_id = 0;
    std::optional<double> interval_s;  // declared time between readings; nothing: event based
    std::optional<double> least, most;
    std::optional<std::int64_t> asset_id;
    int decimals = 2;
    std::string name, property, unit;

    // Who may see it: that of its asset.
    std::optional<std::int64_t> owner_id, operator_id;
    std::string ward_code, domain, asset_class;
    security::Sensitivity sensitivity = security::Sensitivity::internal;
    security::AssetKey key() const {
        return {owner_id, operator_id, ward_code, domain, asset_class, sensitivity};
    }
};

struct SensorInput {
    std::optional<std::int64_t> asset_id;
    std::string serial, name;
    std::optional<std::string> model, description;
    std::optional<double> lon, lat;
};
struct DatastreamInput {
    std::int64_t sensor_id = 0;
    std::string name, property, unit;
    std::optional<double> interval_s, least, most;
    int decimals = 2;
};

// Of what is told to clients at the broker (SensorThings, receive-updates-via-mqtt).
struct UpdateSettings {
    std::string account;              // whose rights bound what is told; empty: nothing is
    std::string address;              // in front of /sta/v1.1 in links: "https://ha-tang.example.vn"
    std::vector<std::string> topics;  // beside those that the broker tells of
};

class Telemetry final : public Module {
  public:
    Telemetry(Platform&, security::Security&, registry::Registry&);
    ~Telemetry() override;
    db::ModuleSchema schema() const override;
    void add_routes(http::Router&) override;
    task<void> start(bool serving) override;  // replays the batch log into the heads
    task<void> stop() override;               // commits what is accepted, seals nothing in a hurry
    // Takes observations from the broker: QoS 1 messages are acknowledged after their commit.
    void ingest_from(mqtt::Client&);
    // Takes what devices publish at our own listener; it asks who may come in.
    void ingest_from(mqtt::Server&);
    task<mqtt::Admission> admit_device(mqtt::Visitor);
    // Tells clients there what has changed. Throws unknown_user, invalid_value.
    task<void> send_updates(mqtt::Client&, UpdateSettings);
    // Before the client goes: waits a little for commits under way and acknowledges them.
    task<void> end_ingest();

    task<std::int64_t> add_sensor(db::Session&, SensorInput,
                                  security::Actor);  // throws unknown_asset, duplicate serial
    task<std::int64_t> add_datastream(db::Session&, DatastreamInput, security::Actor);
    // Call after the transaction that added them has committed (the routes do it themselves).
    task<void> refresh();

    const Datastream* find(std::int64_t datastream_id) const;  // loop thread; nullptr when unknown
    std::vector<const Datastream*> all() const;
    std::optional<Reading> last(std::int64_t datastream_id) const;
    // Called on the loop after each commit with the readings that were new, in order of arrival.
    void on_committed(std::function<void(std::span<const Reading>)>);
    // Called when datastreams were added or changed.
    void on_datastreams_changed(std::function<void()>);
    double readings_per_s() const;

    struct IngestResult {
        std::int64_t accepted = 0, duplicates = 0;
    };
    // Checks all, then commits all or nothing. Throws the precise error with `where` of the bad reading.
    task<IngestResult> ingest(std::vector<Reading>);

    struct State;

  private:
    std::unique_ptr<State> state_;
};

// Read-only views (schema telemetry_api): datastream(id, sensor_id, asset_id, name, property, unit,
// interval_s), sensor(id, asset_id, serial, name, lon, lat).

}  // namespace hatang::telemetry
