#include "telemetry/sensorthings/surface.hpp"

#include <algorithm>
#include <array>

#include "http/base_url.hpp"
#include "http/target.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Navigation;
using odata::Options;
using odata::Property;

constexpr std::string_view conformance[] = {
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/batch-request/batch-request",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/multi-datastream",
};

// With the address of the broker.
constexpr std::string_view creates_via_mqtt =
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-observations-via-mqtt/observations-creation";
constexpr std::string_view updates_via_mqtt =
    "http://www.opengis.net/spec/iot_sensing/1.1/req/receive-updates-via-mqtt/receive-updates";

// What a next link carries instead of a number of rows to pass over; empty where only that will do.
std::string token_of(const Page& page, const Options& options) {
    if (!page.next.empty()) return page.next;
    if (page.nodes.empty() || !options.orderby.empty()) return {};
    if (page.in_places) return {};
    const Node& last = page.nodes.back();
    if (page.set != Set::observations) return std::to_string(last.id);
    return std::to_string(last.reading.datastream_id) + "_" + std::to_string(last.reading.point.t_us);
}

// The query of the next page.
std::string next_query(std::vector<std::pair<std::string, std::string>> query, const Page& page,
                       const Options& options) {
    const std::string token = token_of(page, options);
    const std::int64_t skip = options.skip.value_or(0) + static_cast<std::int64_t>(page.nodes.size());
    if (token.empty())
        query.emplace_back("$skip", std::to_string(skip));
    else
        query.emplace_back("$skiptoken", token);
    std::string out;
    for (const auto& [name, value] : query)
        out.append(out.empty() ? "?" : "&").append(name).append("=").append(http::percent_encode(value));
    return out;
}

bool has_next(const Page& page) { return page.more && !page.nodes.empty(); }

std::string time_json(Instant from, Instant to) {
    return from == to ? "\"" + to_rfc3339(from) + "\""
                      : "\"" + to_rfc3339(from) + "/" + to_rfc3339(to) + "\"";
}

std::string quoted_json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string observation_json(const ReadingOf& r, std::string_view name) {
    if (name == "phenomenonTime") return quoted_json(to_rfc3339({r.point.t_us}));
    if (name == "resultTime") return "null";
    if (name == "result") {
        std::string out;
        append_json_number(out, r.point.value);
        return out;
    }
    if (name == "resultQuality") {
        constexpr std::array<std::string_view, 3> words{"good", "uncertain", "bad"};
        return quoted_json(words[static_cast<std::size_t>(r.point.quality)]);
    }
    return {};
}

}  // namespace

std::string Surface::self_link(Set set, std::int64_t id) const {
    return root_ + "/" + std::string(odata::entity(set).set_name) + "(" + std::to_string(id) + ")";
}

Set Surface::stream_set(std::int64_t id) const {
    const Stream* stream = streams_.find(id);
    return stream && stream->result == ResultType::several ? Set::multi_datastreams : Set::datastreams;
}

std::string Surface::service(std::string_view broker, bool updates) const {
    std::vector<std::string_view> via_mqtt;
    if (!broker.empty()) via_mqtt.push_back(creates_via_mqtt);
    if (!broker.empty() && updates) via_mqtt.push_back(updates_via_mqtt);
    json::Writer w;
    w.begin_object().key("value").begin_array();
    for (const odata::EntityType& e : odata::entities())
        w.begin_object()
            .field("name", e.set_name)
            .field("url", root_ + "/" + std::string(e.set_name))
            .end_object();
    w.end_array().key("serverSettings").begin_object().key("conformance").begin_array();
    for (const std::string_view uri : conformance) w.value(uri);
    for (const std::string_view uri : via_mqtt) w.value(uri);
    w.end_array();
    for (const std::string_view uri : via_mqtt) {
        w.key(uri).begin_object().key("endpoints").begin_array().value(broker);
        w.end_array().end_object();
    }
    w.end_object().end_object();
    return w.take();
}

std::string Surface::json_of(const Page& page, const Node& node, const Property& p) const {
    if (odata::is_id_name(p.name)) return std::to_string(node.id);
    if (page.set == Set::observations) {
        if (p.name == "result" && !node.result.empty()) return node.result;
        return observation_json(node.reading, p.name);
    }
    if (odata::is_stream(page.set) && p.kind == odata::Kind::time) {
        const Stream* stream = streams_.find(node.id);
        const auto first = stream ? stream->first() : std::nullopt;
        if (p.name != "phenomenonTime" || !first || !stream->last) return {};
        return time_json(*first, {stream->last->t_us});
    }
    const Table& t = table(page.set);
    const std::string column = "p" + std::to_string(t.column(p.name) - t.columns.data());
    const db::Row row = page.rows[node.row];
    return row.is_null(column) ? std::string() : std::string(row.text(column));
}

