// Sensors, ObservedProperties and Datastreams posted to SensorThings. What is posted together is made in one
// transaction.
#include <algorithm>

#include "base/text.hpp"
#include "http/base_url.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/sensorthings/entity_input.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

using sta::DatastreamEntity;
using sta::ObservedPropertyEntity;
using sta::SensorEntity;

// The members of `properties` that are columns of our own are taken out of it.
class OwnProperties {
  public:
    explicit OwnProperties(const std::optional<json::Raw>& raw)
        : document_(json::parse(raw ? raw->json : "{}")) {
        (void)document_.root().members("/properties");
    }
    std::optional<std::string> text(std::string_view name) {
        const auto v = take(name);
        return v ? std::optional(std::string(v->text(where(name)))) : std::nullopt;
    }
    std::optional<std::int64_t> integer(std::string_view name) {
        const auto v = take(name);
        return v ? std::optional(v->integer(where(name))) : std::nullopt;
    }
    std::optional<double> number(std::string_view name) {
        const auto v = take(name);
        return v ? std::optional(v->number(where(name))) : std::nullopt;
    }
    std::string rest() const {
        json::Writer w;
        w.begin_object();
        for (const auto [name, value] : document_.root().members())
            if (std::ranges::find(taken_, name) == taken_.end()) w.raw_field(name, value.dump());
        w.end_object();
        return w.take();
    }
    static std::string where(std::string_view name) { return json::pointer("/properties", name); }

  private:
    std::optional<json::Value> take(std::string_view name) {
        taken_.emplace_back(name);
        const auto v = document_.root().find(name);
        return v && !v->is_null() ? v : std::nullopt;
    }
    json::Document document_;
    std::vector<std::string> taken_;
};

// {"@iot.id":…} alone is a link.
std::optional<std::int64_t> link_of(const json::Raw& raw, std::string_view where) {
    const json::Document document = json::parse(raw.json);
    const json::Value root = document.root();
    (void)root.members(where);
    if (!root.find("@iot.id")) return {};
    return json::read<sta::EntityLink>(root, where).id;
}

template <class Entity>
Entity inline_entity(const json::Raw& raw, std::string_view where) {
    const json::Document document = json::parse(raw.json);
    return json::read<Entity>(document.root(), where);
}

http::Response created(const http::Call& call, std::string_view set, std::int64_t id) {
    http::Response response;
    response.status = 201;
    response.header("Location", http::base_url(call.request) + "/sta/v1.1/" + std::string(set) + "(" +
                                    std::to_string(id) + ")");
    return response;
}

task<std::int64_t> make_sensor(Telemetry::State& state, db::Session& tx, const SensorEntity& in,
                               std::optional<std::int64_t> thing, const security::Actor& actor) {
    OwnProperties own(in.properties);
    const std::optional<std::string> serial = own.text("serial");
    const std::optional<std::int64_t> asset = own.integer("asset");
    SensorInput input{.asset_id = thing ? thing : asset,
                      .serial = serial ? *serial : "sta-" + random_hex(8),
                      .name = in.name,
                      .model = own.text("model"),
                      .description = in.description,
                      .lon = {},
                      .lat = {}};
    const SensorView made = co_await add_sensor(state, tx, input, actor);
    const std::string rest = own.rest();
    co_await tx.run(sta::sql::complete_sensor, made.id, in.encoding_type, in.metadata.json, rest);
    co_return made.id;
}

task<std::string> make_observed_property(Telemetry::State& state, db::Session& tx,
                                         const ObservedPropertyEntity& in, std::int64_t& id,
                                         const security::Actor& actor) {
    OwnProperties own(in.properties);
    const std::optional<std::string> key = own.text("key");
    const std::string rest = own.rest();
    std::string made_key;
    bool taken = false;
    try {
        const db::Rows rows = co_await tx.run(sta::sql::insert_observed_property, key, in.name, in.definition,
                                              in.description, rest);
        id = rows.front().integer("id");
        made_key = rows.front().text("key");
    } catch (const db::SqlError& e) {
        if (!e.unique_violation("observed_property_key")) throw;
        taken = true;
    }
    if (taken)
        throw Error(Code::invalid_value, "/properties/key", {*key, "key of no other ObservedProperty"});
    security::Change change{.action = "observed_property.create",
                            .entity = "observed_property",
                            .entity_id = id,
                            .before = {},
                            .after = json::to_json(in),
                            .reason = {}};
    co_await state.security.audit(tx, actor, std::move(change));
    co_return made_key;
}

task<http::Response> post_sensor_entity(Telemetry::State& state, http::Call& call, const SensorEntity& in) {
    const security::Actor actor = security::actor_of(call);
    OwnProperties own(in.properties);
    co_await state.require_writable_asset(call.who, own.integer("asset"), "/properties/asset");
    const auto body = [&](db::Session& tx) -> task<std::int64_t> {
        return make_sensor(state, tx, in, {}, actor);
    };
    const std::int64_t id = co_await state.platform.db.transaction(body);
    co_return created(call, "Sensors", id);
}

task<http::Response> post_observed_property(Telemetry::State& state, http::Call& call,
                                            const ObservedPropertyEntity& in) {
    const security::Actor actor = security::actor_of(call);
    std::int64_t id = 0;
    const auto body = [&](db::Session& tx) -> task<std::string> {
        return make_observed_property(state, tx, in, id, actor);
    };
    (void)co_await state.platform.db.transaction(body);
    co_return created(call, "ObservedProperties", id);
}

