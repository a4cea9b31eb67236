#include "telemetry/sensorthings/answer_parts.hpp"

#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/queries.hpp"

namespace hatang::telemetry::sta {

RowOf last_row(const std::vector<odata::Resource::Part>& parts) {
    RowOf row{parts.back().set, "e"};
    row.past = row.set == Set::locations &&
               (parts.back().key.value_or(0) >= past_place_ids ||
                (parts.size() > 1 && parts[parts.size() - 2].set == Set::historical_locations));
    return row;
}

namespace {

using odata::Options;
using odata::Question;
using odata::Resource;

// The MultiDatastream whose ObservedProperties a path leads to, where it is known by its number.
std::optional<std::int64_t> multi_above(const std::vector<Resource::Part>& parts) {
    if (parts.size() < 2 || parts.back().set != Set::observed_properties) return {};
    const Resource::Part& above = parts[parts.size() - 2];
    if (above.set != Set::multi_datastreams) return {};
    if (above.key || parts.size() < 3 || parts[parts.size() - 3].set != Set::observations) return above.key;
    return parts[parts.size() - 3].key;  // behind an Observation: of that datastream
}

}  // namespace

Sql Answer::sql(db::Where& where, const Answered& answered) {
    return Sql(
        where, who_, state_.storage.streams.all().size(), [this]() -> const Bounds& { return bounds(); },
        answered, state_.own_features);
}

// Where every reading is of its work, questions about features are questions about works.
task<void> Answer::look_for_features() {
    const Instant now = state_.platform.clock.now();
    if (state_.own_features || now - state_.own_features_looked < sta_limits::own_features_looked_us)
        co_return;
    const db::Rows rows = co_await state_.platform.db.run(sql::own_features_used);
    state_.own_features_looked = now;
    if (rows.front().boolean("used")) state_.own_features = true;
}

const Bounds& Answer::bounds() {
    if (bounds_) return *bounds_;
    Bounds& out = bounds_.emplace();
    for (const auto& [id, stream] : state_.storage.streams.all()) {
        const auto first = stream->first();
        if (!first || !stream->last) continue;
        out.ids.push_back(id);
        out.first.push_back(*first);
        out.last.push_back({stream->last->t_us});
    }
    return out;
}

void Answer::spend(std::size_t entities) {
    entities_ += entities;
    if (entities_ > sta_limits::entities_max)
        throw odata::too_costly("$expand", 0, "entities", sta_limits::entities_max);
}

std::string Answer::columns(Set set, const Options& options, std::string_view alias) const {
    const Table& t = table(set);
    std::string out = std::string(alias) + ".id as id";
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const Column& c = t.columns[i];
        if (c.name == "id" || c.json.empty() || !options.selects(c.name)) continue;
        out += ", (" + with_aliases(c.json, alias) + ")::text as p" + std::to_string(i);
    }
    if (t.scope.empty()) return out;
    const std::string scope = with_aliases(t.scope, alias);
    const std::string asset = t.asset.empty() ? scope + ".id" : with_aliases(t.asset, alias);
    return out + ", " + scope + ".sensitivity as sensitivity, " + asset + " as of_asset";
}

void Answer::take_restricted(Set set, const db::Row& row) {
    if (table(set).scope.empty() || row.is_null("sensitivity") || row.text("sensitivity") != "restricted")
        return;
    const bool stream = odata::is_stream(set), sensor = set == Set::sensors;
    restricted_[stream   ? "datastream"
                : sensor ? "sensor"
                         : "asset"]
        .push_back(row.integer(stream || sensor ? "id" : "of_asset"));
}

void Answer::keep(Page& page, const db::Rows& rows) {
    page.rows = rows;
    for (int i = 0; i < static_cast<int>(page.nodes.size()); ++i)
        take_restricted(page.set, rows[page.nodes[i].row]);
    spend(page.nodes.size());
}

