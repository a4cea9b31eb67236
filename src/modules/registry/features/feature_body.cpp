#include "registry/features/feature_body.hpp"

#include <set>

namespace hatang::registry {
namespace {

enum class Act { create, replace, patch };

void check_frame(const FeatureBody& body, Act act) {
    if (body.type && *body.type != "Feature")
        throw Error(Code::invalid_value, "/type", {*body.type, "Feature"});
    if (act == Act::patch) return;
    if (!body.type) throw Error(Code::missing_field, "/type", {"type"});
    if (!body.geometry.given) throw Error(Code::missing_field, "/geometry", {"geometry"});
    if (!body.properties.given) throw Error(Code::missing_field, "/properties", {"properties"});
}

// The geometry in WGS 84; "null" for none.
std::string geometry_of(const json::Raw& raw, const geo::NamedCrs& crs) {
    const json::Document document = json::parse(raw.json);
    if (document.root().is_null()) return "null";
    return geo::read_geometry_in(crs, document.root(), "/geometry").value().geojson;
}

// The properties as the members of an asset: fields of the register, and "attributes".
class Members {
  public:
    Members(const Collection& c, Act act) : collection_(c), act_(act) {}

    void read(json::Value properties) {
        for (const auto [name, value] : properties.members("/properties")) {
            const std::string at = json::pointer("/properties", name);
            const auto place = collection_.find(name);
            if (!place) throw Error(Code::unknown_field, at, {std::string(name)});
            if (!seen_.emplace(name).second) throw Error(Code::duplicate_field, at, {std::string(name)});
            const Property& p = collection_.properties[*place];
            if (p.name == "class" && (value.kind() != json::Kind::text || value.text() != collection_.key()))
                throw Error(Code::invalid_value, at, {value.dump().substr(0, 100), collection_.key()});
            if (p.read_only) continue;
            if (!p.member.empty()) {
                // A member without value is one that is not there, except in a patch, which takes it away.
                if (!value.is_null() || act_ == Act::patch) attributes_.raw_field(p.member, value.dump());
            } else if (value.is_null() &&
                       (p.type == Property::Type::texts || p.type == Property::Type::json)) {
                fields_.raw_field(p.name, "[]");
            } else if (!value.is_null() || act_ == Act::patch) {
                fields_.raw_field(p.name, value.dump());
            }
        }
    }
    bool has(std::string_view name) const { return seen_.contains(name); }
    json::Writer fields_, attributes_;

  private:
    const Collection& collection_;
    Act act_;
    std::set<std::string, std::less<>> seen_;
};

Members members_of(const FeatureBody& body, const Collection& c, Act act) {
    Members members(c, act);
    members.fields_.begin_object();
    members.attributes_.begin_object();
    if (body.properties.given && body.properties.value) {
        const json::Document document = json::parse(body.properties.value->json);
        members.read(document.root());
    }
    return members;
}

template <class T>
T as(Members& members, const FeatureBody& body, const geo::NamedCrs& crs) {
    if (body.geometry.given)
        members.fields_.raw_field(
            "geometry", body.geometry.value ? geometry_of(*body.geometry.value, crs) : std::string("null"));
    members.fields_.raw_field("attributes", members.attributes_.end_object().text());
    const json::Document document = json::parse(members.fields_.end_object().text());
    return json::read<T>(document.root());
}

}  // namespace

AssetCreate create_of(const FeatureBody& body, const Collection& c, const geo::NamedCrs& crs) {
    check_frame(body, Act::create);
    Members members = members_of(body, c, Act::create);
    members.fields_.field("class", c.key());
    return as<AssetCreate>(members, body, crs);
}

AssetPatch replacement_of(const FeatureBody& body, const Collection& c, const geo::NamedCrs& crs,
                          const AssetView& present) {
    check_frame(body, Act::replace);
    Members members = members_of(body, c, Act::replace);
    if (!members.has("name")) throw Error(Code::missing_field, "/properties/name", {"name"});
    for (const std::string_view list : {"other_names", "identifiers"})
        if (!members.has(list)) members.fields_.raw_field(list, "[]");
    for (const std::string_view one :
         {"name_en", "grade", "parent_id", "owner_id", "operator_id", "address", "source"})
        if (!members.has(one)) members.fields_.raw_field(one, "null");
    if (!members.has("status")) members.fields_.field("status", "in_service");
    const json::Document old = json::parse(present.attributes.json);
    for (const Property& p : c.properties)
        if (!p.member.empty() && !members.has(p.name) && old.root().find(p.member))
            members.attributes_.raw_field(p.member, "null");
    AssetPatch patch = as<AssetPatch>(members, body, crs);
    if (patch.valid_from == present.valid_from) patch.valid_from.reset();
    return patch;
}

AssetPatch patch_of(const FeatureBody& body, const Collection& c, const geo::NamedCrs& crs) {
    check_frame(body, Act::patch);
    Members members = members_of(body, c, Act::patch);
    return as<AssetPatch>(members, body, crs);
}

Error in_feature(Error error) {
    constexpr std::string_view attributes = "/attributes";
    const std::string& where = error.where;
    if (!where.starts_with('/') || where.starts_with("/geometry") || where.starts_with("/properties") ||
        where == "/type")
        return error;
    const std::string place = where.starts_with(attributes) ? where.substr(attributes.size()) : where;
    return Error(error.code, "/properties" + place, error.args);
}

}  // namespace hatang::registry
