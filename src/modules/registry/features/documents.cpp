#include "registry/features/documents.hpp"

#include <algorithm>

#include "registry/features/formats.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view conformance[] = {
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
    // The map module serves these below the same root.
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/tilesetmetadata",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixsetlimits",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
    "http://www.opengis.net/spec/ogcapi-styles-1/0.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-styles-1/0.0/conf/mapbox-styles",
};

constexpr std::string_view ogc_relation = "http://www.opengis.net/def/rel/ogc/1.0/";

void write_extent(json::Writer& w, const Extent& e) {
    w.key("extent").begin_object();
    if (e.west) {
        w.key("spatial").begin_object().key("bbox").begin_array().begin_array();
        w.value(*e.west).value(*e.south).value(*e.east).value(*e.north).end_array().end_array();
        w.field("crs", geo::crs84().uri).end_object();
    }
    if (e.begin) {
        // The present state of a work has no end yet.
        w.key("temporal").begin_object().key("interval").begin_array().begin_array();
        w.value(to_rfc3339(*e.begin)).null().end_array().end_array();
        w.field("trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian").end_object();
    }
    w.end_object();
}

void write_collection(json::Writer& w, std::string_view base, const Collection& c, const Extent* extent) {
    const catalogue::AssetClass& k = *c.asset_class;
    const std::string self = std::string(base) + "/ogc/collections/" + k.key, items = self + "/items";
    w.begin_object().field("id", k.key).field("title", k.name_vi);
    w.field("description", k.legal_basis.empty() ? k.name_en : k.name_en + " · " + k.legal_basis);
    if (extent) write_extent(w, *extent);
    w.field("itemType", "feature").key("crs").begin_array();
    for (const geo::NamedCrs& named : geo::named_crs) w.value(named.uri);
    w.end_array().field("storageCrs", geo::crs84().uri);
    w.key("links").begin_array();
    write_link(w, "self", self, media::json, "JSON");
    write_link(w, "alternate", self + "?f=html", media::html, "HTML");
    write_link(w, "items", items, media::geojson, k.name_vi);
    write_link(w, "items", items + "?f=html", media::html, k.name_vi);
    write_link(w, "items", items + "?f=jsonseq", media::geojson_seq, k.name_vi);
    write_link(w, "items", items + "?f=fgb", media::flatgeobuf, k.name_vi);
    write_link(w, std::string(ogc_relation) + "schema", self + "/schema", media::schema, "Lược đồ · Schema");
    write_link(w, std::string(ogc_relation) + "queryables", self + "/queryables", media::schema,
               "Lọc được · Queryables");
    write_link(w, std::string(ogc_relation) + "sortables", self + "/sortables", media::schema,
               "Sắp xếp được · Sortables");
    write_link(w, std::string(ogc_relation) + "tilesets-vector", self + "/tiles", media::json,
               "Ô bản đồ · Vector tiles");
    w.end_array().end_object();
}

std::string geometry_format(const std::vector<std::string>& types) {
    const auto takes = [&](std::string_view type) { return std::ranges::find(types, type) != types.end(); };
    for (const auto& [single, multi, name] : {std::tuple{"Point", "MultiPoint", "point"},
                                              std::tuple{"LineString", "MultiLineString", "linestring"},
                                              std::tuple{"Polygon", "MultiPolygon", "polygon"}}) {
        const std::size_t of_kind =
            static_cast<std::size_t>(takes(single)) + static_cast<std::size_t>(takes(multi));
        if (of_kind != types.size() || types.empty()) continue;
        const std::string one = name;
        if (of_kind == 2) return "geometry-" + one + "-or-multi" + one;
        return takes(single) ? "geometry-" + one : "geometry-multi" + one;
    }
    return "geometry-any";
}

void write_property(json::Writer& w, const Property& p, int place, SchemaKind kind) {
    w.key(p.name).begin_object().field("title", p.title).field("x-title-en", p.title_en);
    if (kind == SchemaKind::schema) {
        w.field("x-ogc-propertySeq", place);
        if (p.read_only) w.field("readOnly", true);
        if (p.name == "valid_from") w.field("x-ogc-role", "primary-interval-start");
    }
    w.raw(p.schema).end_object();  // members, written out when the class was read
}

}  // namespace

