// Datastreams and their Observations: made, changed, removed.
#include <algorithm>

#include "telemetry/record_change.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/own_properties.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/sensorthings/write_stream_parts.hpp"
#include "telemetry/storage/rollup.hpp"

namespace hatang::telemetry::sta {

ResultType type_of(const std::string& uri, std::string where) {
    const std::optional<ResultType> type = result_type_of_uri(uri);
    if (type && *type != ResultType::several) return *type;
    throw Error(Code::invalid_value, where,
                {uri,
                 "OM_Measurement, OM_CountObservation, OM_TruthObservation, OM_CategoryObservation, "
                 "OM_Observation"});
}

Unit unit_of(const json::Raw& raw, ResultType type, std::string where) {
    const json::Document document = json::parse(raw.json);
    const json::Value root = document.root();
    constexpr std::string_view names[] = {"name", "symbol", "definition"};
    for (const auto [name, value] : root.members(where))
        if (std::ranges::find(names, name) == std::end(names))
            throw Error(Code::unknown_field, json::pointer(where, name), {std::string(name)});
    Unit out;
    json::Writer w;
    w.begin_object();
    for (const std::string_view name : names) {
        const std::string at = json::pointer(where, name);
        const auto v = root.find(name);
        if (!v) throw Error(Code::missing_field, at, {std::string(name)});
        if (v->is_null() && type != ResultType::number) {
            w.key(name).null();
            continue;
        }
        const bool symbol = name == "symbol";
        json::check_text(v->text(at), symbol ? json::code_limits : json::name_limits, at);
        const std::string text = to_nfc(v->text());
        if (symbol) out.symbol = text;
        w.field(name, text);
    }
    w.end_object();
    out.json = w.take();
    return out;
}

task<std::optional<std::int64_t>> asset_of_linked(Writing& w, std::int64_t sensor_id) {
    const Error unknown(Code::unknown_sensor, "/Sensor", {std::to_string(sensor_id)});
    const db::Rows rows = co_await w.tx.run(telemetry::sql::sensor_by_id, sensor_id);
    if (rows.empty()) throw unknown;
    const std::optional<std::int64_t> asset = rows.front().maybe_integer("asset_id");
    bool hidden = false;
    try {
        co_await w.require_row(asset, {});
    } catch (const Error& e) {
        if (e.code != Code::not_found) throw;
        hidden = true;
    }
    if (hidden) throw unknown;
    co_return asset;
}

task<LinkedProperty> linked_property(Writing& w, std::int64_t property_id, std::string where) {
    const db::Rows rows = co_await w.tx.run(sql::observed_property_key, property_id);
    if (rows.empty())
        throw Error(Code::invalid_value, where, {std::to_string(property_id), "ObservedProperties"});
    co_return LinkedProperty{std::string(rows.front().text("key")), std::string(rows.front().text("name"))};
}

void require_same_thing(std::optional<std::int64_t> thing, std::optional<std::int64_t> asset) {
    if (thing && thing != asset)
        throw Error(Code::invalid_value, "/Thing",
                    {std::to_string(*thing), asset ? "Things(" + std::to_string(*asset) + ")" : "null"});
}

namespace {

// The columns of a datastream that stand among its properties.
struct StreamColumns {
    json::Patch<double> interval_s, least, most;
    json::Patch<std::int64_t> decimals;
};
StreamColumns stream_columns(OwnProperties& own) {
    StreamColumns out{own.number_patch("interval_s"), own.number_patch("least"), own.number_patch("most"),
                      own.integer_patch("decimals")};
    if (out.interval_s.value)
        json::check_number(*out.interval_s.value, json::interval_limits, OwnProperties::where("interval_s"));
    if (out.decimals.value)
        json::check_number(static_cast<double>(*out.decimals.value), json::decimals_limits,
                           OwnProperties::where("decimals"));
    return out;
}

constexpr std::int64_t decimals_default = 2;

constexpr std::string_view feature_property = "feature_of_interest";
// What the readings of a datastream that is made here are of.
task<void> set_feature(Writing& w, std::int64_t id, std::int64_t feature) {
    Stream& stream = w.made.at(id);
    PostedObservation posted{.reading = {}, .feature_id = feature};
    std::vector<FeatureWanted> wanted{{&posted, &stream, OwnProperties::where(feature_property)}};
    co_await settle_features(w.state, w.tx, &w.call, wanted);
    if (wanted.front().error) throw *wanted.front().error;
    co_await w.tx.run(sql::set_feature, id, feature);
    stream.feature_id = feature;
}

std::string extra_json_of(const std::optional<std::string>& description,
                          const std::optional<std::string>& unit, std::string_view properties) {
    json::Writer w;
    w.begin_object();
    if (description) w.field("description", *description);
    w.raw_field("unitOfMeasurement", unit ? std::string_view(*unit) : "null");
    w.raw_field("properties", properties).end_object();
    return w.take();
}

task<void> audit_stream(Writing& w, std::string_view action, std::int64_t id, std::string before,
                        std::string after) {
    if (before == after) co_return;
    security::Change change{.action = action,
                            .entity = "datastream",
                            .entity_id = id,
                            .before = std::move(before),
                            .after = std::move(after),
                            .reason = {}};
    co_await w.state.security.audit(w.tx, w.actor, std::move(change));
}

// The datastream with its row locked, for who may write there.
task<DatastreamView> require_stream(Writing& w, std::int64_t id) {
    const db::Rows rows = co_await w.tx.run(telemetry::sql::datastream_for_update, id);
    if (rows.empty()) throw_unknown(Set::datastreams, id);
    const DatastreamView view = datastream_of(rows.front());
    co_await w.require_row(view.asset_id, entity_path(Set::datastreams, id));
    co_return view;
}

PostedObservation read_posted_at(const std::string& where, const json::Document& document, Instant now,
                                 std::int64_t stream, bool multi) {
    try {
        return read_posted(document.root(), now, stream, {}, multi);
    } catch (Error& e) {
        e.where = where + e.where;
        throw;
    }
}

std::optional<std::int64_t> changed_link(const std::optional<json::Raw>& raw, std::string_view name) {
    if (!raw) return {};
    const std::optional<std::int64_t> id = link_of(*raw, "/" + std::string(name));
    if (!id)
        throw Error(Code::invalid_value, "/" + std::string(name),
                    {raw->json.substr(0, 100), R"({"@iot.id":…})"});
    return id;
}

}  // namespace

task<std::int64_t> add_stream(Writing& w, DatastreamInput input, StreamText text, ResultType type) {
    const DatastreamView made = co_await add_datastream(w.state, w.tx, input, w.actor);
    co_await w.tx.run(sql::complete_datastream, made.id, text.description, text.unit, text.properties);
    co_await w.tx.run(sql::set_result_type, made.id, to_text(type));
    Stream& stream = w.made.at(made.id);
    stream.about.sensor_id = made.sensor_id;
    stream.about.asset_id = made.asset_id;
    stream.about.least = input.least;
    stream.about.most = input.most;
    stream.result = type;
    stream.rollup_from_us = rollup_from_s(input.interval_s) * kSecond;
    w.streams.insert(made.id);
    co_return made.id;
}

task<void> make_first_observations(Writing& w, std::int64_t id, bool multi,
                                   const std::vector<json::Raw>& observations) {
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const std::string where = json::pointer("/Observations", i);
        const json::Document document = json::parse(observations[i].json);
        const PostedObservation posted =
            read_posted_at(where, document, w.state.platform.clock.now(), id, multi);
        (void)co_await inside(where, make_observation(w, posted));
    }
}

