// Exact shapes in a box, of all domains at once, now or as of a date: what an editor snaps to, and what the
// map shows of the past. Tiles are rounded, cut and only of today.
#include "json/describe.hpp"
#include "registry/assets/filter.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

struct ShapeQuery {
    std::string bbox;
    std::optional<std::string> domains;
    std::optional<Instant> as_of;
    std::optional<std::int64_t> limit;
};
struct ShapeProperties {
    std::int64_t id = 0, version = 0;
    std::string class_key, domain, name, status;
};
struct ShapeFeature {
    std::string type = "Feature";
    std::int64_t id = 0;
    json::Raw geometry;
    ShapeProperties properties;
};
struct ShapeList {
    std::string type = "FeatureCollection";
    bool truncated = false;
    std::vector<ShapeFeature> features;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::ShapeQuery> {
    using T = registry::ShapeQuery;
    static constexpr std::string_view name = "ShapeQuery";
    static constexpr auto fields =
        std::tuple{field("bbox", &T::bbox, "west,south,east,north in degrees"),
                   field("domains", &T::domains, "Keys of domains, by commas; all when absent",
                         Limits{.length_max = 400}),
                   field("as_of", &T::as_of, "The state in the city at this time; now when absent"),
                   field("limit", &T::limit, "1 to 5000; 2000 when absent")};
};
template <>
struct Describe<registry::ShapeProperties> {
    using T = registry::ShapeProperties;
    static constexpr std::string_view name = "ShapeProperties";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Asset"),           field("version", &T::version, "Of this state"),
                   field("class", &T::class_key, "Class"), field("domain", &T::domain, "Domain"),
                   field("name", &T::name, "Name"),        field("status", &T::status, "Status then")};
};
template <>
struct Describe<registry::ShapeFeature> {
    using T = registry::ShapeFeature;
    static constexpr std::string_view name = "ShapeFeature";
    static constexpr auto fields =
        std::tuple{field("type", &T::type, "Feature"), field("id", &T::id, "Asset"),
                   field("geometry", &T::geometry, "As it is stored, in WGS 84"),
                   field("properties", &T::properties, "What it is")};
};
template <>
struct Describe<registry::ShapeList> {
    using T = registry::ShapeList;
    static constexpr std::string_view name = "ShapeList";
    static constexpr auto fields =
        std::tuple{field("type", &T::type, "FeatureCollection"),
                   field("truncated", &T::truncated, "More lies in the box than fits into the answer"),
                   field("features", &T::features, "In the order of their ids")};
};

}  // namespace hatang::json

namespace hatang::registry {
namespace {

constexpr std::string_view key_columns =
    "a.id, a.class_key, a.domain, a.owner_id, a.operator_id, a.ward_code, a.sensitivity, ";

// Of the rows `shape`: no more than `limit`, none beyond so many vertices, and how many there are.
std::string bounded(const std::string& shapes, std::int64_t limit) {
    return "select *, st_asgeojson(geom, 15) as geometry from (select *, count(*) over () as hits, "
           "row_number() over (order by id) as place, sum(st_npoints(geom)) over (order by id) as vertices "
           "from (" +
           shapes + " order by id limit " + std::to_string(limit + 1) +
           ") shape) counted where place <= " + std::to_string(limit) +
           " and (vertices <= " + std::to_string(limits::shape_vertices_max) + " or place = 1) order by id";
}

std::string shapes_sql(const Where& where, const std::string& box, const std::string& instant) {
    const auto within = [&](const std::string& row) {
        return row + ".status <> 'retired' and " + row + ".geom && " + box + " and st_intersects(" + row +
               ".geom, " + box + ")";
    };
    std::string sql = "select " + std::string(key_columns) +
                      "a.version, a.name, a.status, a.geom from registry.asset a where " + within("a") +
                      " and " + where.text();
    if (instant.empty()) return sql;
    sql +=
        " and a.valid_from <= " + instant + " union all select " + std::string(key_columns) +
        "v.version, v.name, v.status, v.geom from registry.asset_version v join registry.asset a on a.id = "
        "v.asset_id where v.superseded_at = 'infinity' and v.valid_to <> 'infinity' and v.valid_from <= " +
        instant + " and v.valid_to > " + instant + " and " + within("v") + " and " + where.text();
    return "select * from (" + sql + ") states";
}

task<ShapeList> list_shapes(Context& context, http::Call& call, ShapeQuery query) {
    const std::int64_t limit = parse_limit(query.limit, limits::shapes_default, limits::shapes_max);
    Where where;
    std::string box = "st_makeenvelope(";
    for (const double degrees : parse_bbox(query.bbox)) box += where.value(degrees) + ", ";
    box += "4326)";
    if (query.domains) where.add("a.domain = any(string_to_array(?, ','))", {*query.domains});
    security::scope(call.who, "asset.read").add_to(where, "a");
    const std::string instant = query.as_of ? where.value(*query.as_of) : std::string();
    const std::string sql = bounded(shapes_sql(where, box, instant), limit);
    const db::Query statement{query.as_of ? "registry.shapes_as_of" : "registry.shapes", sql};
    const db::Rows rows = co_await context.platform.db.run_params(statement, where.params());
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", read);

    ShapeList list;
    for (const db::Row row : rows) {
        const std::int64_t id = row.integer("id");
        list.truncated = row.integer("hits") > static_cast<std::int64_t>(rows.size());
        list.features.push_back(
            {"Feature",
             id,
             {std::string(row.text("geometry"))},
             {id, row.integer("version"), std::string(row.text("class_key")), std::string(row.text("domain")),
              std::string(row.text("name")), std::string(row.text("status"))}});
    }
    co_return list;
}

}  // namespace

void add_shape_routes(http::Router& router, Context& context) {
    router.get<ShapeQuery, ShapeList>(
        "/api/v1/shapes",
        {"registry.shapes", http::may_within("asset.read"), "Exact shapes in a box, now or as of a time"},
        [&context](http::Call& call, const ShapeQuery& query) { return list_shapes(context, call, query); });
}

}  // namespace hatang::registry
