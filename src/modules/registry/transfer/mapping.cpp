#include "registry/transfer/mapping.hpp"

#include <filesystem>

#include "base/text.hpp"
#include "json/writer.hpp"
#include "registry/transfer/osm_tags.hpp"

namespace hatang::registry {
namespace {

// Identifiers come as texts or as numbers.
std::string identifier_value(json::Value properties, const std::string& id_property) {
    const std::string where = json::pointer("/properties", id_property);
    const auto value = properties.find(id_property);
    if (!value || value->is_null()) throw Error(Code::missing_field, where, {id_property});
    if (value->kind() == json::Kind::integer) return std::to_string(value->integer());
    return std::string(value->text(where));
}

std::string text_of(json::Value properties, std::string_view name) {
    const auto value = properties.find(name);
    return value && value->kind() == json::Kind::text ? to_nfc(value->text()) : std::string();
}

std::string identifier_kind(const MappingRules& rules, std::string_view geometry_type) {
    if (!rules.identifier_kind.empty()) return rules.identifier_kind;
    return geometry_type == "Point" ? "osm_node" : "osm_way";
}

void add_name(AssetInput& in, const std::string& name) {
    if (name.empty() || name == in.name) return;
    for (const std::string& other : in.other_names)
        if (other == name) return;
    in.other_names.push_back(name);
}

std::string unnamed(const catalogue::AssetClass& c, std::string_view what, const Identifier& id) {
    return std::string(what.empty() ? std::string_view(c.name_vi) : what) + " (" + id.value + ")";
}

void map_osm(AssetInput& in, json::Value properties, const MappingRules& rules) {
    const osm::Tags tags(properties, rules.id_property);
    const bool bridge = in.class_key == "bridge";
    const bool tunnel = bridge && !tags["tunnel"].empty();
    // On a bridge, `name` is often that of the street that crosses it.
    in.name = bridge ? text_of(properties, "bridge:name") : std::string();
    for (const char* key : {"name", "name:vi", "ref"})
        if (in.name.empty()) in.name = text_of(properties, key);
    if (in.name.empty()) in.name = unnamed(*rules.asset_class, tunnel ? "Hầm" : "", in.identifiers[0]);
    for (const char* key : {"name", "name:vi", "alt_name", "old_name", "official_name"})
        add_name(in, text_of(properties, key));
    if (const std::string english = text_of(properties, "name:en"); !english.empty()) in.name_en = english;
    in.source = "OpenStreetMap";

    json::Writer w;
    w.begin_object();
    if (in.class_key == "road") osm::write_road(w, tags);
    if (bridge) osm::write_bridge(w, tags);
    if (in.class_key == "road_point") osm::write_road_point(w, tags);
    w.key("osm_tags");
    tags.write(w);
    w.end_object();
    in.attributes_json = w.take();
}

void map_ward(AssetInput& in, json::Value properties) {
    const std::string full = text_of(properties, "fullName"), short_name = text_of(properties, "name");
    in.name = full.empty() ? short_name : full;
    add_name(in, short_name);
    const std::string english = text_of(properties, "fullNameEn");
    if (!english.empty()) in.name_en = english;
    json::Writer w;
    w.begin_object().field("code", in.identifiers[0].value);
    if (full.starts_with("Phường ")) w.field("kind", "phường");
    if (full.starts_with("Xã ")) w.field("kind", "xã");
    if (const auto area = properties.find("areaKm2"))
        w.field("area_km2", area->number("/properties/areaKm2"));
    if (const std::string code_name = text_of(properties, "codeName"); !code_name.empty())
        w.field("code_name", code_name);
    if (const std::string gis = text_of(properties, "gisServerId"); !gis.empty())
        w.field("gis_server_id", gis);
    w.end_object();
    in.attributes_json = w.take();
}

// A file made for this register: properties are the attributes of the class, besides the names.
void map_plain(AssetInput& in, json::Value properties, const MappingRules& rules) {
    in.name = text_of(properties, "name");
    if (in.name.empty()) in.name = unnamed(*rules.asset_class, "", in.identifiers[0]);
    if (const std::string english = text_of(properties, "name_en"); !english.empty()) in.name_en = english;
    json::Writer w;
    w.begin_object();
    for (const auto [name, value] : properties.members())
        if (name != rules.id_property && name != "name" && name != "name_en" && !value.is_null())
            w.raw_field(name, value.dump());
    w.end_object();
    in.attributes_json = w.take();
}

}  // namespace

MappingRules rules_for(const catalogue::AssetClass& c, const Registry::ImportOptions& options) {
    MappingRules rules;
    rules.asset_class = &c;
    rules.generated = options.generated;
    rules.file_name = std::filesystem::path(options.path).filename().string();
    const bool ward = c.key == "ward";
    rules.id_property = !options.id_property.empty() ? options.id_property : ward ? "code" : "osm_id";
    rules.identifier_kind = options.identifier_kind;
    if (rules.identifier_kind.empty() && rules.id_property != "osm_id")
        rules.identifier_kind = ward ? "gso" : "external";
    return rules;
}

MappedFeature map_feature(json::Value feature, const MappingRules& rules) {
    feature.members();
    const auto type = feature.find("type");
    if (!type) throw Error(Code::missing_field, "/type", {"type"});
    if (type->text("/type") != "Feature")
        throw Error(Code::invalid_value, "/type", {std::string(type->text().substr(0, 100)), "Feature"});
    const auto properties = feature.find("properties");
    if (!properties) throw Error(Code::missing_field, "/properties", {"properties"});
    properties->members("/properties");
    const auto geometry = feature.find("geometry");
    if (!geometry || geometry->is_null()) throw Error(Code::missing_field, "/geometry", {"geometry"});
    geometry->members("/geometry");
    const auto geometry_type = geometry->find("type");
    if (!geometry_type) throw Error(Code::missing_field, "/geometry/type", {"type"});

    MappedFeature out;
    out.geometry = geometry;
    AssetInput& in = out.input;
    in.class_key = rules.asset_class->key;
    in.generated = rules.generated;
    in.source = rules.file_name;
    Identifier id;
    id.kind = identifier_kind(rules, geometry_type->text("/geometry/type"));
    id.value = identifier_value(*properties, rules.id_property);
    in.identifiers.push_back(std::move(id));
    if (in.identifiers[0].kind.starts_with("osm_"))
        map_osm(in, *properties, rules);
    else if (in.class_key == "ward")
        map_ward(in, *properties);
    else
        map_plain(in, *properties, rules);
    return out;
}

std::string content_sha256(const AssetInput& in) {
    std::string all;
    const auto add = [&all](std::string_view text) { all.append(text).push_back('\0'); };
    add(in.name);
    add(in.name_en.value_or(""));
    for (const std::string& name : in.other_names) add(name);
    add(in.attributes_json);
    add(in.geometry_json);
    return sha256_hex(all);
}

}  // namespace hatang::registry
