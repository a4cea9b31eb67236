// Things and Locations are views of works of the register: they are written by the register, with its rights,
// its checks and its evidence.
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/own_properties.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/tables.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry::sta {
namespace {

constexpr std::string_view geojson_types[] = {"application/geo+json", "application/vnd.geo+json"};

// In the words of the register: what may not be seen is not there.
[[noreturn]] void throw_no_asset(std::int64_t id) {
    throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
}

// What stands among the properties of a Thing and is no attribute of its class.
struct WorkColumns {
    json::Patch<std::string> status, grade, name_en, address;
    json::Patch<std::int64_t> parent;
};
WorkColumns work_columns(OwnProperties& own) {
    return {own.text_patch("status"), own.text_patch("grade"), own.text_patch("name_en"),
            own.text_patch("address"), own.integer_patch("parent")};
}

// The attributes, among them the remark that every class has: it is the description of a Thing.
std::string attributes_of(const OwnProperties& own, const std::optional<std::string>& description) {
    const std::string rest = own.rest();
    if (!description || description->empty()) return rest;
    const json::Document document = json::parse(rest);
    json::Writer w;
    w.begin_object();
    for (const auto [name, value] : document.root().members())
        if (name != "remark") w.raw_field(name, value.dump());
    w.field("remark", *description).end_object();
    return w.take();
}

// A property that the register decides may be repeated, not changed.
void require_same(const json::Patch<std::string>& given, std::string_view name, std::string_view value) {
    if (given.given && given.value.value_or("") != value)
        throw Error(Code::invalid_value, OwnProperties::where(name),
                    {given.value.value_or("null"), std::string(value)});
}

}  // namespace

std::string geometry_of(const std::string& encoding_type, const json::Raw& place, const std::string& where) {
    if (std::ranges::find(geojson_types, encoding_type) == std::end(geojson_types))
        throw Error(Code::invalid_value, "/encodingType", {encoding_type, std::string(geojson_types[0])});
    const json::Document document = json::parse(place.json);
    const json::Value root = document.root();
    (void)root.members(where);
    const auto type = root.find("type");
    if (!type || type->text(json::pointer(where, "type")) != "Feature") return place.json;
    const auto geometry = root.find("geometry");
    if (!geometry) throw Error(Code::missing_field, json::pointer(where, "geometry"), {"geometry"});
    return geometry->dump();
}

task<std::int64_t> make_thing(Writing& w, const ThingEntity& in) {
    OwnProperties own(in.properties);
    const std::optional<std::string> class_key = own.text("class");
    if (!class_key) throw Error(Code::missing_field, OwnProperties::where("class"), {"class"});
    WorkColumns columns = work_columns(own);
    registry::AssetInput input;
    input.class_key = *class_key;
    input.name = in.name;
    input.name_en = columns.name_en.value;
    input.grade = columns.grade.value;
    input.address = columns.address.value;
    input.parent_id = columns.parent.value;
    if (columns.status.value) input.status = *columns.status.value;
    input.attributes_json = attributes_of(own, in.description);
    if (in.locations) {
        for (std::size_t i = 0; i < in.locations->size(); ++i) {
            const std::string where = json::pointer("/Locations", i);
            const auto location = inline_entity<LocationEntity>((*in.locations)[i], where);
            input.geometry_json = geometry_of(location.encoding_type, location.location, "/location");
        }
    }
    const std::int64_t id = co_await w.state.registry.create_for(w.tx, input, w.call);
    w.works = true;
    const std::vector<json::Raw> none;
    const std::vector<json::Raw>&streams = in.datastreams ? *in.datastreams : none,
          &multis = in.multi_datastreams ? *in.multi_datastreams : none;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const std::string where = json::pointer("/Datastreams", i);
        const auto stream = inline_entity<DatastreamEntity>(streams[i], where);
        (void)co_await inside(where, make_datastream(w, stream, {.thing = id}));
    }
    for (std::size_t i = 0; i < multis.size(); ++i) {
        const std::string where = json::pointer("/MultiDatastreams", i);
        const auto multi = inline_entity<MultiDatastreamEntity>(multis[i], where);
        (void)co_await inside(where, make_multi_datastream(w, multi, {.thing = id}));
    }
    co_return id;
}

