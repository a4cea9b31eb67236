// The parts of the module, shared by its routes.
#pragma once

#include <set>

#include "telemetry/chirpstack/reader.hpp"
#include "telemetry/ingest/broker_source.hpp"
#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/listener_source.hpp"
#include "telemetry/line_protocol/intake.hpp"
#include "telemetry/mappings/store.hpp"
#include "telemetry/plain_json/reader.hpp"
#include "telemetry/sensorthings/broker_reader.hpp"
#include "telemetry/sensorthings/updates.hpp"
#include "telemetry/sparkplug/reader.hpp"
#include "telemetry/storage/storage.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct Telemetry::State {
    State(Platform&, security::Security&, registry::Registry&);

    Platform& platform;
    security::Security& security;
    registry::Registry& registry;
    Storage storage;
    Gate gate;
    MessageIntake messages;
    BrokerSource broker;
    ListenerSource devices;
    MappingStore mappings;
    SeriesCache series_cache{mappings.book, storage.streams};
    DecoderBook decoders;
    DecoderChoices choices;
    sta::BrokerReader sta_reader{gate, storage.streams, platform.db};
    sta::Updates updates{*this};
    // Whether any reading is of another feature of interest than its work: true once there is one, and looked
    // for again after a second while there is none.
    bool own_features = false;
    Instant own_features_looked{0};
    std::multiset<std::int64_t> ending_features;  // of interest: nothing more may be of them
    std::string broker_endpoint;                  // mqtt://host:port; empty: no broker
    ChirpStackReader chirpstack_reader{gate, storage.streams, mappings.book, choices};
    JsonReader json_reader{gate, storage.streams, mappings.book};
    SparkplugReader sparkplug_reader{gate, storage.streams, mappings.book};
    std::set<std::string, std::less<>> listened_filters;  // of plain JSON
    task<void> load_json_topics();
    std::vector<std::function<void()>> on_changed;
    bool serving = false;

    // Datastreams, sensors and assets that have changed, read again together a moment later. Wards and
    // imports may move any asset: then all is read again.
    std::vector<std::int64_t> changed_datastreams, changed_sensors, changed_assets;
    bool all_changed = false, reload_waiting = false;
    void reload_soon(const events::Event&);
    task<void> reload();
    task<void> reload_now(std::vector<std::int64_t> datastreams, std::vector<std::int64_t> sensors,
                          std::vector<std::int64_t> assets = {});
    // Throws unknown_asset at `where` for an asset that may not be seen, forbidden for one without
    // sensor.write.
    task<void> require_writable_asset(http::Principal, std::optional<std::int64_t> asset_id,
                                      std::string where);
};

// -- sensors/store.cpp: each checks, writes the row, the audit row and the event in the caller's transaction.
task<SensorView> add_sensor(Telemetry::State&, db::Session&, const SensorInput&, const security::Actor&);
task<SensorView> change_sensor(Telemetry::State&, db::Session&, std::int64_t id, const SensorPatch&,
                               const std::function<void(std::int64_t)>& check_version,
                               const security::Actor&);
task<DatastreamView> add_datastream(Telemetry::State&, db::Session&, const DatastreamInput&,
                                    const security::Actor&);
task<DatastreamView> change_datastream(Telemetry::State&, db::Session&, std::int64_t id,
                                       const DatastreamPatch&,
                                       const std::function<void(std::int64_t)>& check_version,
                                       const security::Actor&);
SensorView sensor_of(const db::Row&);
DatastreamView datastream_of(const db::Row&);
// Adds the newest reading, its age and whether that is too old.
void add_last(const Telemetry::State&, DatastreamView&);
bool is_stale(const Stream&, Instant now);

// -- mappings/store.cpp: the series that feed a datastream wait again when it ends.
task<void> end_mappings(Telemetry::State&, db::Session&, std::int64_t datastream_id, const security::Actor&);

// -- routes of each capability
void add_sensor_routes(http::Router&, Telemetry::State&);
void add_datastream_routes(http::Router&, Telemetry::State&);
void add_series_routes(http::Router&, Telemetry::State&);
void add_ingest_routes(http::Router&, Telemetry::State&);
void add_sensorthings_routes(http::Router&, Telemetry::State&);
void add_sensorthings_write_routes(http::Router&, Telemetry::State&);
void add_sensorthings_entity_routes(http::Router&, Telemetry::State&);
void add_sensorthings_batch_routes(http::Router&, Telemetry::State&);
void add_mapping_routes(http::Router&, Telemetry::State&);
void add_line_protocol_routes(http::Router&, Telemetry::State&);
void add_decoder_routes(http::Router&, Telemetry::State&);
void add_file_routes(http::Router&, Telemetry::State&);
void register_file_job(Telemetry::State&);
void add_device_routes(http::Router&, Telemetry::State&);
void add_json_topic_routes(http::Router&, Telemetry::State&);
void add_retention_routes(http::Router&, Telemetry::State&);

}  // namespace hatang::telemetry
