#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "geo/box.hpp"
#include "registry/assets/filter.hpp"
#include "registry/features/features.hpp"

namespace hatang::registry {
namespace {

// Each page of a box is cut from what lies in it, as long as that is few: otherwise the planner walks through
// all ids and looks for those in the box.
constexpr std::string_view hits_begin = "with hit as materialized (select a.id from ",
                           hits_end = ") select (select count(*) from hit) as hits, " HATANG_FEATURE_COLUMNS
                                      ", a.xmin as state from registry.asset a where a.id in (select "
                                      "h.id from hit h where h.id > ";

constexpr db::Query features_by_id{"registry.ogc.features_by_id",
                                   "select " HATANG_FEATURE_COLUMNS
                                   ", a.xmin as state from registry.asset a where a.id = any($1)"};
constexpr db::Query identifiers_between{
    "registry.ogc.identifiers_between",
    "select asset_id, kind, value, issuer, valid_from, valid_to from registry.identifier "
    "where asset_id between $1 and $2 order by asset_id, id"};
constexpr db::Query identifiers_of_ids{
    "registry.ogc.identifiers_of",
    "select asset_id, kind, value, issuer, valid_from, valid_to from registry.identifier "
    "where asset_id = any($1) order by asset_id, id"};
// Ids of one import follow each other: then one walk through the index beats a thousand searches.
constexpr std::int64_t dense = 4;

// Beside the class where places are looked for: leads to the index asset_class_place.
constexpr std::string_view within_class = "hashtext(a.class_key) = hashtext(?)";

void add_filter(Question& q, const http::Call& call, const ItemsQuery& query) {
    const bool json_form = query.filter_lang && *query.filter_lang == "cql2-json";
    if (query.filter_lang && !json_form && *query.filter_lang != "cql2-text")
        throw Error(Code::invalid_parameter, "filter-lang",
                    {query.filter_lang->substr(0, 100), "cql2-text, cql2-json"});
    const geo::NamedCrs& crs = crs_parameter(query.filter_crs, "filter-crs");
    if (!query.filter) return;
    const auto read = [&] {
        if (!json_form) return cql2::parse_text(*query.filter);
        const json::Document document = json::parse(*query.filter);
        return cql2::parse_json(document.root());
    };
    const cql2::Expression filter = read();
    if (!security::scope(call.who, "asset.read").unlimited()) {
        // The filter sees only rows that the caller may read: no error and no time of it tells of others.
        // OFFSET 0 keeps the planner from mixing the two.
        q.source =
            "(select a.*, a.xmin as state from registry.asset a where " + q.where.text() + " offset 0) a";
        q.state = "a.state";
        db::Where outer;
        for (const db::Param& p : q.where.params()) outer.value(p);
        q.where = std::move(outer);
        q.boxed = false;
    }
    cql2::add_to(q.where, filter, q.collection.queryables, {crs.crs, crs.latitude_first});
    if (!q.boxed && q.where.text().find("a.geom") != std::string::npos)
        q.where.add(within_class, {q.collection.key()});
}

task<IdentifierTexts> load_identifiers(db::Pool& db, std::vector<std::int64_t> ids) {
    IdentifierTexts out;
    if (ids.empty()) co_return out;
    const auto [least, most] = std::minmax_element(ids.begin(), ids.end());
    const std::int64_t first = *least, last = *most;
    db::Rows rows;
    if (last - first < dense * static_cast<std::int64_t>(ids.size()))
        rows = co_await db.run(identifiers_between, first, last);
    else
        rows = co_await db.run(identifiers_of_ids, ids);
    out.add(rows);
    co_return out;
}

// What a filter makes of the rows (a division by zero, a power out of range) is the filter's fault.
task<db::Rows> run_filtered(db::Pool& db, db::Query query, std::vector<db::Param> params) {
    std::string reason;
    try {
        co_return co_await db.run_params(query, std::move(params));
    } catch (const db::SqlError& e) {
        if (!e.sqlstate.starts_with("22")) throw;
        reason = e.message;
    }
    throw Error(Code::invalid_parameter, "filter",
                {reason, "giá trị tính được · values that can be computed"});
}

// The rows of a box, and one more than the most that are counted.
std::string box_hits(const Question& q) {
    return q.source + " where " + q.where.text() + " limit " + std::to_string(limits::box_hits_max + 1);
}

// All that a box meets comes as one row of arrays and is put in order here: PostgreSQL would write it down
// first, to count it. Nothing when it is too much for that.
task<std::optional<std::vector<RowState>>> load_box_states(db::Pool& db, const Question& q) {
    const std::string sql =
        "select coalesce(array_agg(h.id), '{}') as ids, coalesce(array_agg(h.state), '{}') as states, "
        "coalesce(array_agg(h.id) filter (where h.sensitivity = 'restricted'), '{}') as restricted "
        "from (select a.id, " +
        q.state + " as state, a.sensitivity from " + box_hits(q) + ") h";
    const db::Query query{"registry.ogc.box_states", sql};
    const db::Rows rows = co_await run_filtered(db, query, q.where.params());
    const std::vector<std::int64_t> ids = rows.front().integers("ids"),
                                    states = rows.front().integers("states");
    const std::vector<std::int64_t> restricted = rows.front().integers("restricted");
    if (std::cmp_greater(ids.size(), limits::box_hits_max)) co_return std::nullopt;
    const std::set<std::int64_t> marked(restricted.begin(), restricted.end());
    std::vector<RowState> hits;
    for (std::size_t i = 0; i < ids.size(); ++i) hits.push_back({ids[i], states[i], marked.contains(ids[i])});
    co_return hits;
}

// `hits`: all that a box meets.
Page page_of(std::vector<RowState> hits, std::int64_t after, std::int64_t limit) {
    Page page;
    page.matched = static_cast<std::int64_t>(hits.size());
    std::erase_if(hits, [after](const RowState& row) { return row.id <= after; });
    const std::size_t most = std::min(hits.size(), static_cast<std::size_t>(limit));
    std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(most), {}, &RowState::id);
    if (hits.size() > most) {
        hits.resize(most);
        page.next = page_cursor({}, hits.back().id);
    }
    page.states = std::move(hits);
    page.shown = static_cast<int>(page.states.size());
    for (const RowState& row : page.states)
        if (row.restricted) page.restricted.push_back(row.id);
    return page;
}

// Writes those that are not known. False: one has changed since its state was read, or most are missing,
// which a page of rows brings sooner.
task<bool> write_missing(Features& features, const Question& q, TextPage& page) {
    std::vector<std::int64_t> ids;
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < page.texts.size(); ++i) {
        if (page.texts[i]) continue;
        ids.push_back(page.page.states[i].id);
        places.emplace(ids.back(), i);
    }
    if (ids.empty()) co_return true;
    if (!q.rectangle && 2 * ids.size() > page.texts.size()) co_return false;
    db::Pool& db = features.context.platform.db;
    const db::Rows rows = co_await db.run(features_by_id, ids);
    const IdentifierTexts identifiers = co_await load_identifiers(db, ids);
    const FeatureWriter writer(q.collection, q.crs, {});
    for (const db::Row row : rows) {
        const std::int64_t id = row.integer("id"), state = row.integer("state");
        const std::size_t place = places.at(id);
        if (page.page.states[place].state != state) co_return false;
        std::string made;
        writer.append_geojson(made, row, identifiers.of(id));
        page.texts[place] = features.texts.put(id, state, std::move(made));
    }
    co_return std::ranges::all_of(page.texts, [](const auto& text) { return text != nullptr; });
}

}  // namespace

