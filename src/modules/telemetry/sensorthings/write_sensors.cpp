// Sensors and ObservedProperties: made, changed, removed.
#include "base/text.hpp"
#include "telemetry/record_change.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/own_properties.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {
namespace {

// ObservedProperties below are known to the program by their keys.
constexpr std::int64_t built_in_ids = 1'000;

// What SensorThings adds to a sensor, for the audit log.
std::string extra_json(std::string_view encoding_type, std::string_view metadata,
                       std::string_view properties) {
    json::Writer w;
    w.begin_object().field("encodingType", encoding_type);
    w.raw_field("metadata", metadata.empty() ? "null" : metadata).raw_field("properties", properties);
    w.end_object();
    return w.take();
}

std::string property_json(const db::Row& row) {
    json::Writer w;
    w.begin_object().field("key", row.text("key")).field("name", row.text("name"));
    w.field("definition", row.text("definition")).field("description", row.text("description"));
    w.raw_field("properties", row.text("properties")).end_object();
    return w.take();
}

task<db::Row> require_sensor_row(Writing& w, std::int64_t id, db::Rows& rows) {
    rows = co_await w.tx.run(telemetry::sql::sensor_for_update, id);
    if (rows.empty()) throw_unknown(Set::sensors, id);
    const std::optional<std::int64_t> asset = rows.front().maybe_integer("asset_id");
    co_await w.require_row(asset, entity_path(Set::sensors, id));
    co_return rows.front();
}

}  // namespace

std::optional<std::int64_t> link_of(const json::Raw& raw, std::string_view where) {
    const json::Document document = json::parse(raw.json);
    const json::Value root = document.root();
    (void)root.members(where);
    if (!root.find("@iot.id")) return {};
    return json::read<EntityLink>(root, where).id;
}

task<std::int64_t> make_sensor(Writing& w, const SensorEntity& in, std::optional<std::int64_t> thing) {
    OwnProperties own(in.properties);
    const std::optional<std::string> serial = own.text("serial");
    const std::optional<std::int64_t> asset = own.integer("asset");
    if (!thing) co_await w.require_asset(asset, OwnProperties::where("asset"));
    SensorInput input{.asset_id = thing ? thing : asset,
                      .serial = serial ? *serial : "sta-" + random_hex(8),
                      .name = in.name,
                      .model = own.text("model"),
                      .description = in.description,
                      .lon = {},
                      .lat = {}};
    const SensorView made = co_await add_sensor(w.state, w.tx, input, w.actor);
    const std::string rest = own.rest();
    co_await w.tx.run(sql::complete_sensor, made.id, in.encoding_type, in.metadata.json, rest);
    co_return made.id;
}

task<void> change_sensor_entity(Writing& w, std::int64_t id, const SensorChange& in, bool whole) {
    db::Rows rows;
    (void)co_await require_sensor_row(w, id, rows);
    std::optional<OwnProperties> own;
    if (in.properties || whole) own.emplace(in.properties);
    SensorPatch patch;
    patch.name = in.name;
    if (in.description) patch.description = {.given = true, .value = in.description};
    if (own) {
        if (const auto serial = own->text("serial")) patch.serial = serial;
        patch.model = own->text_patch("model");
        if (whole) patch.model.given = true;
        patch.asset_id = own->integer_patch("asset");
        if (patch.asset_id.given)
            co_await w.require_asset(patch.asset_id.value, OwnProperties::where("asset"));
    }
    const std::function<void(std::int64_t)> check = [&w](std::int64_t version) {
        w.call.check_version(version);
    };
    (void)co_await change_sensor(w.state, w.tx, id, patch, check, w.actor);
    const db::Rows extra = co_await w.tx.run(sql::sensor_extra, id);
    const db::Row old = extra.front();
    const std::optional<std::string> metadata =
        in.metadata ? std::optional(in.metadata->json) : old.maybe_text("metadata");
    const std::string type = in.encoding_type.value_or(std::string(old.text("encoding_type"))),
                      properties = own ? own->rest() : std::string(old.text("properties"));
    co_await w.tx.run(sql::complete_sensor, id, type, metadata, properties);
    security::Change change{
        .action = "sensor.describe",
        .entity = "sensor",
        .entity_id = id,
        .before = extra_json(old.text("encoding_type"), old.maybe_text("metadata").value_or(""),
                             old.text("properties")),
        .after = extra_json(type, metadata.value_or(""), properties),
        .reason = {}};
    if (change.before != change.after) co_await w.state.security.audit(w.tx, w.actor, std::move(change));
    w.sensors.insert(id);
}