task<std::int64_t> make_location(Writing& w, std::int64_t thing, const LocationEntity& in) {
    const LocationChange change{.encoding_type = in.encoding_type, .location = in.location};
    const db::Rows rows = co_await w.tx.run(sql::thing, thing);
    if (rows.empty()) throw_no_asset(thing);
    co_await change_location(w, thing, change);
    co_return thing;
}

task<std::int64_t> make_historical_location(Writing& w, const HistoricalLocationEntity& in,
                                            std::optional<std::int64_t> thing) {
    const json::Document time = json::parse(in.time.json);
    const Instant since = json::read_instant(time.root().text("/time"), "/time");
    const std::optional<std::int64_t> named = in.thing ? link_of(*in.thing, "/Thing") : thing;
    if (!named) throw Error(Code::missing_field, "/Thing", {"Thing"});
    if (thing && named != thing)
        throw Error(Code::invalid_value, "/Thing", {std::to_string(*named), std::to_string(*thing)});
    if (in.locations.empty()) throw Error(Code::missing_field, "/Locations", {"Locations"});
    const auto location = inline_entity<LocationEntity>(in.locations.front(), "/Locations/0");
    const db::Rows rows = co_await w.tx.run(sql::thing, *named);
    if (rows.empty()) throw_no_asset(*named);
    const db::Rows last = co_await w.tx.run(sql::thing_since, *named);
    registry::Registry::AssetChange change;
    change.geometry_json = geometry_of(location.encoding_type, location.location, "/location");
    change.valid_from = since;
    co_await w.state.registry.change(w.tx, w.call, *named, change);
    // What came later would be lost. Who may not see the work has been refused by now.
    const Instant changed = last.front().instant("valid_from");
    if (since <= changed)
        throw Error(Code::invalid_value, "/time", {to_rfc3339(since), "> " + to_rfc3339(changed)});
    w.works = true;
    const db::Rows place = co_await w.tx.run(sql::post_place, *named, since);
    if (place.empty())
        throw Error(Code::invalid_value, "/Locations/0/location", {"same place", "another place"});
    co_return place.front().integer("id");
}

task<void> change_thing(Writing& w, std::int64_t id, const ThingChange& in) {
    const db::Rows rows = co_await w.tx.run(sql::thing, id);
    if (rows.empty()) throw_no_asset(id);
    const db::Row row = rows.front();
    OwnProperties own(in.properties);
    registry::Registry::AssetChange change;
    change.name = in.name;
    WorkColumns columns = work_columns(own);
    if (columns.status.value) change.status = columns.status.value;
    change.grade = columns.grade;
    change.name_en = columns.name_en;
    change.address = columns.address;
    change.parent_id = columns.parent;
    // Who may not see the work learns nothing of it from here: the register looks first.
    const json::Patch<std::string> class_key = own.text_patch("class"), domain = own.text_patch("domain"),
                                   level = own.text_patch("level"), ward = own.text_patch("ward");
    own.pass_over("generated");
    if (own.rest() != "{}" || in.description) change.attributes_json = attributes_of(own, in.description);
    co_await w.state.registry.change(w.tx, w.call, id, change);
    require_same(class_key, "class", row.text("class_key"));
    require_same(domain, "domain", row.text("domain"));
    require_same(level, "level", row.text("level"));
    require_same(ward, "ward", row.maybe_text("ward_code").value_or(""));
    w.works = true;
}

task<void> change_location(Writing& w, std::int64_t id, const LocationChange& in) {
    if (id >= past_place_ids)
        throw Error(Code::method_not_allowed, {}, {std::string(http::to_text(w.call.request.method))});
    registry::Registry::AssetChange change;
    change.geometry_json =
        geometry_of(in.encoding_type.value_or(std::string(geojson_types[0])), in.location, "/location");
    co_await w.state.registry.change(w.tx, w.call, id, change);
    w.works = true;
}

// The work is retired, as the register does it: its history stays. Its datastreams go.
task<void> remove_thing(Writing& w, std::int64_t id) {
    const db::Rows rows = co_await w.tx.run(sql::thing, id);
    if (rows.empty()) throw_no_asset(id);
    registry::Registry::AssetChange change;
    change.status = "retired";
    co_await w.state.registry.change(w.tx, w.call, id, change);
    w.works = true;
    const auto bound = static_cast<std::int64_t>(sta_limits::streams_deleted_max);
    const db::Rows streams = co_await w.tx.run(sql::thing_streams, id, bound + 1);
    co_await remove_streams(w, streams);
}

}  // namespace hatang::telemetry::sta
