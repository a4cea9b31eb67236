// Answers about Observations: which datastreams, and then which of their readings.
#include <limits>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/answer_parts.hpp"
#include "telemetry/sensorthings/features.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/results.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Options;
using odata::Question;

// In the one order in which chunks of one stream lie: from where the next page goes on.
bool by_time_alone(const Options& o) {
    if (o.orderby.size() != 1) return false;
    const auto* p = o.orderby[0].value.as<odata::Path>();
    return p && p->steps.empty() && (p->property->name == "phenomenonTime" || p->property->name == "id");
}

Value slot_value(const db::Row& row, const std::string& column, odata::Kind kind) {
    if (row.is_null(column)) return {};
    switch (kind) {
        case odata::Kind::boolean:
            return row.boolean(column);
        case odata::Kind::number:
            return row.number(column);
        case odata::Kind::instant:
        case odata::Kind::time:
            return odata::Interval{row.instant(column), row.instant(column)};
        case odata::Kind::json: {
            const json::Document document = json::parse(row.text(column));
            const json::Value v = document.root();
            if (v.kind() == json::Kind::integer || v.kind() == json::Kind::real) return v.number();
            if (v.kind() == json::Kind::boolean) return v.boolean();
            return v.kind() == json::Kind::text ? Value(std::string(v.text())) : Value();
        }
        default:
            return std::string(row.text(column));
    }
}

std::string slot_cast(const odata::Expression& e) {
    switch (e.kind) {
        case odata::Kind::boolean:
            return "::boolean";
        case odata::Kind::number:
            return "::float8";
        case odata::Kind::instant:
        case odata::Kind::time:
            return "::timestamptz";
        case odata::Kind::text:
        case odata::Kind::json:
            return "::text";
        default:
            throw odata::invalid_option("$filter", e.offset, odata::to_text(e.kind),
                                        "number, text, boolean, time");
    }
}

// The parts that have to hold all.
void conjuncts(const odata::Expression& e, std::vector<const odata::Expression*>& out) {
    const auto* o = e.as<odata::Operation>();
    if (!o || o->op != odata::Op::and_) return out.push_back(&e);
    for (const odata::Expression& arg : o->args) conjuncts(arg, out);
}

}  // namespace

// One Observation by its id, of a stream that the path leads to.
task<ReadingOf> Answer::observation_at(const std::vector<Part>& parts, std::int64_t id,
                                       const std::string& path) {
    const auto key = observation_key(id);
    if (!key) throw not_found_at(path);
    std::vector<Part> streams = parts;
    streams.back().key = key->datastream_id;
    const bool there = co_await is_there(streams);
    if (!there) throw not_found_at(path);
    ObservationQuery query{.streams = {{key->datastream_id, {}}},
                           .slots = {},
                           .from_us = key->from_us,
                           .to_us = key->to_us,
                           .conditions = {},
                           .order = {},
                           .skip = 0,
                           .top = 1,
                           .decoded = &decoded_,
                           .after = {}};
    const ObservationPage page = co_await read_observations(
        state_.platform.loop, state_.platform.db, state_.storage.streams, query, state_.platform.clock.now());
    if (page.readings.empty()) throw not_found_at(path);
    co_return page.readings.front();
}

task<std::vector<std::int64_t>> Answer::features_of(const std::vector<Node>& nodes) {
    std::vector<std::int64_t> out, ids;
    std::vector<Instant> times;
    for (const Node& node : nodes) {
        const Stream* stream = state_.storage.streams.find(node.reading.datastream_id);
        out.push_back(stream ? usual_feature(*stream) : 0);
        ids.push_back(node.reading.datastream_id);
        times.push_back({node.reading.point.t_us});
    }
    const db::Rows rows = co_await state_.platform.db.run(sql::features_of_readings, ids, times);
    for (const db::Row row : rows)
        out[static_cast<std::size_t>(row.integer("n") - 1)] = row.integer("feature_id");
    co_return out;
}

task<std::int64_t> Answer::feature_of(ReadingOf reading) {
    std::vector<Node> one(1);
    one.front().reading = reading;
    const std::vector<std::int64_t> found = co_await features_of(one);
    co_return found.front();
}

