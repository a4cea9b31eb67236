// OGC API Features: one collection for each class.
#include <algorithm>

#include "registry/assets/filter.hpp"
#include "registry/assets/store.hpp"
#include "registry/features/collection_core.hpp"
#include "registry/features/feature_sql.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"

namespace hatang::registry {
namespace {

constexpr db::Query feature_by_id{
    "registry.feature_by_id",
    "select " HATANG_FEATURE
    ", a.id, a.owner_id, a.operator_id, a.ward_code, a.domain, a.class_key, a.sensitivity "
    "from registry.asset a where a.id = $1 and a.class_key = $2"};

const catalogue::AssetClass& collection_of(const Context& context, const http::Call& call) {
    const std::string& key = call.path_text("class");
    if (const catalogue::AssetClass* c = context.catalogue.find_class(key)) return *c;
    throw Error(Code::not_found, "class", {"collection " + key.substr(0, 100)});
}

void check_format(const std::optional<std::string>& f) {
    if (f && *f != "json") throw Error(Code::invalid_parameter, "f", {f->substr(0, 100), "json"});
}

http::Response geojson(std::string body) {
    return http::Response::bytes("application/geo+json", std::move(body));
}

task<http::Response> items(Context& context, http::Call& call, ItemsQuery query) {
    const catalogue::AssetClass& c = collection_of(context, call);
    check_format(query.f);
    // More than the most is not an error here: the standard lets the server give fewer (requirement 21).
    const std::int64_t limit =
        std::min(parse_limit(query.limit, limits::page_default, std::numeric_limits<std::int64_t>::max()),
                 limits::features_page_max);
    Where where;
    where.add("a.class_key = ?", {c.key});
    security::scope(call.who, "asset.read").add_to(where, "a");
    if (query.bbox) add_bbox(where, *query.bbox);
    if (query.datetime)
        if (const auto end = datetime_end(*query.datetime)) where.add("a.valid_from <= ?", {*end});
    const std::string count_sql = "select count(*) as n from registry.asset a where " + where.text();
    const std::vector<db::Param> count_params = where.params();
    if (query.cursor) where.add("a.id > ?", {parse_cursor(*query.cursor)});
    const std::string page_sql = "select a.id, a.sensitivity, " HATANG_FEATURE
                                 " from registry.asset a where " +
                                 where.text() + " order by a.id limit " + std::to_string(limit + 1);
    const db::Query count{"registry.count_features", count_sql}, page{"registry.page_features", page_sql};
    const db::Rows total = co_await context.platform.db.run_params(count, count_params);
    const db::Rows rows = co_await context.platform.db.run_params(page, where.params());

    std::vector<std::string_view> features;
    std::optional<std::string> next;
    std::int64_t last = 0;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(features.size()) == limit) {
            next = next_href(c.key, query, cursor_of(last));
            break;
        }
        last = row.integer("id");
        features.push_back(row.text("feature"));
    }
    const std::vector<std::int64_t> read = security::restricted_ids(rows, features.size());
    co_await context.security.audit_read(call, "asset", read);
    co_return geojson(feature_collection_json(features, total.front().integer("n"),
                                              context.platform.clock.now(), call.request.target, next));
}

task<http::Response> item(Context& context, http::Call& call) {
    const catalogue::AssetClass& c = collection_of(context, call);
    const std::int64_t id = call.path_id("id");
    const db::Rows rows = co_await context.platform.db.run(feature_by_id, id, c.key);
    if (rows.empty() || !security::scope(call.who, "asset.read").allows(key_of(rows.front())))
        throw Error(Code::not_found, "id", {"feature " + std::to_string(id)});
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", read);
    co_return geojson(std::string(rows.front().text("feature")));
}

}  // namespace

void add_feature_routes(http::Router& router, Context& context) {
    using http::Nothing, http::Response;
    const auto read = http::may_within("asset.read");
    const http::RouteLimits slow{.seconds_max = 60};
    router.get<Nothing, Response>(
        "/ogc", {"registry.ogc.landing", http::everybody(), "OGC API landing page"},
        [](http::Call&, const Nothing&) -> task<Response> { co_return Response::json(landing_json()); });
    router.get<Nothing, Response>(
        "/ogc/conformance", {"registry.ogc.conformance", http::everybody(), "Conformance classes"},
        [](http::Call&, const Nothing&) -> task<Response> { co_return Response::json(conformance_json()); });
    router.get<Nothing, Response>("/ogc/collections",
                                  {"registry.ogc.collections", read, "One collection for each class"},
                                  [&context](http::Call&, const Nothing&) -> task<Response> {
                                      co_return Response::json(collections_json(context.catalogue.classes()));
                                  });
    router.get<Nothing, Response>("/ogc/collections/{class}",
                                  {"registry.ogc.collection", read, "A collection"},
                                  [&context](http::Call& call, const Nothing&) -> task<Response> {
                                      co_return Response::json(collection_json(collection_of(context, call)));
                                  });
    router.get<ItemsQuery, Response>(
        "/ogc/collections/{class}/items", {"registry.ogc.items", read, "Assets of a class as GeoJSON", slow},
        [&context](http::Call& call, const ItemsQuery& query) { return items(context, call, query); });
    router.get<Nothing, Response>(
        "/ogc/collections/{class}/items/{id}", {"registry.ogc.item", read, "An asset as GeoJSON"},
        [&context](http::Call& call, const Nothing&) { return item(context, call); });
}

}  // namespace hatang::registry
