#include <cmath>

#include "registry/assets/filter.hpp"
#include "registry/limits.hpp"
#include "registry/search/coordinates.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

struct SearchQuery {
    std::string q;
    std::optional<std::int64_t> limit;
};
struct SearchHit {
    std::string kind;  // asset, ward, class, coordinates
    json::Raw id;      // number of an asset or ward, key of a class
    std::string label, sub;
    std::optional<double> lon, lat;
};
struct SearchHits {
    std::vector<SearchHit> items;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::SearchQuery> {
    static constexpr std::string_view name = "SearchQuery";
    static constexpr auto fields =
        std::tuple{field("q", &registry::SearchQuery::q, "Words, an identifier, or coordinates",
                         Limits{.length_max = registry::limits::search_characters_max, .length_min = 1}),
                   field("limit", &registry::SearchQuery::limit, "1 to 50; 10 when absent")};
};
template <>
struct Describe<registry::SearchHit> {
    using T = registry::SearchHit;
    static constexpr std::string_view name = "SearchHit";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind, "asset, ward, class or coordinates"),
                   field("id", &T::id, "Id of the asset or ward, key of the class"),
                   field("label", &T::label, "What was found"),
                   field("sub", &T::sub, "Class and ward"),
                   field("lon", &T::lon, "Where"),
                   field("lat", &T::lat, "Where")};
};
template <>
struct Describe<registry::SearchHits> {
    static constexpr std::string_view name = "SearchHits";
    static constexpr auto fields = std::tuple{field("items", &registry::SearchHits::items, "Best first")};
};

}  // namespace hatang::json

namespace hatang::registry {
namespace {

// A centimetre is all that typed coordinates are good for.
double shown(double degrees) { return std::round(degrees * 1e7) / 1e7; }

SearchHit coordinates_hit(Place place) {
    json::Writer label;
    label.value(shown(place.lat)).text().append(", ");
    json::Writer lon;
    lon.value(shown(place.lon));
    const std::string_view system = place.from == geo::Crs::wgs84 ? "WGS 84" : geo::crs_name(place.from);
    return {"coordinates", {}, label.take() + lon.take(), std::string(system), place.lon, place.lat};
}

void add_class_hits(const Context& context, std::string_view folded, std::size_t limit,
                    std::vector<SearchHit>& out) {
    for (const catalogue::AssetClass* c : context.catalogue.classes()) {
        if (out.size() >= limit) return;
        const std::string vi = fold(c->name_vi), en = fold(c->name_en);
        if (!vi.starts_with(folded) && !en.starts_with(folded)) continue;
        json::Writer id;
        id.value(c->key);
        out.push_back({"class", {id.take()}, c->name_vi, c->name_en, {}, {}});
    }
}

// One hit for each name, class and ward: a street of forty stretches is one street. Whole names come before
// names that begin with the text, these before the rest; works of note before the many small ones.
task<void> add_asset_hits(Context& context, http::Call& call, std::string folded, std::size_t limit,
                          std::vector<SearchHit>& out) {
    Where where;
    add_words(where, folded);
    where.add("a.status <> 'retired'");
    security::scope(call.who, "asset.read").add_to(where, "a");
    const std::string whole = where.value(folded);
    const std::string text =
        "select id, class_key, name, ward_code, lon, lat, sensitivity from ("
        "select distinct on (class_key, name, ward_code) id, class_key, name, ward_code, st_x(point) as lon, "
        "st_y(point) as lat, least_zoom, name_folded, sensitivity from (select * from registry.asset a "
        "where " +
        where.text() + " limit " + std::to_string(limits::search_candidates_max) +
        ") candidates order by class_key, name, ward_code, id) named order by "
        "(split_part(name_folded, chr(10), 1) = " +
        whole + ") desc, starts_with(name_folded, " + whole + ") desc, (position(" + whole +
        " in name_folded) > 0) desc, (class_key = 'ward') desc, least_zoom, "
        "length(name), id limit " +
        std::to_string(limit - out.size());
    const db::Query query{"registry.search", text};
    const db::Rows rows = co_await context.platform.db.run_params(query, where.params());
    for (const db::Row row : rows) {
        const bool ward = row.text("class_key") == "ward";
        std::string sub = context.class_name_vi(row.text("class_key"));
        const auto ward_name = context.ward_name(row.maybe_text("ward_code"));
        if (!ward && ward_name) sub += " · " + *ward_name;
        out.push_back({ward ? "ward" : "asset",
                       {std::to_string(row.integer("id"))},
                       std::string(row.text("name")),
                       std::move(sub),
                       row.maybe_number("lon"),
                       row.maybe_number("lat")});
    }
    const std::vector<std::int64_t> read = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", read);
}

task<SearchHits> search(Context& context, http::Call& call, SearchQuery query) {
    const auto limit =
        static_cast<std::size_t>(parse_limit(query.limit, limits::search_default, limits::search_max));
    SearchHits hits;
    if (const auto place = parse_coordinates(query.q)) {
        hits.items.push_back(coordinates_hit(*place));
        co_return hits;
    }
    const std::string folded = fold(query.q);
    if (folded.empty()) throw Error(Code::text_empty, "q");
    add_class_hits(context, folded, limit, hits.items);
    if (hits.items.size() < limit && call.who.may_within("asset.read"))
        co_await add_asset_hits(context, call, folded, limit, hits.items);
    co_return hits;
}

}  // namespace

void add_search_routes(http::Router& router, Context& context) {
    router.get<SearchQuery, SearchHits>(
        "/api/v1/search",
        {"registry.search", http::signed_in(), "Finds assets, wards, classes and coordinates"},
        [&context](http::Call& call, const SearchQuery& query) { return search(context, call, query); });
}

}  // namespace hatang::registry