task<Answered> Answer::answer_before(const odata::Expression* filter, const std::vector<Part>* of) {
    Answered out;
    if (!filter) co_return out;
    const std::vector<OverObservations> parts = over_observations(*filter);
    if (parts.empty()) co_return out;
    // Rows that one of these does not keep are in no answer, whatever their Observations are.
    std::vector<const odata::Expression*> besides;
    conjuncts(*filter, besides);
    std::erase_if(besides, [](const odata::Expression* e) { return !over_observations(*e).empty(); });
    const bool narrows = of && (!besides.empty() || of->size() > 1 || of->front().key);
    for (const OverObservations& part : parts) {
        StreamCondition of_those_kept;
        if (narrows && part.variable == 0)
            of_those_kept = [&](Sql& s) {
                RowOf row = last_row(*of);
                row.alias = s.next_alias();
                const std::string there = chain(s, *of, row);
                return s.reached("e.id", row, part.steps, besides, there);
            };
        odata::Expression inner = part.inner;
        if (part.negated) {
            // all(): a datastream with one that does not fit is not among them.
            odata::Expression not_inner{odata::Operation{odata::Op::not_, {std::move(inner)}},
                                        odata::Kind::boolean, part.inner.offset};
            inner = std::move(not_inner);
        }
        Options options;
        options.filter = std::move(inner);
        const std::optional<TakenApart> apart = take_apart(*options.filter);
        const std::vector<Part> all{{nullptr, Set::observations, {}}};
        StreamQuestion question = co_await streams_of(all, options, apart, part.of_features, of_those_kept);
        if (std::ranges::any_of(apart->of_reading, [](const auto* e) { return asks_result(*e); }))
            co_await give_results(state_.platform.db, state_.storage.streams, question.streams);
        ObservationQuery query{.streams = std::move(question.streams),
                               .slots = std::move(question.slots),
                               .from_us = apart->from_us,
                               .to_us = apart->to_us,
                               .conditions = apart->of_reading,
                               .order = {},
                               .skip = 0,
                               .top = 0,
                               .any = true,
                               .any_feature = part.of_features,
                               .decoded = &decoded_,
                               .after = {}};
        const ObservationPage found =
            co_await read_observations(state_.platform.loop, state_.platform.db, state_.storage.streams,
                                       query, state_.platform.clock.now());
        out[part.at] = part.of_features ? found.features : found.datastreams;
    }
    co_return out;
}

// `to_streams` ends at the Observations: their rows are those of the datastreams.
task<Answer::StreamQuestion> Answer::streams_of(const std::vector<Part>& to_streams, const Options& options,
                                                const std::optional<TakenApart>& apart, bool by_feature,
                                                StreamCondition further) {
    std::vector<const odata::Expression*> slots;
    std::vector<const odata::Expression*> conditions;
    if (apart) {
        conditions = apart->of_stream;
        for (const odata::Expression* e : apart->of_reading) stream_parts(*e, slots);
    }
    for (const odata::OrderBy& key : options.orderby) stream_parts(key.value, slots);
    // Lambdas over Observations inside of a filter of Observations.
    const Answered answered;
    for (const odata::Expression* e : conditions)
        if (!over_observations(*e).empty())
            throw odata::invalid_option("$filter", e->offset, "Observations",
                                        "result, phenomenonTime, Datastream/…");
    for (const odata::Expression* e : slots)
        if (!over_observations(*e).empty())
            throw odata::invalid_option("$filter", e->offset, "Observations",
                                        "result, phenomenonTime, Datastream/…");
    db::Where where;
    Sql s = sql(where, answered);
    const RowOf row{Set::observations, "e"};
    if (by_feature) s.by_feature(row);
    where.add(chain(s, to_streams, row));
    for (const odata::Expression* e : conditions) where.add(s.condition(*e, row));
    if (further) where.add(further(s));
    StreamQuestion out;
    std::string selected = "e.id as id, ea.sensitivity as sensitivity";
    for (const odata::Expression* e : slots) {
        if (out.slots.contains(e)) continue;
        const std::size_t n = out.slots.size();
        const std::string cast = slot_cast(*e);
        const std::string value = e->kind == odata::Kind::boolean ? s.truth_value(*e, row) : s.value(*e, row);
        selected += ", (" + value + ")" + cast + " as s" + std::to_string(n);
        out.slots.emplace(e, n);
    }
    const bool usual = by_feature;
    by_feature = s.is_by_feature(row.alias);
    if (usual || by_feature) selected += ", coalesce(e.feature_id, es.asset_id, 0) as usual";
    if (by_feature)
        selected +=
            ", coalesce(ef.feature_id, 0) as feature, exists (select from telemetry.stream_feature m where "
            "m.datastream_id = e.id) as mixed";
    const std::string text = "select " + selected + " from " + s.from(row) + " where " + where.text() +
                             " order by e.id limit " + std::to_string(sta_limits::streams_max + 1);
    const db::Query query{"telemetry.sta.streams", text};
    const db::Rows rows = co_await ask(query, where.params());
    if (rows.size() > sta_limits::streams_max)
        throw odata::too_costly("$filter", 0, "Datastreams", sta_limits::streams_max);
    for (const db::Row r : rows) {
        StreamToRead stream{r.integer("id"), std::vector<Value>(out.slots.size())};
        for (const auto& [e, n] : out.slots)
            stream.slots[n] = slot_value(r, "s" + std::to_string(n), e->kind);
        if (usual || by_feature) stream.feature = r.integer("usual");
        if (!by_feature || !r.boolean("mixed")) {
            out.streams.push_back(std::move(stream));
            continue;
        }
        // One row for each of its features, of those that the question keeps.
        std::vector<Value> values = std::move(stream.slots);
        if (out.streams.empty() || out.streams.back().id != stream.id) {
            stream.by_feature = std::make_shared<SlotsByFeature>();
            out.streams.push_back(std::move(stream));
        }
        out.streams.back().by_feature->emplace(r.integer("feature"), std::move(values));
    }
    co_return out;
}

