// Collections as CSV and as GeoJSON ($resultFormat).
#include <algorithm>

#include "telemetry/sensorthings/surface.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Kind;
using odata::Property;

// RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe (OWASP: CSV injection).
std::string csv_cell(const std::string& json) {
    std::string text = json;
    if (json.starts_with('"')) {
        const json::Document document = json::parse(json);
        text = document.root().text();
        if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
            text.insert(0, 1, '\'');
    }
    if (text == "null") return {};
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += c;
        out += c;
    }
    return out + '"';
}

// A feature of interest may have come as a Feature: its geometry alone.
std::string geometry_alone(const std::string& json) {
    const json::Document document = json::parse(json);
    const auto geometry = document.root().find("geometry");
    return geometry ? geometry->dump() : json;
}

std::vector<const Property*> shown_properties(Set set, const odata::Options& options) {
    std::vector<const Property*> out;
    if (options.selects("id")) out.push_back(&odata::id_property);
    for (const Property& p : odata::entity(set).properties)
        if (options.selects(p.name)) out.push_back(&p);
    return out;
}

}  // namespace

std::string Surface::csv(const Page& page, const odata::Question& question) const {
    const std::vector<const Property*> shown = shown_properties(page.set, question.options);
    std::string out;
    const auto line = [&](auto cell) {
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (i) out += ',';
            out += cell(*shown[i]);
        }
        out += "\r\n";
    };
    line([](const Property& p) { return std::string(p.name); });
    for (const Node& n : page.nodes) line([&](const Property& p) { return csv_cell(json_of(page, n, p)); });
    return out;
}

std::string Surface::geojson(const Page& page, const odata::Question& question,
                             const http::Request& self) const {
    const std::vector<const Property*> shown = shown_properties(page.set, question.options);
    const auto is_place = [](const Property& p) { return p.kind == Kind::geometry; };
    const auto& all = odata::entity(page.set).properties;
    const auto place = std::ranges::find_if(all, is_place);
    json::Writer w;
    w.begin_object().field("type", "FeatureCollection");
    write_head(w, page, question, self);
    w.key("features").begin_array();
    for (const Node& n : page.nodes) {
        // A feature has its geometry, whatever is selected; what was not loaded is null.
        std::string geometry =
            question.options.selects(place->name) ? json_of(page, n, *place) : std::string();
        if (page.set == Set::features_of_interest && !geometry.empty()) geometry = geometry_alone(geometry);
        w.begin_object()
            .field("type", "Feature")
            .field("id", n.id)
            .raw_field("geometry", geometry.empty() ? "null" : geometry);
        w.key("properties").begin_object();
        for (const Property* p : shown) {
            if (is_place(*p) || odata::is_id_name(p->name)) continue;
            const std::string value = json_of(page, n, *p);
            if (!value.empty()) w.raw_field(p->name, value);
        }
        w.end_object().end_object();
    }
    w.end_array().end_object();
    return w.take();
}

bool Surface::has_places(Set set) {
    return std::ranges::any_of(odata::entity(set).properties,
                               [](const Property& p) { return p.kind == Kind::geometry; });
}

}  // namespace hatang::telemetry::sta
