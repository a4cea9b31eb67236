// Features of a collection: pages, whole selections, one by its id.
#include "http/target.hpp"
#include "registry/features/features.hpp"
#include "registry/features/html.hpp"

#include "registry/assets/filter.hpp"
#include "registry/assets/queries.hpp"

namespace hatang::registry {
namespace {

#define HATANG_ITEM " from registry.asset a where a.id = $1 and a.class_key = $2 and a.status <> 'retired'"
constexpr db::Query feature_by_id{"registry.ogc.item",
                                  "select " HATANG_FEATURE_COLUMNS
                                  ", a.domain, a.class_key, a.xmin as state, " HATANG_IDENTIFIERS
                                  " as identifiers" HATANG_ITEM};
// What rights and evidence need of it, and whether it is still the same.
constexpr db::Query state_by_id{"registry.ogc.item_state",
                                "select a.id, a.version, a.class_key, a.domain, a.sensitivity, a.owner_id, "
                                "a.operator_id, a.ward_code, a.xmin as state" HATANG_ITEM};
#undef HATANG_ITEM

constexpr Format page_formats[] = {Format::json, Format::html, Format::geojson_seq, Format::flatgeobuf};
constexpr Format item_formats[] = {Format::json, Format::html};

// The address of the request with another value of one parameter.
std::string with_parameter(const http::Request& request, std::string_view name, std::string_view value) {
    std::string out = base_url(request) + request.path;
    char mark = '?';
    const auto add = [&](std::string_view key, std::string_view text) {
        out.append(1, std::exchange(mark, '&'))
            .append(http::percent_encode(key))
            .append("=")
            .append(http::percent_encode(text));
    };
    for (const auto& [key, text] : request.query)
        if (key != name) add(key, text);
    add(name, value);
    return out;
}

task<std::optional<std::int64_t>> matched(Features& features, const http::Call& call, const Question& q,
                                          const Page& page, Matched wanted) {
    if (wanted == Matched::none) co_return std::nullopt;
    if (page.matched) co_return page.matched;
    constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max() - 1;
    // What the planner believes comes from statistics over all rows, so only who may read all of them hears
    // it.
    if (wanted == Matched::estimate && security::scope(call.who, "asset.read").unlimited()) {
        const std::int64_t rows = co_await features.totals.estimate(q.source, q.where);
        co_return rows;
    }
    const std::int64_t most = wanted == Matched::exact ? all : limits::matched_cheap_max;
    co_return co_await features.totals.count(q.source, q.where, most);
}

// `texts`: of the features shown, where they are known; empty: they are written here.
std::string feature_collection(const Features& features, const http::Request& request, const Question& q,
                               const Page& page, const std::vector<FeatureTexts::Text>& texts,
                               std::optional<std::int64_t> total) {
    const std::string self = base_url(request) + request.target;
    json::Writer links;
    links.begin_array();
    write_link(links, "self", self, media::geojson, "GeoJSON");
    if (page.next) write_link(links, "next", with_parameter(request, "cursor", *page.next), media::geojson);
    write_link(links, "alternate", with_parameter(request, "f", "html"), media::html, "HTML");
    write_link(links, "collection", base_url(request) + "/ogc/collections/" + q.collection.key(),
               media::json);
    links.end_array();

    constexpr std::size_t usual_bytes = 700;
    std::size_t bytes = 2'048;
    for (const FeatureTexts::Text& text : texts) bytes += text->size() + 1;
    if (texts.empty()) bytes += usual_bytes * static_cast<std::size_t>(page.shown);
    std::string out;
    out.reserve(bytes);
    out.append(R"({"type":"FeatureCollection","timeStamp":")")
        .append(to_rfc3339(features.context.platform.clock.now()))
        .append("\"");
    if (total) out.append(",\"numberMatched\":").append(std::to_string(*total));
    out.append(",\"numberReturned\":").append(std::to_string(page.shown));
    out.append(",\"links\":").append(links.text()).append(",\"features\":[");
    for (const FeatureTexts::Text& text : texts) out.append(*text).append(1, ',');
    if (!texts.empty()) {
        out.pop_back();
        return out.append("]}");
    }
    const FeatureWriter writer(q.collection, q.crs, q.chosen);
    for (int i = 0; i < page.shown; ++i) {
        if (i > 0) out += ',';
        const db::Row row = page.rows[i];
        writer.append_geojson(out, row, page.identifiers.of(row.integer("id")));
    }
    return out.append("]}");
}

http::Response in_crs(http::Response response, const geo::NamedCrs& crs) {
    response.header("Content-Crs", "<" + std::string(crs.uri) + ">");
    return response;
}

task<http::Response> items(Features& features, http::Call& call, ItemsQuery query) {
    const Collection& c = features.collection(call);
    const Format format = format_of(call.request, query.f, page_formats);
    const Matched wanted = matched_parameter(query.matched);
    // More than the most is not an error here: the standard lets the server give fewer (requirement 21).
    const std::int64_t limit =
        std::min(parse_limit(query.limit, limits::page_default, std::numeric_limits<std::int64_t>::max()),
                 limits::features_page_max);
    const Question q = question_of(c, call, query);
    if (format == Format::geojson_seq || format == Format::flatgeobuf)
        co_return co_await stream(features, call, q, query, format);

    TextPage loaded;
    if (format == Format::json && q.chosen.empty() && &q.crs == &geo::crs84())
        loaded = co_await load_texts(features, q, query.cursor, limit);
    else
        loaded.page = co_await load_page(features, q, query.cursor, limit);
    const Page& page = loaded.page;
    const std::optional<std::int64_t> total = co_await matched(features, call, q, page, wanted);
    co_await features.context.security.audit_read(call, "asset", page.restricted);
    if (format == Format::html) {
        const std::string next =
            page.next ? with_parameter(call.request, "cursor", *page.next) : std::string();
        co_return http::Response::bytes(std::string(html_type),
                                        items_page(features.context, call.request, q, page, total, next));
    }
    co_return in_crs(
        http::Response::bytes(std::string(media::geojson),
                              feature_collection(features, call.request, q, page, loaded.texts, total)),
        q.crs);
}

task<http::Response> item(Features& features, http::Call& call, ItemQuery query) {
    const Collection& c = features.collection(call);
    const Format format = format_of(call.request, query.f, item_formats);
    const geo::NamedCrs& crs = crs_parameter(query.crs, "crs");
    const std::vector<bool> chosen = properties_parameter(query.properties, c);
    const std::int64_t id = call.path_id("id");
    const bool plain = chosen.empty() && &crs == &geo::crs84();
    db::Pool& db = features.context.platform.db;
    db::Rows rows;
    FeatureTexts::Text text;
    if (plain && features.texts.knows(id)) {
        rows = co_await db.run(state_by_id, id, c.key());
        if (!rows.empty()) text = features.texts.find(id, rows.front().integer("state"));
    }
    if (!text) rows = co_await db.run(feature_by_id, id, c.key());
    if (rows.empty() || !security::scope(call.who, "asset.read").allows(security::asset_key(rows.front())))
        throw Error(Code::not_found, "id", {"feature " + std::to_string(id)});
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await features.context.security.audit_read(call, "asset", read);
    const db::Row row = rows.front();
    call.etag(row.integer("version"));

    std::string out;
    if (text) {
        out = *text;
    } else {
        FeatureWriter(c, crs, chosen).append_geojson(out, row, row.text("identifiers"));
        if (plain) features.texts.put(id, row.integer("state"), out);
    }
    const std::string collection = base_url(call.request) + "/ogc/collections/" + c.key();
    json::Writer links;
    links.begin_array();
    write_link(links, "self", base_url(call.request) + call.request.target, media::geojson, "GeoJSON");
    write_link(links, "alternate", with_parameter(call.request, "f", "html"), media::html, "HTML");
    write_link(links, "collection", collection, media::json);
    links.end_array();
    out.pop_back();
    out.append(",\"links\":").append(links.text()).append("}");
    if (format == Format::html)
        co_return http::Response::bytes(std::string(html_type),
                                        item_page(features.context, call.request, c, out));
    co_return in_crs(http::Response::bytes(std::string(media::geojson), std::move(out)), crs);
}

}  // namespace

void add_item_routes(http::Router& router, Features& features) {
    using http::Response;
    const auto read = http::may_within("asset.read");
    const http::RouteLimits slow{.seconds_max = limits::features_seconds_max};
    router.get<ItemsQuery, Response>(
        "/ogc/collections/{class}/items", {"registry.ogc.items", read, "Works of a class as features", slow},
        [&features](http::Call& call, const ItemsQuery& query) { return items(features, call, query); });
    router.get<ItemQuery, Response>(
        "/ogc/collections/{class}/items/{id}", {"registry.ogc.item", read, "A work as a feature"},
        [&features](http::Call& call, const ItemQuery& query) { return item(features, call, query); });
}

}  // namespace hatang::registry