// The conditions that bind the last row to the path that leads to it.
std::string Answer::chain(Sql& s, const std::vector<Part>& parts, const RowOf& last) {
    std::string out = s.scope(last.set, last.alias);
    const Part& part = parts.back();
    if (part.key) out += " and " + last.alias + ".id = " + s.number(*part.key);
    if (parts.size() == 1) return out;
    const std::vector<Part> above(parts.begin(), parts.end() - 1);
    RowOf row = last_row(above);
    row.alias = s.next_alias();
    // A feature that is known by its number has few datastreams, and their rows are found at once.
    if (row.set == Set::features_of_interest && part.set == Set::observations && above.back().key)
        out += " and " + last.alias + ".id = any(" +
               with_aliases(streams_of_feature(), last.alias, s.number(*above.back().key)) + ")";
    const std::string inner = s.link_to(row, part.navigation->name, last) + " and " + chain(s, above, row);
    return out + " and exists (select from " + s.from(row) + " where " + inner + ")";
}

// A question may walk from every work of the city to every other. It ends in its time, and the fault is the
// question's.
task<db::Rows> Answer::ask(db::Query query, std::vector<db::Param> params) {
    std::vector<db::Session::Statement> statements;  // one transaction, one round trip
    // Under one name: what is measured of them is the question's.
    statements.push_back(
        {{query.name, sql::patience.sql}, {std::to_string(sta_limits::statement_seconds_max) + "s"}});
    statements.push_back({query, std::move(params)});
    db::Pool::Lease lease = co_await state_.platform.db.lease();
    try {
        const std::vector<db::Rows> rows = co_await lease->run_all(std::move(statements));
        co_return rows[1];
    } catch (const Error& e) {
        if (e.code != Code::timeout) throw;
    }
    throw odata::too_costly("$filter", 0, "s", sta_limits::statement_seconds_max);
}

task<bool> Answer::is_there(const std::vector<Part>& parts) {
    db::Where where;
    const Answered none;
    Sql s = sql(where, none);
    const RowOf row = last_row(parts);
    where.add(chain(s, parts, row));
    const std::string text =
        "select " + row.alias + ".id as id from " + s.from(row) + " where " + where.text() + " limit 1";
    const db::Query query{"telemetry.sta.is_there", text};
    const db::Rows rows = co_await ask(query, where.params());
    co_return !rows.empty();
}

task<Answer::Place> Answer::resolve(const Resource& resource) {
    Place out;
    for (std::size_t i = 0; i < resource.parts.size(); ++i) {
        const Part part = resource.parts[i];
        if (out.observation) {
            // Behind an Observation: its datastream, or what it is of.
            const ReadingOf reading = *out.observation;
            out.observation.reset();
            if (part.set == Set::features_of_interest) {
                const std::int64_t feature = co_await feature_of(reading);
                if (feature == 0) throw not_found_at(what_of(resource.parts));
                out.parts = {{nullptr, Set::features_of_interest, feature}};
                continue;
            }
            out.parts = {{nullptr, Set::observations, reading.datastream_id}};
        }
        out.parts.push_back(part);
        if (part.set == Set::observations && part.key) {
            const std::string path = what_of(resource.parts);
            const ReadingOf reading = co_await observation_at(out.parts, *part.key, path);
            const Part* const above = out.parts.size() > 1 ? &out.parts[out.parts.size() - 2] : nullptr;
            if (above && above->set == Set::features_of_interest && above->key) {
                const std::int64_t feature = co_await feature_of(reading);
                if (feature != *above->key) throw not_found_at(path);
            }
            out.observation = reading;
        }
    }
    co_return out;
}