Question question_of(const Collection& c, const http::Call& call, const ItemsQuery& query) {
    Question q{c,
               crs_parameter(query.crs, "crs"),
               "registry.asset a",
               {},
               false,
               sort_parameter(query.sortby, c),
               properties_parameter(query.properties, c)};
    q.where.add("a.class_key = ?", {c.key()});
    q.where.add("a.status <> 'retired'");
    q.scope = &security::scope(call.who, "asset.read");
    q.scope->add_to(q.where, "a");
    const geo::NamedCrs& bbox_crs = crs_parameter(query.bbox_crs, "bbox-crs");
    if (query.bbox) {
        const std::vector<double> numbers = number_list(*query.bbox, "bbox");
        const auto area = [&q](std::string wkb) {
            return "public.st_geomfromwkb(" + q.where.value(db::Param::bytes(std::move(wkb))) + ", 4326)";
        };
        const std::string place = area(geo::box_wkb(bbox_crs, numbers, "bbox"));
        std::string meets = "public.st_intersects(a.geom, " + place + ")";
        // Most of what a box meets lies in it wholly or with its middle: that needs no geometry.
        if (auto core = geo::box_core_wkb(bbox_crs, numbers)) {
            const std::string inside = area(*std::move(core));
            meets = "(a.point @ " + inside + " or a.geom @ " + inside + " or " + meets + ")";
        }
        q.where.add(within_class, {c.key()});
        q.where.add("a.geom && " + place);
        q.where.add(meets);
        q.boxed = true;
        if (!query.datetime && !query.filter && query.others.empty())
            q.rectangle = geo::degree_box(bbox_crs, numbers);
    }
    if (query.datetime)
        if (const auto end = datetime_end(*query.datetime)) q.where.add("a.valid_from <= ?", {*end});
    for (const auto& [name, text] : query.others) {
        if (name == "id") {
            Property id;
            id.name = name;
            id.type = Property::Type::integer;
            q.where.add("a.id = ?", {value_parameter(id, text)});
            continue;
        }
        const auto place = c.find(name);
        if (!place || !c.properties[*place].queryable()) throw Error(Code::unknown_parameter, name, {name});
        const Property& p = c.properties[*place];
        const std::string value = q.where.value(value_parameter(p, text));
        q.where.add(p.type == Property::Type::texts ? value + " = any(" + p.sql + ")"
                                                    : p.sql + " = " + value);
    }
    add_filter(q, call, query);
    return q;
}