void Surface::write_entity(json::Writer& w, const Page& page, const Node& node,
                           const Options& options) const {
    if (++written_ > sta_limits::entities_max)
        throw odata::too_costly("$expand", 0, "entities", sta_limits::entities_max);
    const odata::EntityType& type = odata::entity(page.set);
    w.begin_object();
    if (options.selects("id")) w.field("@iot.id", node.id);
    if (options.selects("selfLink")) w.field("@iot.selfLink", self_link(page.set, node.id));
    for (const Property& p : type.properties) {
        if (!options.selects(p.name)) continue;
        const std::string value = json_of(page, node, p);
        if (!value.empty()) w.raw_field(p.name, value);
    }
    for (const Navigation& n : type.navigations) {
        // An Observation is of one or of the other.
        if (page.set == Set::observations && odata::is_stream(n.target) &&
            n.target != stream_set(node.reading.datastream_id))
            continue;
        const auto expanded =
            std::ranges::find_if(node.below, [&](const Below& b) { return b.expand->navigation == &n; });
        if (expanded != node.below.end())
            write_below(w, page, node, *expanded);
        else if (options.selects(n.name))
            w.field(std::string(n.name) + "@iot.navigationLink",
                    self_link(page.set, node.id) + "/" + std::string(n.name));
    }
    w.end_object();
}

void Surface::write_below(json::Writer& w, const Page& above, const Node& node, const Below& below) const {
    const std::string name(below.expand->navigation->name);
    const Options& options = below.expand->options;
    const Page& page = *below.page;
    if (!below.expand->navigation->many) {
        if (page.nodes.empty()) return;
        w.key(name);
        write_entity(w, page, page.nodes.front(), options);
        return;
    }
    if (page.count) w.field(name + "@iot.count", *page.count);
    w.key(name).begin_array();
    for (const Node& n : page.nodes) write_entity(w, page, n, options);
    w.end_array();
    if (!has_next(page)) return;
    auto query = odata::to_query(options);
    if (options.top) query.emplace_back("$top", std::to_string(*options.top));
    w.field(name + "@iot.nextLink",
            self_link(above.set, node.id) + "/" + name + next_query(std::move(query), page, options));
}

std::string Surface::entity(const Page& page, const Options& options) const {
    json::Writer w;
    write_entity(w, page, page.nodes.front(), options);
    return w.take();
}

std::string Surface::next_link(const Page& page, const odata::Question& question,
                               const http::Request& self) const {
    if (!has_next(page)) return {};
    std::vector<std::pair<std::string, std::string>> query;
    for (const auto& pair : self.query)
        if (pair.first != "$skip" && pair.first != "$skiptoken") query.push_back(pair);
    return http::base_url(self) + self.path + next_query(std::move(query), page, question.options);
}

void Surface::write_head(json::Writer& w, const Page& page, const odata::Question& question,
                         const http::Request& self) const {
    if (page.count) w.field("@iot.count", *page.count);
    const std::string next = next_link(page, question, self);
    if (!next.empty()) w.field("@iot.nextLink", next);
}

std::string Surface::collection(const Page& page, const odata::Question& question,
                                const http::Request& self) const {
    json::Writer w;
    w.begin_object();
    write_head(w, page, question, self);
    w.key("value").begin_array();
    for (const Node& n : page.nodes) write_entity(w, page, n, question.options);
    w.end_array().end_object();
    return w.take();
}

std::string Surface::references(const Page& page, const odata::Question& question,
                                const http::Request& self) const {
    json::Writer w;
    w.begin_object();
    write_head(w, page, question, self);
    w.key("value").begin_array();
    for (const Node& n : page.nodes)
        w.begin_object().field("@iot.selfLink", self_link(page.set, n.id)).end_object();
    w.end_array().end_object();
    return w.take();
}

std::string Surface::data_array(const Page& page, const odata::Question& question,
                                const http::Request& self) const {
    const odata::EntityType& type = odata::entity(Set::observations);
    std::vector<const Property*> shown;
    if (question.options.selects("id")) shown.push_back(&odata::id_property);
    for (const Property& p : type.properties)
        if (question.options.select ? question.options.selects(p.name)
                                    : !observation_json({}, p.name).empty())
            shown.push_back(&p);
    // In the order in which their datastreams first appear.
    std::vector<std::pair<std::int64_t, std::vector<const Node*>>> groups;
    for (const Node& n : page.nodes) {
        const auto known =
            std::ranges::find(groups, n.reading.datastream_id, [](const auto& g) { return g.first; });
        (known == groups.end() ? groups.emplace_back(n.reading.datastream_id, std::vector<const Node*>{})
                               : *known)
            .second.push_back(&n);
    }
    json::Writer w;
    w.begin_object();
    write_head(w, page, question, self);
    w.key("value").begin_array();
    for (const auto& [stream, nodes] : groups) {
        const Set set = stream_set(stream);
        w.begin_object().field(std::string(odata::entity(set).type) + "@iot.navigationLink",
                               self_link(set, stream));
        w.key("components").begin_array();
        for (const Property* p : shown) w.value(p->name);
        w.end_array().field("dataArray@iot.count", nodes.size()).key("dataArray").begin_array();
        for (const Node* n : nodes) {
            w.begin_array();
            for (const Property* p : shown) {
                const std::string value = json_of(page, *n, *p);
                w.raw(value.empty() ? "null" : value);
            }
            w.end_array();
        }
        w.end_array().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

std::optional<std::string> Surface::property(const Page& page, const Property& p, bool alone) const {
    const std::string value = json_of(page, page.nodes.front(), p);
    if (value.empty() || value == "null") return {};
    const std::string name = odata::is_id_name(p.name) ? "@iot.id" : std::string(p.name);
    if (!alone) return "{\"" + name + "\":" + value + "}";
    if (value[0] != '"') return value;
    const json::Document document = json::parse(value);
    return std::string(document.root().text());
}

}  // namespace hatang::telemetry::sta