task<std::int64_t> make_datastream(Writing& w, const DatastreamEntity& in, PathLinks path) {
    const ResultType type = type_of(in.observation_type, "/observationType");
    const std::optional<std::int64_t> thing = in.thing ? std::optional(in.thing->id) : path.thing;
    std::optional<std::int64_t> sensor_link = path.sensor, property_link = path.observed_property;
    if (in.sensor) sensor_link = link_of(*in.sensor, "/Sensor");
    if (in.observed_property) property_link = link_of(*in.observed_property, "/ObservedProperty");
    if (!in.sensor && !sensor_link) throw Error(Code::missing_field, "/Sensor", {"Sensor"});
    if (!in.observed_property && !property_link)
        throw Error(Code::missing_field, "/ObservedProperty", {"ObservedProperty"});
    std::optional<std::int64_t> asset = thing;
    if (sensor_link) {
        asset = co_await asset_of_linked(w, *sensor_link);
        require_same_thing(thing, asset);
    } else {
        if (!thing) throw Error(Code::missing_field, "/Thing", {"Thing"});
        co_await w.require_asset(thing, "/Thing");
    }
    const Unit unit = unit_of(in.unit, type, "/unitOfMeasurement");
    DatastreamInput input{.sensor_id = sensor_link.value_or(0),
                          .name = in.name,
                          .property = {},
                          .unit = unit.symbol,
                          .interval_s = {},
                          .least = {},
                          .most = {},
                          .decimals = decimals_default};
    OwnProperties own(in.properties);
    const StreamColumns columns = stream_columns(own);
    input.interval_s = columns.interval_s.value;
    input.least = columns.least.value;
    input.most = columns.most.value;
    input.decimals = static_cast<int>(columns.decimals.value.value_or(decimals_default));
    if (property_link) {
        const LinkedProperty known = co_await linked_property(w, *property_link, "/ObservedProperty");
        input.property = known.key;
    } else {
        const auto entity = inline_entity<ObservedPropertyEntity>(*in.observed_property, "/ObservedProperty");
        const MadeProperty made = co_await inside("/ObservedProperty", make_observed_property(w, entity));
        input.property = made.key;
    }
    if (!sensor_link) {
        const auto entity = inline_entity<SensorEntity>(*in.sensor, "/Sensor");
        input.sensor_id = co_await inside("/Sensor", make_sensor(w, entity, thing));
    }
    const std::optional<std::int64_t> feature = own.integer(feature_property);
    const StreamText text{in.description, unit.json, own.rest()};
    const std::int64_t id = co_await add_stream(w, input, text, type);
    if (feature) co_await set_feature(w, id, *feature);
    if (in.observations) co_await make_first_observations(w, id, false, *in.observations);
    co_return id;
}

