// /sta/v1.1: OGC SensorThings.
#include "http/base_url.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/sensorthings/read.hpp"
#include "telemetry/sensorthings/surface.hpp"

namespace hatang::telemetry {

// Read by odata/, which names the place of a mistake; here they are only described.
struct SensorThingsQuery {
    std::optional<std::string> filter, expand, select, orderby, top, skip, count, result_format, skip_token;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::SensorThingsQuery> {
    using Q = telemetry::SensorThingsQuery;
    static constexpr std::string_view name = "SensorThingsQuery";
    // odata/ counts the bytes of all together.
    static constexpr Limits any_length{.length_max = telemetry::odata::limits::bytes_max};
    static constexpr auto fields = std::tuple{
        field("$filter", &Q::filter, "Condition (OData, SensorThings 1.1 section 9.3.3.5)", any_length),
        field("$expand", &Q::expand, "Links to follow, with options in brackets", any_length),
        field("$select", &Q::select, "Properties to show", any_length),
        field("$orderby", &Q::orderby, "Values to sort by, with asc or desc", any_length),
        field("$top", &Q::top, "Entities of a page: 100 when absent, at most 1,000"),
        field("$skip", &Q::skip, "Entities to pass over"),
        field("$count", &Q::count, "true: with the number of all"),
        field("$resultFormat", &Q::result_format, "dataArray, CSV or GeoJSON"),
        field("$skiptoken", &Q::skip_token, "Of @iot.nextLink", any_length)};
};

}  // namespace hatang::json

namespace hatang::telemetry {
namespace {

constexpr std::string_view sta_path = "/sta/v1.1";

std::string sta_root(const http::Request& request) { return http::base_url(request) + std::string(sta_path); }

void check_format(const odata::Resource& resource, odata::Format format, std::string_view text) {
    using Form = odata::Resource::Form;
    if (format == odata::Format::json) return;
    const bool fits = format == odata::Format::csv       ? true
                      : format == odata::Format::geojson ? sta::Surface::has_places(resource.set())
                                                         : resource.set() == odata::Set::observations;
    if (resource.form != Form::collection || !fits)
        throw odata::invalid_option(
            "$resultFormat", 0, text,
            "collections: CSV; GeoJSON of entities with a place; dataArray of Observations");
}

task<http::Response> get_service(Telemetry::State& state, const http::Call& call) {
    const sta::Surface surface(sta_root(call.request), state.storage.streams);
    co_return http::Response::json(surface.service(state.broker_endpoint, state.updates.telling()));
}

http::Response answer_of(const sta::Page& page, const odata::Resource& resource,
                         const odata::Question& question, const sta::Surface& surface,
                         const http::Request& request) {
    using Form = odata::Resource::Form;
    switch (resource.form) {
        case Form::entity:
            return http::Response::json(surface.entity(page, question.options));
        case Form::references:
            return http::Response::json(surface.references(page, question, request));
        case Form::property: {
            const auto value = surface.property(page, *resource.property, false);
            return value ? http::Response::json(*value) : http::Response::no_content();
        }
        case Form::value: {
            const auto value = surface.property(page, *resource.property, true);
            return value ? http::Response::bytes("text/plain; charset=utf-8", *value)
                         : http::Response::no_content();
        }
        case Form::collection:
            break;
    }
    switch (question.format) {
        case odata::Format::data_array:
            return http::Response::json(surface.data_array(page, question, request));
        case odata::Format::geojson:
            return http::Response::bytes("application/geo+json", surface.geojson(page, question, request));
        case odata::Format::csv: {
            http::Response out =
                http::Response::bytes("text/csv; charset=utf-8", surface.csv(page, question));
            const std::string next = surface.next_link(page, question, request);
            if (!next.empty()) out.header("Link", "<" + next + ">; rel=\"next\"");
            return out;
        }
        default:
            return http::Response::json(surface.collection(page, question, request));
    }
}

}  // namespace

task<http::Response> sta::read_resource(Telemetry::State& state, http::Call& call, std::string path) {
    const odata::Resource resource = odata::parse_resource(path);
    if (resource.parts.empty()) co_return co_await get_service(state, call);
    const odata::Question question = odata::parse_options(resource.set(), call.request.query);
    for (const auto& [name, text] : call.request.query)
        if (name == "$resultFormat") check_format(resource, question.format, text);
    Answer answer(state, call.who);
    const Page page = co_await answer.load(resource, question);
    for (const auto& [kind, ids] : answer.restricted()) co_await state.security.audit_read(call, kind, ids);
    const Surface surface(sta_root(call.request), state.storage.streams);
    co_return answer_of(page, resource, question, surface, call.request);
}

void add_sensorthings_routes(http::Router& router, Telemetry::State& state) {
    router.get<SensorThingsQuery, http::Response>(
        "/sta/v1.1",
        {"sensorthings.service", http::may_within("telemetry.read"), "What SensorThings serves here"},
        [&state](http::Call& call, const SensorThingsQuery&) { return get_service(state, call); });
    router.get<SensorThingsQuery, http::Response>(
        "/sta/v1.1/{path*}",
        {"sensorthings.read", http::may_within("telemetry.read"),
         "Entities of OGC SensorThings 1.1: /Things(1)/Datastreams?$expand=Sensor"},
        [&state](http::Call& call, const SensorThingsQuery&) {
            return sta::read_resource(state, call, call.path_text("path"));
        });
}

}  // namespace hatang::telemetry