task<void> remove_sensor(Writing& w, std::int64_t id) {
    db::Rows rows;
    const db::Row row = co_await require_sensor_row(w, id, rows);
    w.call.check_version(row.integer("version"));
    const auto bound = static_cast<std::int64_t>(sta_limits::streams_deleted_max);
    const db::Rows streams = co_await w.tx.run(sql::sensor_streams, id, bound + 1);
    co_await remove_streams(w, streams);
    co_await w.tx.run(sql::delete_sensor, id);
    const SensorView before = sensor_of(row);
    co_await record_change<SensorView>(w.state, w.tx, "sensor.delete", "sensor", &before, nullptr, w.actor);
}

task<MadeProperty> make_observed_property(Writing& w, const ObservedPropertyEntity& in) {
    if (!w.call.who.may("sensor.write")) throw Error(Code::forbidden, {}, {"sensor.write"});
    OwnProperties own(in.properties);
    const std::optional<std::string> key = own.text("key");
    const std::string rest = own.rest();
    db::Rows rows;
    bool taken = false;
    try {
        rows = co_await w.tx.run(sql::insert_observed_property, key, in.name, in.definition, in.description,
                                 rest);
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("observed_property_key")) throw;
        taken = true;
    }
    if (taken)
        throw Error(Code::invalid_value, "/properties/key", {*key, "key of no other ObservedProperty"});
    const MadeProperty made{rows.front().integer("id"), std::string(rows.front().text("key"))};
    security::Change change{.action = "observed_property.create",
                            .entity = "observed_property",
                            .entity_id = made.id,
                            .before = {},
                            .after = property_json(rows.front()),
                            .reason = {}};
    co_await record_change(w.state, w.tx, std::move(change), w.actor);
    co_return made;
}

task<void> change_observed_property(Writing& w, std::int64_t id, const ObservedPropertyChange& in,
                                    bool whole) {
    const db::Rows rows = co_await w.tx.run(sql::observed_property_for_update, id);
    if (rows.empty()) throw_unknown(Set::observed_properties, id);
    if (!w.call.who.may("sensor.write")) throw Error(Code::forbidden, {}, {"sensor.write"});
    const db::Row old = rows.front();
    w.call.check_version(old.integer("version"));
    std::string properties(old.text("properties"));
    if (in.properties || whole) {
        OwnProperties own(in.properties);
        // Datastreams, rules of alarms and devices know the property by its key.
        const std::optional<std::string> key = own.text("key");
        if (key && *key != old.text("key"))
            throw Error(Code::invalid_value, "/properties/key", {*key, std::string(old.text("key"))});
        properties = own.rest();
    }
    const std::string name = in.name.value_or(std::string(old.text("name"))),
                      definition = in.definition.value_or(std::string(old.text("definition"))),
                      description = in.description.value_or(std::string(old.text("description")));
    const db::Rows now =
        co_await w.tx.run(sql::update_observed_property, id, name, definition, description, properties);
    security::Change change{.action = "observed_property.change",
                            .entity = "observed_property",
                            .entity_id = id,
                            .before = property_json(old),
                            .after = property_json(now.front()),
                            .reason = {}};
    co_await record_change(w.state, w.tx, std::move(change), w.actor);
}

task<void> remove_observed_property(Writing& w, std::int64_t id) {
    const db::Rows rows = co_await w.tx.run(sql::observed_property_for_update, id);
    if (rows.empty()) throw_unknown(Set::observed_properties, id);
    if (!w.call.who.may("sensor.write")) throw Error(Code::forbidden, {}, {"sensor.write"});
    const db::Row old = rows.front();
    w.call.check_version(old.integer("version"));
    if (id < built_in_ids) throw Error(Code::method_not_allowed, {}, {"DELETE"});
    const auto bound = static_cast<std::int64_t>(sta_limits::streams_deleted_max);
    const db::Rows streams = co_await w.tx.run(sql::observed_property_streams, id, bound + 1);
    co_await remove_streams(w, streams);
    co_await w.tx.run(sql::delete_observed_property, id);
    security::Change change{.action = "observed_property.delete",
                            .entity = "observed_property",
                            .entity_id = id,
                            .before = property_json(old),
                            .after = {},
                            .reason = {}};
    co_await record_change(w.state, w.tx, std::move(change), w.actor);
}

}  // namespace hatang::telemetry::sta