task<ObservationPage> Answer::read(StreamQuestion& question, const Options& options,
                                   const std::optional<TakenApart>& apart,
                                   const std::optional<std::string>& token, std::int64_t top) {
    const bool by_result =
        (apart && std::ranges::any_of(apart->of_reading, [](const auto* e) { return asks_result(*e); })) ||
        std::ranges::any_of(options.orderby, [](const auto& key) { return asks_result(key.value); });
    if (by_result) co_await give_results(state_.platform.db, state_.storage.streams, question.streams);
    ObservationQuery query{.streams = std::move(question.streams),
                           .slots = std::move(question.slots),
                           .from_us = telemetry::limits::oldest.us,
                           .to_us = std::numeric_limits<std::int64_t>::max(),
                           .conditions = {},
                           .order = {},
                           .skip = options.skip.value_or(0),
                           .top = top,
                           .decoded = &decoded_,
                           .after = {}};
    if (apart) {
        query.from_us = apart->from_us;
        query.to_us = apart->to_us;
        query.conditions = apart->of_reading;
    }
    for (const odata::OrderBy& key : options.orderby) query.order.push_back({&key.value, key.descending});
    const Instant now = state_.platform.clock.now();
    std::int64_t count = 0;
    if (options.count) {
        ObservationQuery counting = query;
        counting.count = true;
        counting.top = counting.skip = 0;
        counting.order.clear();
        const ObservationPage counted = co_await read_observations(state_.platform.loop, state_.platform.db,
                                                                   state_.storage.streams, counting, now);
        count = counted.count;
    }
    if (token) {
        const std::size_t dash = token->find('_');
        const std::string_view text = *token;
        const std::int64_t t_us = token_number(dash == text.npos ? text : text.substr(dash + 1));
        if (dash != text.npos)
            query.after = ReadingOf{token_number(text.substr(0, dash)), {t_us}};
        else if (by_time_alone(options))
            (options.orderby[0].descending ? query.to_us : query.from_us) =
                options.orderby[0].descending ? std::min(query.to_us, t_us - 1)
                                              : std::max(query.from_us, t_us + 1);
    }
    ObservationPage page = co_await read_observations(state_.platform.loop, state_.platform.db,
                                                      state_.storage.streams, query, now);
    page.count = count;
    co_return page;
}

task<void> Answer::tell_results(std::vector<Node>& nodes) {
    std::vector<TermKey> wanted;
    const auto key_of = [](const Node& n) {
        return TermKey{n.reading.datastream_id, static_cast<std::int64_t>(n.reading.point.value)};
    };
    std::vector<Node*> with_terms;
    std::map<const Stream*, std::vector<Node*>> several;  // one that is deleted meanwhile keeps its address
    for (Node& node : nodes) {
        const Stream* stream = state_.storage.streams.find(node.reading.datastream_id);
        if (!stream) continue;
        if (stream->result == ResultType::several) several[stream].push_back(&node);
        if (stream->result == ResultType::boolean)
            node.result = node.reading.point.value != 0 ? "true" : "false";
        if (!has_terms(stream->result)) continue;
        wanted.push_back(key_of(node));
        with_terms.push_back(&node);
    }
    for (auto& [stream, of_one] : several) co_await tell_parts(*stream, of_one);
    if (wanted.empty()) co_return;
    const std::map<TermKey, std::string> terms = co_await terms_of(state_.platform.db, std::move(wanted));
    for (Node* node : with_terms) {
        const auto term = terms.find(key_of(*node));
        node->result = term == terms.end() ? "null" : term->second;
    }
}