task<void> change_datastream_entity(Writing& w, std::int64_t id, const DatastreamChange& in, bool whole) {
    const DatastreamView before = co_await require_stream(w, id);
    const Stream* const known = w.state.storage.streams.find(id);
    const ResultType now = known ? known->result : ResultType::number;
    std::optional<Unit> new_unit;
    if (in.unit) new_unit = unit_of(*in.unit, now, "/unitOfMeasurement");
    // What the stored numbers mean cannot change.
    if (in.observation_type) {
        if (type_of(*in.observation_type, "/observationType") != now)
            throw Error(Code::invalid_value, "/observationType",
                        {*in.observation_type, std::string(observation_type(now))});
    }
    const auto sensor = changed_link(in.sensor, "Sensor");
    const auto property = changed_link(in.observed_property, "ObservedProperty");
    const auto thing = changed_link(in.thing, "Thing");
    std::optional<std::int64_t> asset = before.asset_id;
    if (sensor) asset = co_await asset_of_linked(w, *sensor);
    require_same_thing(thing, asset);
    std::string key = before.property;
    if (property) {
        const LinkedProperty linked = co_await linked_property(w, *property, "/ObservedProperty");
        key = linked.key;
    }

    std::optional<OwnProperties> own;
    if (in.properties || whole) own.emplace(in.properties);
    DatastreamPatch patch;
    patch.name = in.name;
    if (new_unit) patch.unit = new_unit->symbol;
    if (own) {
        const StreamColumns columns = stream_columns(*own);
        // Readings that were committed are of it.
        const json::Patch<std::int64_t> feature = own->integer_patch(feature_property);
        if (feature.given && feature.value != (known ? known->feature_id : std::nullopt))
            throw Error(Code::invalid_value, OwnProperties::where(feature_property),
                        {feature.value ? std::to_string(*feature.value) : "null", "as it is"});
        patch.interval_s = columns.interval_s;
        patch.least = columns.least;
        patch.most = columns.most;
        if (columns.decimals.given || whole)
            patch.decimals = columns.decimals.value.value_or(decimals_default);
        if (whole) patch.interval_s.given = patch.least.given = patch.most.given = true;
    }
    const std::function<void(std::int64_t)> check = [&w](std::int64_t version) {
        w.call.check_version(version);
    };
    (void)co_await change_datastream(w.state, w.tx, id, patch, check, w.actor);

    const std::int64_t sensor_id = sensor.value_or(before.sensor_id);
    if (sensor_id != before.sensor_id || key != before.property) {
        co_await w.tx.run(sql::relink_datastream, id, sensor_id, key);
        const auto links_json = [](std::int64_t s, const std::string& p) {
            json::Writer out;
            out.begin_object().field("sensor_id", s).field("property", p).end_object();
            return out.take();
        };
        co_await audit_stream(w, "datastream.relink", id, links_json(before.sensor_id, before.property),
                              links_json(sensor_id, key));
    }
    const db::Rows extra = co_await w.tx.run(sql::datastream_extra, id);
    const db::Row old = extra.front();
    const std::optional<std::string> old_unit = old.maybe_text("unit_of_measurement"),
                                     old_text = old.maybe_text("description");
    const std::optional<std::string> unit = new_unit ? std::optional(new_unit->json) : old_unit,
                                     text = in.description ? in.description : old_text;
    const std::string old_properties(old.text("properties")), properties = own ? own->rest() : old_properties;
    co_await w.tx.run(sql::complete_datastream, id, text, unit, properties);
    co_await audit_stream(w, "datastream.describe", id, extra_json_of(old_text, old_unit, old_properties),
                          extra_json_of(text, unit, properties));
    w.streams.insert(id);
}

