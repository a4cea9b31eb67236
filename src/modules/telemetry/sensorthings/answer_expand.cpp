// What hangs below the entities of a page: one statement for each link, whatever the number of entities.
#include "telemetry/sensorthings/answer_parts.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expand;
using odata::Options;

const odata::Navigation& navigation_of(Set set, std::string_view name) {
    return *odata::entity(set).navigation(name);
}

// Whether conditions or the order need more of datastreams than their readings.
bool asks_of_streams(const Options& o, const std::optional<TakenApart>& apart) {
    std::vector<const odata::Expression*> parts;
    if (apart) {
        if (!apart->of_stream.empty()) return true;
        for (const odata::Expression* e : apart->of_reading) stream_parts(*e, parts);
    }
    for (const odata::OrderBy& key : o.orderby) stream_parts(key.value, parts);
    return !parts.empty();
}

}  // namespace

task<void> Answer::expand(Page& page, const Options& options) {
    if (page.nodes.empty()) co_return;
    for (const Expand& e : options.expand) {
        if (e.navigation->target == Set::observations)
            co_await expand_observations(page, e);
        else if (page.set == Set::observations && e.navigation->target == Set::features_of_interest)
            co_await expand_features(page, e);
        else
            co_await expand_rows(page, e);
    }
}

namespace {

// The rows of `page` as a table of the statement: those of an Observation are its datastream.
std::vector<std::int64_t> ids_above(const Page& page) {
    std::vector<std::int64_t> ids;
    for (const Node& n : page.nodes)
        ids.push_back(page.set == Set::observations ? n.reading.datastream_id : n.id);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

RowOf row_above(const Page& page) {
    RowOf row{page.set, "p"};
    row.past = page.set == Set::locations &&
               std::ranges::any_of(page.nodes, [](const Node& n) { return n.id >= past_place_ids; });
    return row;
}

}  // namespace

task<void> Answer::expand_rows(Page& above, const Expand& e) {
    const Options& options = e.options;
    const odata::Expression* filter = options.filter ? &*options.filter : nullptr;
    const Answered answered = co_await answer_before(filter);
    db::Where where;
    Sql s = sql(where, answered);
    const RowOf parent = row_above(above);
    RowOf row{e.navigation->target, "e"};
    row.past = row.set == Set::locations && above.set == Set::historical_locations;
    where.add(with_aliases(link(above.set, e.navigation->name), row.alias, parent.alias));
    where.add(s.scope(row.set, row.alias));
    if (filter) where.add(s.condition(*filter, row));
    const bool in_places =
        above.set == Set::multi_datastreams && row.set == Set::observed_properties && options.orderby.empty();
    std::string order = order_by_sql(s, options, row);
    if (in_places) order = place_sql("p.id", row.alias) + ", " + order;
    const std::string inside = where.text(), from = s.from(row);
    const std::int64_t top = e.navigation->many ? page_size(options) : 1;
    const std::vector<std::int64_t> ids = ids_above(above);
    const std::string asked = where.value(ids);
    const std::string text = "select p.id as above, below.* from " + s.from(parent) +
                             " cross join lateral (select " + columns(row.set, options, row.alias) +
                             ", row_number() over (order by " + order + ") as rank from " + from + " where " +
                             inside + " order by " + order + " limit " + std::to_string(top + 1) +
                             " offset " + s.number(options.skip.value_or(0)) + ") below where p.id = any(" +
                             asked + ") order by p.id, below.rank";
    const db::Query query{"telemetry.sta.expand", text};
    const db::Rows rows = co_await ask(query, where.params());

    std::map<std::int64_t, std::int64_t> counts;
    if (options.count && e.navigation->many) counts = co_await counts_below(above, e);
    std::map<std::int64_t, std::shared_ptr<Page>> pages;
    Page all{.set = row.set, .rows = rows, .nodes = {}, .count = {}, .next = {}};
    std::vector<std::int64_t> owner;
    for (int i = 0; i < rows.size(); ++i) {
        const std::int64_t of = rows[i].integer("above");
        auto& page = pages[of];
        if (!page)
            page = std::make_shared<Page>(
                Page{.set = row.set, .rows = rows, .nodes = {}, .count = {}, .next = {}});
        page->in_places = in_places;
        if (static_cast<std::int64_t>(page->nodes.size()) == top) {
            page->more = e.navigation->many;
            continue;
        }
        page->nodes.push_back({.id = rows[i].integer("id"), .row = i, .reading = {}, .below = {}});
        all.nodes.push_back(page->nodes.back());
        owner.push_back(of);
    }
    keep(all, rows);
    // What hangs below all of them is loaded at once, and then goes to each.
    co_await expand(all, options);
    std::map<std::int64_t, std::size_t> next;
    for (std::size_t i = 0; i < all.nodes.size(); ++i)
        pages[owner[i]]->nodes[next[owner[i]]++].below = std::move(all.nodes[i].below);
    for (Node& node : above.nodes) {
        const std::int64_t of = above.set == Set::observations ? node.reading.datastream_id : node.id;
        auto& page = pages[of];
        if (!page)
            page = std::make_shared<Page>(
                Page{.set = row.set, .rows = rows, .nodes = {}, .count = {}, .next = {}});
        if (options.count && e.navigation->many) page->count = counts[of];
        node.below.push_back({&e, page});
    }
}

task<std::map<std::int64_t, std::int64_t>> Answer::counts_below(const Page& above, const Expand& e) {
    const odata::Expression* filter = e.options.filter ? &*e.options.filter : nullptr;
    const Answered answered = co_await answer_before(filter);
    db::Where where;
    Sql s = sql(where, answered);
    const RowOf parent = row_above(above);
    RowOf row{e.navigation->target, "e"};
    row.past = row.set == Set::locations && above.set == Set::historical_locations;
    where.add(with_aliases(link(above.set, e.navigation->name), row.alias, parent.alias));
    where.add(s.scope(row.set, row.alias));
    if (filter) where.add(s.condition(*filter, row));
    const std::string inside = where.text(), from = s.from(row);
    const std::vector<std::int64_t> ids = ids_above(above);
    const std::string asked = where.value(ids);
    const std::string text = "select p.id as above, (select count(*) from " + from + " where " + inside +
                             ") as n from " + s.from(parent) + " where p.id = any(" + asked + ")";
    const db::Query query{"telemetry.sta.expand_count", text};
    const db::Rows rows = co_await ask(query, where.params());
    std::map<std::int64_t, std::int64_t> out;
    for (const db::Row r : rows) out[r.integer("above")] = r.integer("n");
    co_return out;
}

// One statement for all of them: many Observations are of one feature.
task<void> Answer::expand_features(Page& above, const Expand& e) {
    const Options& options = e.options;
    const odata::Expression* filter = options.filter ? &*options.filter : nullptr;
    const Answered answered = co_await answer_before(filter);
    const std::vector<std::int64_t> of = co_await features_of(above.nodes);
    std::vector<std::int64_t> ids = of;
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    db::Where where;
    Sql s = sql(where, answered);
    const RowOf row{Set::features_of_interest, "e"};
    where.add(s.scope(row.set, row.alias));
    if (filter) where.add(s.condition(*filter, row));
    where.add("e.id = any(" + where.value(ids) + ")");
    const std::string text = "select " + columns(row.set, options, row.alias) + " from " + s.from(row) +
                             " where " + where.text() + " order by e.id";
    const db::Query query{"telemetry.sta.expand_features", text};
    const db::Rows rows = co_await ask(query, where.params());
    Page all{.set = row.set, .rows = rows, .nodes = {}, .count = {}, .next = {}};
    std::map<std::int64_t, std::size_t> at;
    for (int i = 0; i < rows.size(); ++i) {
        at[rows[i].integer("id")] = all.nodes.size();
        all.nodes.push_back({.id = rows[i].integer("id"), .row = i, .reading = {}, .below = {}});
    }
    keep(all, rows);
    co_await expand(all, options);
    for (std::size_t i = 0; i < above.nodes.size(); ++i) {
        auto page =
            std::make_shared<Page>(Page{.set = row.set, .rows = rows, .nodes = {}, .count = {}, .next = {}});
        const auto found = at.find(of[i]);
        if (found != at.end()) page->nodes.push_back(all.nodes[found->second]);
        above.nodes[i].below.push_back({&e, std::move(page)});
    }
}

// Each entity above has readings of its own: the last of every datastream comes from memory or from one
// chunk.
task<void> Answer::expand_observations(Page& above, const Expand& e) {
    const Options& options = e.options;
    std::optional<TakenApart> apart;
    if (options.filter) apart = take_apart(*options.filter);
    Page all{.set = Set::observations, .rows = {}, .nodes = {}, .count = {}, .next = {}};
    std::vector<std::shared_ptr<Page>> pages;
    // A datastream that is shown may be read; nothing else about it has to be known.
    const bool own_stream = odata::is_stream(above.set) && !asks_of_streams(options, apart);
    const std::optional<std::string> from_the_start;
    for (Node& node : above.nodes) {
        const std::vector<Part> parts{{nullptr, above.set, node.id},
                                      {&navigation_of(above.set, "Observations"), Set::observations, {}}};
        StreamQuestion streams;
        if (own_stream)
            streams.streams.push_back({node.id, {}});
        else
            streams = co_await streams_of(parts, options, apart);
        ObservationPage found = co_await read(streams, options, apart, from_the_start, page_size(options));
        auto page = std::make_shared<Page>(
            Page{.set = Set::observations, .rows = {}, .nodes = {}, .count = {}, .next = {}});
        for (const ReadingOf& r : found.readings) {
            page->nodes.push_back({.id = observation_id(r), .row = 0, .reading = r, .below = {}});
            all.nodes.push_back(page->nodes.back());
        }
        co_await tell_results(page->nodes);
        page->more = found.more;
        if (options.count) page->count = found.count;
        spend(page->nodes.size());
        node.below.push_back({&e, page});
        pages.push_back(page);
    }
    co_await expand(all, options);
    std::size_t next = 0;
    for (const auto& page : pages)
        for (Node& node : page->nodes) node.below = std::move(all.nodes[next++].below);
}

}  // namespace hatang::telemetry::sta