task<Page> load_page(Features& features, const Question& q, std::optional<std::string> cursor,
                     std::int64_t limit, Columns columns) {
    db::Pool& db = features.context.platform.db;
    const std::string fetch = std::to_string(limit + 1);
    const bool states = columns == Columns::states;
    Page page;
    bool found = false;
    if (q.boxed && q.sort.empty()) {
        const std::int64_t after = cursor ? parse_cursor(*cursor) : 0;
        if (states) {
            std::optional<std::vector<RowState>> hits;
            if (q.rectangle)
                hits = co_await features.places.meeting(q.collection.key(), *q.rectangle, *q.scope);
            if (!hits) hits = co_await load_box_states(db, q);
            if (hits) co_return page_of(*std::move(hits), after, limit);
        } else {
            db::Where where = q.where;
            const std::string after_id = where.value(after);
            const std::string sql = std::string(hits_begin) + box_hits(q) + std::string(hits_end) + after_id +
                                    " order by h.id limit " + fetch + ") order by a.id";
            const db::Query query{"registry.ogc.box_page", sql};
            page.rows = co_await run_filtered(db, query, where.params());
            const std::int64_t hit = page.rows.empty() ? 0 : page.rows.front().integer("hits");
            found = hit <= limits::box_hits_max;
            if (found && !(page.rows.empty() && cursor)) page.matched = hit;
        }
    }
    if (!found) {
        db::Where where = q.where;
        if (cursor) add_after(where, q.sort, *cursor);
        const std::string sql =
            "select " + std::string(states ? "a.id, a.sensitivity, " : HATANG_FEATURE_COLUMNS ", ") +
            q.state + " as state" + key_columns(q.sort) + " from " + q.source + " where " + where.text() +
            " order by " + order_by(q.sort) + " limit " + fetch;
        const db::Query query{states ? "registry.ogc.states" : "registry.ogc.page", sql};
        page.rows = co_await run_filtered(db, query, where.params());
        if (!cursor && page.rows.size() <= limit) page.matched = page.rows.size();
    }
    page.shown = static_cast<int>(std::min<std::int64_t>(page.rows.size(), limit));
    page.restricted = security::restricted_ids(page.rows, static_cast<std::size_t>(page.shown));
    if (page.rows.size() > limit) {
        const db::Row last = page.rows[page.shown - 1];
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < q.sort.size() && q.sort[i].property; ++i)
            keys.push_back(last.maybe_text("k" + std::to_string(i)).value_or(""));
        page.next = page_cursor(keys, last.integer("id"));
    }
    if (states)
        for (int i = 0; i < page.shown; ++i)
            page.states.push_back({page.rows[i].integer("id"), page.rows[i].integer("state")});
    const auto place = q.collection.find("identifiers");
    if (!states && (q.chosen.empty() || (place && q.chosen[*place]))) {
        std::vector<std::int64_t> ids;
        for (int i = 0; i < page.shown; ++i) ids.push_back(page.rows[i].integer("id"));
        page.identifiers = co_await load_identifiers(db, ids);
    }
    co_return page;
}

task<TextPage> load_texts(Features& features, const Question& q, std::optional<std::string> cursor,
                          std::int64_t limit) {
    FeatureTexts& texts = features.texts;
    TextPage out;
    if (texts.likely() || q.rectangle) {
        out.page = co_await load_page(features, q, cursor, limit, Columns::states);
        for (const RowState& row : out.page.states) out.texts.push_back(texts.find(row.id, row.state));
        const bool all = co_await write_missing(features, q, out);
        if (all) co_return out;
        out.texts.clear();
    }
    // The rows anew with what the caller may read of them, not those of the ids: one may have changed since.
    out.page = co_await load_page(features, q, cursor, limit);
    const FeatureWriter writer(q.collection, q.crs, {});
    int known = 0;
    for (int i = 0; i < out.page.shown; ++i) {
        const db::Row row = out.page.rows[i];
        const std::int64_t id = row.integer("id"), state = row.integer("state");
        FeatureTexts::Text text = texts.find(id, state);
        if (text) {
            ++known;
        } else {
            std::string made;
            writer.append_geojson(made, row, out.page.identifiers.of(id));
            text = texts.put(id, state, std::move(made));
        }
        out.texts.push_back(std::move(text));
    }
    texts.expect(2 * known >= out.page.shown);
    co_return out;
}

}  // namespace hatang::registry
