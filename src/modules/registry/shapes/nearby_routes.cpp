// What lies near or under a work: the conflicts of a planned mine, the neighbours of a pipe.
#include "json/describe.hpp"
#include "registry/assets/filter.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

struct NearbyQuery {
    std::int64_t distance_m = 0;
    std::optional<std::string> domains;
    std::optional<std::int64_t> limit;
};
struct NearbyWork {
    std::int64_t id = 0;
    std::string class_key, domain, name, status;
    double distance_m = 0;
    double shared_m2 = 0, shared_m = 0;
    std::optional<double> lon, lat;
};
struct NearbyList {
    bool truncated = false;
    std::vector<NearbyWork> items;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::NearbyQuery> {
    using T = registry::NearbyQuery;
    static constexpr std::string_view name = "NearbyQuery";
    static constexpr auto fields = std::tuple{
        field("distance_m", &T::distance_m, "How far from its edge, in metres; 0 only what it touches",
              Limits{.least = 0, .most = registry::limits::nearby_distance_m_max}),
        field("domains", &T::domains, "Keys of domains, by commas; all when absent",
              Limits{.length_max = 400}),
        field("limit", &T::limit, "1 to 1000; 200 when absent")};
};
template <>
struct Describe<registry::NearbyWork> {
    using T = registry::NearbyWork;
    static constexpr std::string_view name = "NearbyWork";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Asset"),
        field("class", &T::class_key, "Class"),
        field("domain", &T::domain, "Domain"),
        field("name", &T::name, "Name"),
        field("status", &T::status, "Status"),
        field("distance_m", &T::distance_m, "Between the edges, on the ellipsoid; 0 where they meet"),
        field("shared_m2", &T::shared_m2, "Area that both cover"),
        field("shared_m", &T::shared_m, "Length of what crosses it"),
        field("lon", &T::lon, "Where"),
        field("lat", &T::lat, "Where")};
};
template <>
struct Describe<registry::NearbyList> {
    using T = registry::NearbyList;
    static constexpr std::string_view name = "NearbyList";
    static constexpr auto fields = std::tuple{field("truncated", &T::truncated, "More is as near"),
                                              field("items", &T::items, "Nearest first")};
};

}  // namespace hatang::json

namespace hatang::registry {
namespace {

constexpr db::Query origin_key{"registry.nearby_origin",
                               "select id, owner_id, operator_id, ward_code, domain, class_key, sensitivity "
                               "from registry.asset where id = $1"};
// Metres of a degree of longitude where Việt Nam is narrowest: a box of that many degrees holds the distance.
constexpr std::string_view degree_m = "101000.0";

std::string nearby_sql(const Where& where, const std::string& id, const std::string& distance,
                       std::int64_t limit) {
    return "select b.id, b.class_key, b.domain, b.name, b.status, b.sensitivity, st_x(b.point) as lon, "
           "st_y(b.point) as lat, b.distance_m, coalesce(st_area(shared.geom), 0) as shared_m2, "
           "coalesce(st_length(shared.geom), 0) as shared_m "
           "from (select st_makevalid(geom) as geom from registry.asset where id = " +
           id +
           ") o cross join lateral (select b.*, st_distance(o.geom::geography, b.geom::geography) as "
           "distance_m "
           "from registry.asset b where b.id <> " +
           id + " and b.status <> 'retired' and b.geom && st_expand(o.geom, " + distance + " / " +
           std::string(degree_m) + ") and st_dwithin(o.geom::geography, b.geom::geography, " + distance +
           ") and " + where.text() + " order by distance_m, b.id limit " + std::to_string(limit + 1) +
           // OFFSET 0: cut once, measured twice.
           ") b left join lateral (select st_intersection(o.geom, st_makevalid(b.geom))::geography as geom "
           "where b.distance_m = 0 offset 0) shared on true order by b.distance_m, b.id";
}

task<NearbyList> list_nearby(Context& context, http::Call& call, NearbyQuery query) {
    const std::int64_t id = call.path_id("id");
    const std::int64_t limit = parse_limit(query.limit, limits::nearby_default, limits::nearby_max);
    const db::Rows origin = co_await context.platform.db.run(origin_key, id);
    const auto scope = security::scope(call.who, "asset.read");
    if (origin.empty() || !scope.allows(security::asset_key(origin.front())))
        throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    Where where;
    const std::string which = where.value(id);
    const std::string distance = where.value(static_cast<double>(query.distance_m));
    if (query.domains) where.add("b.domain = any(string_to_array(?, ','))", {*query.domains});
    scope.add_to(where, "b");
    const std::string sql = nearby_sql(where, which, distance, limit);
    const db::Query statement{"registry.nearby", sql};
    const db::Rows rows = co_await context.platform.db.run_params(statement, where.params());
    NearbyList list;
    list.truncated = rows.size() > limit;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(list.items.size()) == limit) break;
        list.items.push_back({row.integer("id"), std::string(row.text("class_key")),
                              std::string(row.text("domain")), std::string(row.text("name")),
                              std::string(row.text("status")), row.number("distance_m"),
                              row.number("shared_m2"), row.number("shared_m"), row.maybe_number("lon"),
                              row.maybe_number("lat")});
    }
    std::vector<std::int64_t> read = security::restricted_ids(rows, list.items.size());
    const std::vector<std::int64_t> of_origin = security::restricted_ids(origin);
    read.insert(read.end(), of_origin.begin(), of_origin.end());
    co_await context.security.audit_read(call, "asset", read);
    co_return list;
}

}  // namespace

void add_nearby_routes(http::Router& router, Context& context) {
    router.get<NearbyQuery, NearbyList>(
        "/api/v1/assets/{id}/nearby",
        {"registry.nearby", http::may_within("asset.read"), "What lies near or under an asset"},
        [&context](http::Call& call, const NearbyQuery& query) { return list_nearby(context, call, query); });
}

}  // namespace hatang::registry