task<void> end_stream(Writing& w, DatastreamView view) {
    const std::int64_t id = view.id;
    w.streams.insert(id);
    w.erased.push_back(id);
    // From here on nothing is accepted for it; a transaction that fails has it read again.
    if (Stream* const s = w.state.storage.streams.find(id)) s->about.sensor_id = 0;
    co_await end_mappings(w.state, w.tx, id, w.actor);
    co_await w.tx.run(sql::end_datastream, id);
    co_await record_change<DatastreamView>(w.state, w.tx, "datastream.delete", "datastream", &view, nullptr,
                                           w.actor);
}

task<void> remove_datastream(Writing& w, std::int64_t id) {
    const DatastreamView view = co_await require_stream(w, id);
    w.call.check_version(view.version);
    co_await end_stream(w, view);
}

task<void> remove_streams(Writing& w, const db::Rows& ids) {
    const auto bound = static_cast<std::int64_t>(sta_limits::streams_deleted_max);
    if (ids.size() > bound)
        throw Error(Code::too_many_items, {}, {std::to_string(ids.size()), std::to_string(bound)});
    for (const db::Row row : ids) {
        const std::int64_t id = row.integer("id");
        const db::Rows rows = co_await w.tx.run(telemetry::sql::any_datastream_for_update, id);
        if (rows.empty()) continue;  // it has just ended
        const DatastreamView view = datastream_of(rows.front());
        co_await w.require_row(view.asset_id, entity_path(Set::datastreams, id));
        co_await end_stream(w, view);
    }
}

task<std::int64_t> make_observation(Writing& w, PostedObservation posted) {
    const std::int64_t id = posted.reading.datastream_id;
    const Stream* const made = w.made.find(id);
    if (!made) {
        require_ingest(w.state, w.call.who, posted);
    } else {
        if (!w.call.who.may_within("telemetry.ingest"))
            throw Error(Code::forbidden, {}, {"telemetry.ingest"});
    }
    const Streams& streams = made ? w.made : w.state.storage.streams;
    std::vector<TermWanted> wanted;
    settle(streams, *streams.find(id), posted, wanted);
    if (!wanted.empty()) co_await code_terms(w.tx, wanted);
    if (auto error = check_readings(streams, w.state.platform.clock.now(), posted)) throw *error;
    std::vector<FeatureWanted> features;
    want_feature(posted, *streams.find(id), features);
    if (!features.empty()) co_await settle_features(w.state, w.tx, &w.call, features);
    if (!features.empty() && features.front().error) throw *features.front().error;
    PostedReadings all;
    add_readings(posted, all);
    for (const Reading& reading : all.readings) {
        std::vector<Reading>& list = made ? w.first_readings[reading.datastream_id] : w.readings.readings;
        if (list.size() >= limits::readings_per_batch_max)
            throw Error(Code::too_many_items, {},
                        {std::to_string(list.size() + 1), std::to_string(limits::readings_per_batch_max)});
        if (!made) {
            w.readings.add(reading, posted.own_feature);
            continue;
        }
        // Of those of one time the first counts.
        const bool first = std::ranges::none_of(list, [&](const Reading& r) { return r.t == reading.t; });
        if (posted.own_feature != 0 && first)
            w.first_named.add(reading.datastream_id, reading.t, posted.own_feature);
        list.push_back(reading);
    }
    co_return observation_id({id, {posted.reading.t.us}});
}

}  // namespace hatang::telemetry::sta