std::string landing_json(std::string_view base) {
    const std::string root = std::string(base) + "/ogc";
    json::Writer w;
    w.begin_object()
        .field("title", "Hạ Tầng")
        .field("description", "Sổ bộ hạ tầng thành phố · The city's register of infrastructure");
    w.key("links").begin_array();
    write_link(w, "self", root, media::json, "JSON");
    write_link(w, "alternate", root + "?f=html", media::html, "HTML");
    write_link(w, "service-desc", root + "/api", media::openapi, "OpenAPI 3.0");
    write_link(w, "service-doc", root + "/api?f=html", media::html, "Mô tả giao diện · The interface");
    write_link(w, "conformance", root + "/conformance", media::json, "Lớp tuân thủ · Conformance classes");
    write_link(w, "data", root + "/collections", media::json, "Bộ dữ liệu · Collections");
    write_link(w, std::string(ogc_relation) + "functions", root + "/functions", media::json,
               "Hàm lọc · Functions of filters");
    write_link(w, std::string(ogc_relation) + "tilesets-vector", root + "/tiles", media::json,
               "Ô bản đồ · Vector tiles");
    write_link(w, std::string(ogc_relation) + "tiling-schemes", root + "/tileMatrixSets", media::json,
               "Lưới ô · Tile matrix sets");
    write_link(w, std::string(ogc_relation) + "styles", root + "/styles", media::json, "Kiểu vẽ · Styles");
    w.end_array().end_object();
    return w.take();
}

std::string conformance_json() {
    json::Writer w;
    w.begin_object().key("conformsTo").begin_array();
    for (const std::string_view uri : conformance) w.value(uri);
    w.end_array().end_object();
    return w.take();
}

std::string collection_json(std::string_view base, const Collection& c, const Extent* extent) {
    json::Writer w;
    write_collection(w, base, c, extent);
    return w.take();
}

std::string collections_json(std::string_view base, const std::vector<const Collection*>& collections,
                             const Extents& extents) {
    const std::string self = std::string(base) + "/ogc/collections";
    json::Writer w;
    w.begin_object().key("links").begin_array();
    write_link(w, "self", self, media::json, "JSON");
    write_link(w, "alternate", self + "?f=html", media::html, "HTML");
    w.end_array().key("collections").begin_array();
    for (const Collection* c : collections) {
        const auto extent = extents.find(c->key());
        write_collection(w, base, *c, extent == extents.end() ? nullptr : &extent->second);
    }
    w.end_array().key("crs").begin_array();
    for (const geo::NamedCrs& named : geo::named_crs) w.value(named.uri);
    w.end_array().end_object();
    return w.take();
}

std::string schema_json(std::string_view base, const Collection& c, SchemaKind kind) {
    const catalogue::AssetClass& k = *c.asset_class;
    const std::string_view name = kind == SchemaKind::schema       ? "schema"
                                  : kind == SchemaKind::queryables ? "queryables"
                                                                   : "sortables";
    json::Writer w;
    w.begin_object().field("$schema", "https://json-schema.org/draft/2020-12/schema");
    w.field("$id", std::string(base) + "/ogc/collections/" + k.key + "/" + std::string(name));
    w.field("title", k.name_vi).field("description", k.name_en).field("type", "object");
    w.field("additionalProperties", false);
    if (kind == SchemaKind::schema) {
        w.key("required").begin_array();
        for (const Property& p : c.properties)
            if (p.required) w.value(p.name);
        w.end_array();
    }
    w.key("properties").begin_object();
    w.key("id")
        .begin_object()
        .field("title", "Mã công trình")
        .field("type", "integer")
        .field("format", "int64");
    if (kind == SchemaKind::schema) w.field("readOnly", true).field("x-ogc-propertySeq", 1);
    w.field("x-ogc-role", "id").end_object();
    if (kind != SchemaKind::sortables) {
        w.key("geometry").begin_object().field("title", "Hình học").field("x-ogc-role", "primary-geometry");
        if (kind == SchemaKind::schema) w.field("x-ogc-propertySeq", 2);
        w.field("format", geometry_format(k.geometry)).end_object();
    }
    int place = 3;
    for (const Property& p : c.properties) {
        if (kind == SchemaKind::queryables && !p.queryable()) continue;
        if (kind == SchemaKind::sortables && p.order.empty()) continue;
        write_property(w, p, place++, kind);
    }
    w.end_object().end_object();
    return w.take();
}

}  // namespace hatang::registry