task<Page> Answer::load(const Resource& resource, const Question& question) {
    co_await look_for_features();
    const Place place = co_await resolve(resource);
    const bool collection =
        resource.form == Resource::Form::collection || resource.form == Resource::Form::references;
    if (place.observation) {
        Page page{.set = Set::observations, .rows = {}, .nodes = {}, .count = {}, .next = {}};
        Node node{
            .id = observation_id(*place.observation), .row = 0, .reading = *place.observation, .below = {}};
        page.nodes.push_back(std::move(node));
        co_await tell_results(page.nodes);
        const Stream* stream = state_.storage.streams.find(place.observation->datastream_id);
        if (stream && stream->about.sensitivity == security::Sensitivity::restricted)
            restricted_["datastream"].push_back(stream->about.id);
        co_await expand(page, question.options);
        co_return page;
    }
    if (resource.set() == Set::observations) {
        Page page = co_await load_observations(place.parts, question);
        if (page.nodes.empty() && place.parts.size() > 1) {
            const std::vector<Part> above(place.parts.begin(), place.parts.end() - 1);
            const bool there = co_await is_there(above);
            if (!there) throw not_found_at(what_of(resource.parts));
        }
        co_await expand(page, question.options);
        co_return page;
    }
    Page page = co_await load_rows(place.parts, question, collection);
    if (page.nodes.empty()) {
        if (!collection) throw not_found_at(what_of(resource.parts));
        if (place.parts.size() > 1) {
            const std::vector<Part> above(place.parts.begin(), place.parts.end() - 1);
            const bool there = co_await is_there(above);
            if (!there) throw not_found_at(what_of(resource.parts));
        }
    }
    co_await expand(page, question.options);
    co_return page;
}

task<Page> Answer::load_rows(const std::vector<Part>& parts, const Question& question, bool collection) {
    const Options& options = question.options;
    Page page{.set = parts.back().set, .rows = {}, .nodes = {}, .count = {}, .next = {}};
    const odata::Expression* filter = collection && options.filter ? &*options.filter : nullptr;
    const Answered answered = co_await answer_before(filter, &parts);
    db::Where where;
    Sql s = sql(where, answered);
    const RowOf row = last_row(parts);
    where.add(chain(s, parts, row));
    if (filter) where.add(s.condition(*filter, row));
    const std::int64_t top = collection ? page_size(options) : 1;
    // Before the order is made: the database refuses values that a statement does not use.
    if (collection && options.count) {
        const std::string text = "select count(*) as n from (select from " + s.from(row) + " where " +
                                 where.text() + " limit " + std::to_string(sta_limits::counted_max + 1) +
                                 ") counted";
        const db::Query query{"telemetry.sta.count", text};
        const db::Rows rows = co_await ask(query, where.params());
        page.count = rows.front().integer("n");
        if (*page.count > sta_limits::counted_max)
            throw odata::too_costly("$count", 0, "rows", sta_limits::counted_max);
    }
    const auto multi = multi_above(parts);
    page.in_places = collection && multi && options.orderby.empty();
    std::string order = collection ? order_by_sql(s, options, row) : row.alias + ".id";
    if (page.in_places) order = place_sql(s.number(*multi), row.alias) + ", " + order;
    const std::string from = s.from(row);
    const bool by_id = options.orderby.empty() && !page.in_places;
    if (collection && question.skip_token && by_id) {
        const std::int64_t id = token_number(*question.skip_token);
        where.add(row.alias + ".id > ?", {id});
    }
    const bool skips = collection && options.skip;
    // What is passed over is not spelled: the first that is told is found by its id alone.
    if (skips && by_id && !filter)
        where.add(row.alias + ".id >= (select " + row.alias + ".id from " + from + " where " + where.text() +
                  " order by " + order + " limit 1 offset " + s.number(*options.skip) + ")");
    std::string text = "select " + columns(page.set, options, row.alias) + " from " + from + " where " +
                       where.text() + " order by " + order + " limit " + std::to_string(top + 1);
    if (skips && !(by_id && !filter)) text += " offset " + s.number(*options.skip);
    const db::Query query{"telemetry.sta.page", text};
    const db::Rows rows = co_await ask(query, where.params());
    for (int i = 0; i < rows.size() && i < top; ++i)
        page.nodes.push_back({.id = rows[i].integer("id"), .row = i, .reading = {}, .below = {}});
    page.more = collection && rows.size() > top;
    if (page.more && by_id && !page.nodes.empty()) page.next = std::to_string(page.nodes.back().id);
    keep(page, rows);
    co_return page;
}

}  // namespace hatang::telemetry::sta
