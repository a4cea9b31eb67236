#include "maps/ogc/documents.hpp"

#include "json/writer.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

constexpr std::string_view relation = "http://www.opengis.net/def/rel/ogc/1.0/";
constexpr std::string_view json_type = "application/json", tile_type = "application/vnd.mapbox-vector-tile";

void link(json::Writer& w, std::string_view rel, std::string_view type, const std::string& href,
          std::string_view title = {}, bool templated = false) {
    w.begin_object().field("rel", rel).field("type", type).field("href", href);
    if (!title.empty()) w.field("title", title);
    if (templated) w.field("templated", true);
    w.end_object();
}

std::string ogc_relation(std::string_view name) { return std::string(relation) + std::string(name); }

std::string address_of(const MatrixSet& set, const std::string& origin) {
    return origin + "/ogc/tileMatrixSets/" + std::string(set.id);
}

// Fields that a tile set has in the list and in its own document.
void head(json::Writer& w, const TileSubject& subject, const MatrixSet& set, const std::string& origin) {
    w.field("title", subject.title + " · " + std::string(set.title)).field("dataType", "vector");
    w.field("crs", set.crs);
    w.field("tileMatrixSetId", set.id);
    w.field("tileMatrixSetURI", set.uri.empty() ? address_of(set, origin) : std::string(set.uri));
}

std::vector<const MatrixSet*> all_sets() {
    return {&matrix_set_of(Grid::web_mercator), &matrix_set_of(Grid::vn2000_tm3)};
}

void bounds(json::Writer& w, const Box& reach) {
    const Degrees low = degrees_of({reach.west, reach.south}), high = degrees_of({reach.east, reach.north});
    w.begin_array().value(low.lon).value(low.lat).value(high.lon).value(high.lat).end_array();
}

}  // namespace

std::string matrix_sets_json(const std::string& origin) {
    json::Writer w;
    w.begin_object().key("tileMatrixSets").begin_array();
    for (const MatrixSet* set : all_sets()) {
        w.begin_object().field("id", set->id).field("title", set->title);
        if (!set->uri.empty()) w.field("uri", set->uri);
        w.field("crs", set->crs).key("links").begin_array();
        link(w, ogc_relation("tiling-scheme"), json_type, address_of(*set, origin));
        w.end_array().end_object();
    }
    w.end_array().key("links").begin_array();
    link(w, "self", json_type, origin + "/ogc/tileMatrixSets");
    w.end_array().end_object();
    return w.take();
}

std::string tile_sets_json(const TileSubject& subject, const std::string& origin) {
    const std::string here = origin + subject.path + "/tiles";
    json::Writer w;
    w.begin_object().key("links").begin_array();
    link(w, "self", json_type, here);
    w.end_array().key("tilesets").begin_array();
    for (const MatrixSet* set : all_sets()) {
        w.begin_object();
        head(w, subject, *set, origin);
        w.key("links").begin_array();
        link(w, "self", json_type, here + "/" + std::string(set->id));
        link(w, ogc_relation("tiling-scheme"), json_type, address_of(*set, origin));
        w.end_array().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::string tile_set_json(const TileSubject& subject, const MatrixSet& set, const Box& reach,
                          const std::string& origin) {
    const std::string here = origin + subject.path + "/tiles/" + std::string(set.id);
    json::Writer w;
    w.begin_object();
    head(w, subject, set, origin);
    w.key("links").begin_array();
    link(w, "self", json_type, here);
    link(w, ogc_relation("tiling-scheme"), json_type, address_of(set, origin));
    link(w, "item", tile_type, here + "/{tileMatrix}/{tileRow}/{tileCol}", "Mapbox Vector Tile 2.1", true);
    if (set.grid == Grid::web_mercator) link(w, "describedby", json_type, here + "?f=tilejson", "TileJSON");
    w.end_array();
    w.key("layers").begin_array();
    for (const TileSubject::Layer& layer : subject.layers) {
        w.begin_object().field("id", layer.id).field("title", layer.title).field("dataType", "vector");
        w.key("propertiesSchema").begin_object().field("type", "object").key("properties").begin_object();
        const auto property = [&](std::string_view name, std::string_view type) {
            w.key(name).begin_object().field("type", type).end_object();
        };
        property("id", "integer");
        property("class", "string");
        property("name", "string");
        property("status", "string");
        property("generated", "boolean");
        property("rank", "integer");
        w.end_object().end_object().end_object();
    }
    w.end_array();
    w.key("tileMatrixSetLimits").begin_array();
    for (int level = 0; level < set.levels; ++level) {
        const auto range = tiles_over(set, level, reach);
        if (!range) continue;
        w.begin_object().field("tileMatrix", std::to_string(level));
        w.field("minTileRow", range->min_row).field("maxTileRow", range->max_row);
        w.field("minTileCol", range->min_column).field("maxTileCol", range->max_column).end_object();
    }
    w.end_array();
    if (!reach.empty()) {
        const Degrees low = degrees_of({reach.west, reach.south}),
                      high = degrees_of({reach.east, reach.north});
        w.key("boundingBox").begin_object().field("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
        w.key("lowerLeft").begin_array().value(low.lon).value(low.lat).end_array();
        w.key("upperRight").begin_array().value(high.lon).value(high.lat).end_array().end_object();
    }
    w.end_object();
    return w.take();
}

std::string subject_tile_json(const TileSubject& subject, const Box& reach, const std::string& origin) {
    json::Writer w;
    w.begin_object().field("tilejson", "3.0.0").field("name", subject.title);
    w.key("tiles").begin_array();
    w.value(origin + subject.path + "/tiles/WebMercatorQuad/{z}/{y}/{x}").end_array();
    w.field("minzoom", 0)
        .field("maxzoom", limits::zoom_max)
        .field("attribution", "© OpenStreetMap contributors");
    if (!reach.empty()) bounds(w.key("bounds"), reach);
    w.key("vector_layers").begin_array();
    for (const TileSubject::Layer& layer : subject.layers) {
        w.begin_object().field("id", layer.id).field("description", layer.title).key("fields").begin_object();
        w.field("id", "Number").field("class", "String").field("name", "String").field("status", "String");
        w.field("generated", "Boolean").field("rank", "Number").end_object().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

}  // namespace hatang::maps
