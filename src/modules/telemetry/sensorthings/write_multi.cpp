// MultiDatastreams: a datastream whose readings say when there was an Observation, and one for each result.
#include "telemetry/record_change.hpp"
#include "telemetry/sensors/queries.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/own_properties.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/tables.hpp"
#include "telemetry/sensorthings/write_stream_parts.hpp"

namespace hatang::telemetry::sta {
namespace {

json::Patch<double> interval_among(OwnProperties& own) {
    const json::Patch<double> out = own.number_patch("interval_s");
    if (out.value) json::check_number(*out.value, json::interval_limits, OwnProperties::where("interval_s"));
    own.pass_over("datastreams");  // told by the answer
    return out;
}

void check_sizes(const MultiDatastreamEntity& in) {
    if (result_type_of_uri(in.observation_type) != ResultType::several)
        throw Error(Code::invalid_value, "/observationType",
                    {in.observation_type, std::string(observation_type(ResultType::several))});
    if (in.types.empty()) throw Error(Code::out_of_range, "/multiObservationDataTypes", {"0", "≥ 1"});
    const auto same_size = [&](std::size_t size, std::string_view name) {
        if (size != in.types.size())
            throw Error(Code::invalid_value, "/" + std::string(name),
                        {std::to_string(size), std::to_string(in.types.size())});
    };
    same_size(in.units.size(), "unitOfMeasurements");
    same_size(in.observed_properties.size(), "ObservedProperties");
}

task<LinkedProperty> property_at(Writing& w, const json::Raw& raw, std::string where) {
    const std::optional<std::int64_t> link = link_of(raw, where);
    if (link) {
        LinkedProperty linked = co_await linked_property(w, *link, where);
        co_return linked;
    }
    const auto entity = inline_entity<ObservedPropertyEntity>(raw, where);
    const MadeProperty made = co_await inside(where, make_observed_property(w, entity));
    co_return LinkedProperty{made.key, entity.name};
}

task<DatastreamView> require_multi(Writing& w, std::int64_t id) {
    const db::Rows rows = co_await w.tx.run(telemetry::sql::any_datastream_for_update, id);
    if (rows.empty() || rows.front().text("result_type") != to_text(ResultType::several))
        throw_unknown(Set::multi_datastreams, id);
    const DatastreamView view = datastream_of(rows.front());
    co_await w.require_row(view.asset_id, entity_path(Set::multi_datastreams, id));
    w.call.check_version(view.version);
    co_return view;
}

// What its results are does not change: it may be repeated.
task<void> require_same_results(Writing& w, std::int64_t id, const MultiDatastreamChange& in) {
    if (in.observation_type && result_type_of_uri(*in.observation_type) != ResultType::several)
        throw Error(Code::invalid_value, "/observationType",
                    {*in.observation_type, std::string(observation_type(ResultType::several))});
    const Table& columns = table(Set::multi_datastreams);
    const auto now = [&](std::string_view name) { return with_aliases(columns.column(name)->value, "e"); };
    const std::string types = now("multiObservationDataTypes"), units = now("unitOfMeasurements"),
                      text = "select coalesce($2::jsonb = " + types +
                             ", true) as types, coalesce($3::jsonb = " + units +
                             ", true) as units from telemetry.datastream e where e.id = $1";
    const db::Query query{"telemetry.sta.same_results", text};
    const auto json_of = [](const std::optional<json::Raw>& raw) {
        return raw ? std::optional(raw->json) : std::nullopt;
    };
    const std::optional<std::string> new_types = json_of(in.types), new_units = json_of(in.units);
    const db::Rows rows = co_await w.tx.run(query, id, new_types, new_units);
    const auto refuse = [](std::string_view name, const json::Raw& raw) {
        throw Error(Code::invalid_value, "/" + std::string(name), {raw.json.substr(0, 100), "as it is"});
    };
    if (!rows.front().boolean("types")) refuse("multiObservationDataTypes", *in.types);
    if (!rows.front().boolean("units")) refuse("unitOfMeasurements", *in.units);
}

}  // namespace

task<std::int64_t> make_multi_datastream(Writing& w, const MultiDatastreamEntity& in, PathLinks path) {
    check_sizes(in);
    const std::optional<std::int64_t> thing = in.thing ? std::optional(in.thing->id) : path.thing;
    std::optional<std::int64_t> sensor = path.sensor;
    if (in.sensor) sensor = link_of(*in.sensor, "/Sensor");
    if (!in.sensor && !sensor) throw Error(Code::missing_field, "/Sensor", {"Sensor"});
    if (sensor) {
        const std::optional<std::int64_t> asset = co_await asset_of_linked(w, *sensor);
        require_same_thing(thing, asset);
    } else {
        if (!thing) throw Error(Code::missing_field, "/Thing", {"Thing"});
        co_await w.require_asset(thing, "/Thing");
    }
    OwnProperties own(in.properties);
    const std::optional<double> interval_s = interval_among(own).value;
    std::vector<ResultType> types;
    std::vector<Unit> units;
    std::vector<LinkedProperty> properties;
    for (std::size_t i = 0; i < in.types.size(); ++i) {
        types.push_back(type_of(in.types[i], json::pointer("/multiObservationDataTypes", i)));
        units.push_back(unit_of(in.units[i], types[i], json::pointer("/unitOfMeasurements", i)));
    }
    for (std::size_t i = 0; i < in.types.size(); ++i) {
        const std::string where = json::pointer("/ObservedProperties", i);
        LinkedProperty property = co_await property_at(w, in.observed_properties[i], where);
        // Results are told by what they measure.
        for (const LinkedProperty& other : properties)
            if (other.key == property.key)
                throw Error(Code::invalid_value, where,
                            {property.key, "one ObservedProperty for each result"});
        json::check_text(in.name + " / " + property.name, json::name_limits, "/name");
        properties.push_back(std::move(property));
    }
    if (!sensor) {
        const auto entity = inline_entity<SensorEntity>(*in.sensor, "/Sensor");
        sensor = co_await inside("/Sensor", make_sensor(w, entity, thing));
    }
    DatastreamInput input{.sensor_id = *sensor,
                          .name = in.name,
                          .property = properties.front().key,
                          .unit = {},
                          .interval_s = interval_s,
                          .least = {},
                          .most = {}};
    const StreamText marks{in.description, std::nullopt, own.rest()};
    const std::int64_t id = co_await add_stream(w, input, marks, ResultType::several);
    std::vector<std::int64_t> parts;
    for (std::size_t i = 0; i < types.size(); ++i) {
        input.name = in.name + " / " + properties[i].name;
        input.property = properties[i].key;
        input.unit = units[i].symbol;
        const StreamText text{in.description, units[i].json, "{}"};
        const std::int64_t part = co_await add_stream(w, input, text, types[i]);
        const auto position = static_cast<std::int64_t>(i);
        co_await w.tx.run(sql::insert_part, id, position, part);
        parts.push_back(part);
    }
    w.made.at(id).parts = std::move(parts);
    if (in.observations) co_await make_first_observations(w, id, true, *in.observations);
    co_return id;
}

task<void> change_multi_datastream(Writing& w, std::int64_t id, const MultiDatastreamChange& in, bool whole) {
    const DatastreamView before = co_await require_multi(w, id);
    co_await require_same_results(w, id, in);
    const db::Rows extra = co_await w.tx.run(sql::datastream_extra, id);
    const db::Row old = extra.front();
    const std::optional<std::string> text = in.description ? in.description : old.maybe_text("description");
    std::string properties(old.text("properties"));
    DatastreamView after = before;
    if (in.name) after.name = *in.name;
    if (in.properties || whole) {
        OwnProperties own(in.properties);
        const json::Patch<double> interval_s = interval_among(own);
        if (interval_s.given || whole) after.interval_s = interval_s.value;
        properties = own.rest();
    }
    co_await w.tx.run(sql::update_multi, id, after.name, text, properties, after.interval_s);
    ++after.version;
    co_await record_change<DatastreamView>(w.state, w.tx, "datastream.change", "datastream", &before, &after,
                                           w.actor);
    w.streams.insert(id);
}

task<void> remove_multi_datastream(Writing& w, std::int64_t id) {
    const DatastreamView view = co_await require_multi(w, id);
    const db::Rows parts = co_await w.tx.run(sql::live_parts, id);
    co_await end_stream(w, view);
    co_await remove_streams(w, parts);
}

}  // namespace hatang::telemetry::sta