// The readings of the parts at the times of these Observations; null where a part has none.
task<void> Answer::tell_parts(const Stream& stream, std::vector<Node*>& nodes) {
    const std::vector<std::int64_t> parts = stream.parts;  // it may be read anew meanwhile
    const auto by_time = [](const Node* n) { return n->reading.point.t_us; };
    const auto [first, last] = std::ranges::minmax_element(nodes, {}, by_time);
    ObservationQuery query{.streams = {},
                           .slots = {},
                           .from_us = by_time(*first),
                           .to_us = by_time(*last),
                           .conditions = {},
                           .order = {},
                           .skip = 0,
                           .top = sta_limits::part_readings_max,
                           .decoded = &decoded_,
                           .after = {}};
    for (const std::int64_t part : parts)
        if (state_.storage.streams.find(part)) query.streams.push_back({part, {}});
    std::ranges::sort(query.streams, {}, &StreamToRead::id);
    const ObservationPage found = co_await read_observations(
        state_.platform.loop, state_.platform.db, state_.storage.streams, query, state_.platform.clock.now());
    if (found.more) throw odata::too_costly("$filter", 0, "results", sta_limits::part_readings_max);
    std::map<std::pair<std::int64_t, std::int64_t>, Point> points;
    for (const ReadingOf& r : found.readings) points[{r.datastream_id, r.point.t_us}] = r.point;
    std::vector<Node> values;
    std::vector<std::optional<std::size_t>> at;
    for (const Node* node : nodes)
        for (const std::int64_t part : parts) {
            const auto point = points.find({part, by_time(node)});
            at.push_back(point == points.end() ? std::nullopt : std::optional(values.size()));
            if (at.back()) values.push_back({.reading = {part, point->second}, .below = {}});
        }
    co_await tell_results(values);
    std::size_t next = 0;
    for (Node* node : nodes) {
        json::Writer w;
        w.begin_array();
        for (std::size_t i = 0; i < parts.size(); ++i, ++next) {
            if (!at[next])
                w.null();
            else if (const Node& value = values[*at[next]]; !value.result.empty())
                w.raw(value.result);
            else
                w.value(value.reading.point.value);
        }
        w.end_array();
        node->result = w.take();
    }
}

task<Page> Answer::tell(const std::vector<ReadingOf>& readings) {
    Page page{.set = Set::observations, .rows = {}, .nodes = {}, .count = {}, .next = {}};
    for (const ReadingOf& r : readings)
        page.nodes.push_back({.id = observation_id(r), .row = 0, .reading = r, .below = {}});
    co_await tell_results(page.nodes);
    co_return page;
}

task<Page> Answer::load_observations(const std::vector<Part>& parts, const Question& question) {
    const Options& options = question.options;
    std::optional<TakenApart> apart;
    if (options.filter) apart = take_apart(*options.filter);
    StreamQuestion streams = co_await streams_of(parts, options, apart);
    const bool one_stream = streams.streams.size() == 1;
    ObservationPage found = co_await read(streams, options, apart, question.skip_token, page_size(options));
    Page page{.set = Set::observations, .rows = {}, .nodes = {}, .count = {}, .next = {}};
    for (const ReadingOf& r : found.readings)
        page.nodes.push_back({.id = observation_id(r), .row = 0, .reading = r, .below = {}});
    page.more = found.more;
    if (options.count) page.count = found.count;
    if (page.more && !found.readings.empty()) {
        const ReadingOf& last = found.readings.back();
        if (options.orderby.empty())
            page.next = std::to_string(last.datastream_id) + "_" + std::to_string(last.point.t_us);
        else if (one_stream && by_time_alone(options))
            page.next = std::to_string(last.point.t_us);
    }
    std::int64_t before = 0;
    for (const Node& node : page.nodes) {
        if (node.reading.datastream_id == std::exchange(before, node.reading.datastream_id)) continue;
        const Stream* stream = state_.storage.streams.find(node.reading.datastream_id);
        if (stream && stream->about.sensitivity == security::Sensitivity::restricted)
            restricted_["datastream"].push_back(stream->about.id);
    }
    spend(page.nodes.size());
    co_await tell_results(page.nodes);
    co_return page;
}

}  // namespace hatang::telemetry::sta