// The asset of a linked sensor, as far as the caller may write there.
task<std::optional<std::int64_t>> asset_of_sensor(Telemetry::State& state, const http::Call& call,
                                                  std::int64_t id) {
    const Error unknown(Code::unknown_sensor, "/Sensor", {std::to_string(id)});
    const db::Rows rows = co_await state.platform.db.run(sql::sensor_by_id, id);
    if (rows.empty()) throw unknown;
    const std::optional<std::int64_t> asset = rows.front().maybe_integer("asset_id");
    const bool visible = co_await state.registry.may(call.who, "telemetry.read", asset);
    if (!visible) throw unknown;
    co_await state.require_writable_asset(call.who, asset, "/Sensor");
    co_return asset;
}

task<http::Response> post_datastream_entity(Telemetry::State& state, http::Call& call,
                                            const DatastreamEntity& in, std::optional<std::int64_t> thing) {
    const security::Actor actor = security::actor_of(call);
    if (in.observation_type != sta::measurement_type)
        throw Error(Code::invalid_value, "/observationType",
                    {in.observation_type, std::string(sta::measurement_type)});
    if (in.thing) thing = in.thing->id;
    const std::optional<std::int64_t> sensor_link = link_of(in.sensor, "/Sensor");
    const std::optional<std::int64_t> property_link = link_of(in.observed_property, "/ObservedProperty");
    std::optional<SensorEntity> sensor;
    std::optional<ObservedPropertyEntity> property;
    if (!property_link) {
        property = inline_entity<ObservedPropertyEntity>(in.observed_property, "/ObservedProperty");
        if (!call.who.may("sensor.write")) throw Error(Code::forbidden, {}, {"sensor.write"});
    }
    if (sensor_link) {
        // A sensor stands on one work, and its datastreams are of that work.
        const std::optional<std::int64_t> asset = co_await asset_of_sensor(state, call, *sensor_link);
        if (thing && thing != asset)
            throw Error(Code::invalid_value, "/Thing",
                        {std::to_string(*thing), asset ? "Things(" + std::to_string(*asset) + ")" : "null"});
    } else {
        sensor = inline_entity<SensorEntity>(in.sensor, "/Sensor");
        if (!thing) throw Error(Code::missing_field, "/Thing", {"Thing"});
        co_await state.require_writable_asset(call.who, thing, "/Thing");
    }
    OwnProperties own(in.properties);
    DatastreamInput input{.sensor_id = 0,
                          .name = in.name,
                          .property = {},
                          .unit = in.unit.symbol,
                          .interval_s = own.number("interval_s"),
                          .least = own.number("least"),
                          .most = own.number("most"),
                          .decimals = 2};
    if (input.interval_s)
        json::check_number(*input.interval_s, json::interval_limits, OwnProperties::where("interval_s"));
    if (const auto decimals = own.integer("decimals")) {
        json::check_number(static_cast<double>(*decimals), json::decimals_limits,
                           OwnProperties::where("decimals"));
        input.decimals = static_cast<int>(*decimals);
    }
    const std::string unit = json::to_json(in.unit), rest = own.rest();
    const auto body = [&](db::Session& tx) -> task<std::int64_t> {
        if (property) {
            std::int64_t property_id = 0;
            input.property = co_await make_observed_property(state, tx, *property, property_id, actor);
        } else {
            const db::Rows rows = co_await tx.run(sta::sql::observed_property_key, *property_link);
            if (rows.empty())
                throw Error(Code::invalid_value, "/ObservedProperty",
                            {std::to_string(*property_link), "ObservedProperties"});
            input.property = rows.front().text("key");
        }
        input.sensor_id = sensor_link ? *sensor_link : 0;
        if (sensor) input.sensor_id = co_await make_sensor(state, tx, *sensor, thing, actor);
        const DatastreamView made = co_await add_datastream(state, tx, input, actor);
        co_await tx.run(sta::sql::complete_datastream, made.id, in.description, unit, rest);
        co_return made.id;
    };
    const std::int64_t id = co_await state.platform.db.transaction(body);
    const std::vector<std::int64_t> ids{id}, none;
    co_await state.reload_now(ids, none);
    co_return created(call, "Datastreams", id);
}

}  // namespace

void add_sensorthings_entity_routes(http::Router& router, Telemetry::State& state) {
    router.post<SensorEntity, http::Response>(
        "/sta/v1.1/Sensors",
        {"sensorthings.sensors.create", http::may_within("sensor.write"), "Adds a Sensor"},
        [&state](http::Call& call, const SensorEntity& in) { return post_sensor_entity(state, call, in); });
    router.post<ObservedPropertyEntity, http::Response>(
        "/sta/v1.1/ObservedProperties",
        {"sensorthings.observed_properties.create", http::may("sensor.write"), "Adds an ObservedProperty"},
        [&state](http::Call& call, const ObservedPropertyEntity& in) {
            return post_observed_property(state, call, in);
        });
    router.post<DatastreamEntity, http::Response>(
        "/sta/v1.1/Datastreams",
        {"sensorthings.datastreams.create", http::may_within("sensor.write"),
         "Adds a Datastream, with its Sensor and ObservedProperty where they are posted with it"},
        [&state](http::Call& call, const DatastreamEntity& in) {
            return post_datastream_entity(state, call, in, {});
        });
    router.post<DatastreamEntity, http::Response>(
        "/sta/v1.1/Things({id})/Datastreams",
        {"sensorthings.thing.datastreams.create", http::may_within("sensor.write"),
         "Adds a Datastream to a Thing"},
        [&state](http::Call& call, const DatastreamEntity& in) {
            return post_datastream_entity(state, call, in, call.path_id("id"));
        });
}

}  // namespace hatang::telemetry
