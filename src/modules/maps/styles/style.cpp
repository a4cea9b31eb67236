#include "maps/styles/style.hpp"

#include <algorithm>
#include <array>

#include "json/writer.hpp"
#include "maps/limits.hpp"

namespace hatang::maps {
namespace {

struct Theme {
    StyleId style;
    std::string_view id, title, ground, label, halo, archipelago, archipelago_halo, other;
};
constexpr std::array<Theme, 2> themes{{
    {StyleId::light, "light", "Hạ Tầng – sáng", "#EFF2F5", "#43536A", "#FFFFFF", "#21405F", "#FFFFFF",
     "#5B6B82"},
    {StyleId::dark, "dark", "Hạ Tầng – tối", "#0D1626", "#93A4BE", "#0B1220", "#C9D6EA", "#0A1526",
     "#8FA1BC"},
}};
const Theme& theme_of(StyleId id) { return themes[static_cast<std::size_t>(id)]; }

struct Archipelago {
    std::string_view name;
    double lon, lat;
};
constexpr std::array<Archipelago, 2> archipelagos{
    {{"Quần đảo Hoàng Sa\n(Việt Nam)", 112.0, 16.5}, {"Quần đảo Trường Sa\n(Việt Nam)", 114.0, 10.0}}};
constexpr std::string_view sovereignty = "sovereignty", attribution = "© OpenStreetMap contributors";
constexpr std::string_view style_type = "application/vnd.mapbox.style+json";

void link(json::Writer& w, std::string_view rel, std::string_view type, const std::string& href) {
    w.begin_object().field("rel", rel).field("type", type).field("href", href).end_object();
}

std::string text(std::string_view raw) {
    json::Writer w;
    return w.value(raw).take();
}

// The four ways a domain is drawn; each takes the geometry that fits.
void domain_layers(json::Writer& w, const Theme& theme, const std::string& domain, const std::string& hue) {
    const auto layer = [&](std::string_view part, std::string_view type, std::string_view filter,
                           std::string_view layout, const std::string& paint) {
        w.begin_object().field("id", domain + "-" + std::string(part)).field("type", type);
        w.field("source", domain).field("source-layer", domain).raw_field("filter", filter);
        if (!layout.empty()) w.raw_field("layout", layout);
        w.raw_field("paint", paint).end_object();
    };
    const std::string colour = text(hue);
    layer("area", "fill", R"(["==","$type","Polygon"])", "",
          R"({"fill-opacity":)" + std::string(domain == "administrative" ? "0" : "0.14") +
              R"(,"fill-color":)" + colour + "}");
    layer(
        "line", "line", R"(["!=","$type","Point"])", R"({"line-cap":"round","line-join":"round"})",
        R"({"line-opacity":0.8,"line-width":["interpolate",["linear"],["zoom"],9,0.5,13,1.2,17,3],"line-color":)" +
            colour + "}");
    layer(
        "point", "circle", R"(["==","$type","Point"])", "",
        R"({"circle-radius":["interpolate",["linear"],["zoom"],11,1.4,14,2.4,18,5],"circle-stroke-width":0.8,)"
        R"("circle-stroke-color":)" +
            text(theme.halo) + R"(,"circle-color":)" + colour + "}");
    layer(
        "name", "symbol", R"(["has","name"])",
        R"({"text-field":["get","name"],"text-font":["Be Vietnam Pro"],"text-size":11.5,"text-optional":true})",
        R"({"text-halo-width":1.4,"text-color":)" + text(theme.label) + R"(,"text-halo-color":)" +
            text(theme.halo) + "}");
}

void sovereignty_source(json::Writer& w) {
    w.key(sovereignty).begin_object().field("type", "geojson").key("data").begin_object();
    w.field("type", "FeatureCollection").key("features").begin_array();
    for (const Archipelago& a : archipelagos) {
        w.begin_object().field("type", "Feature").key("properties").begin_object().field("name", a.name);
        w.end_object().key("geometry").begin_object().field("type", "Point").key("coordinates");
        w.begin_array().value(a.lon).value(a.lat).end_array().end_object().end_object();
    }
    w.end_array().end_object().end_object();
}

// Every map of Việt Nam shows the two archipelagos as Vietnamese, at every zoom, above everything else.
void sovereignty_layer(json::Writer& w, const Theme& theme) {
    w.begin_object().field("id", sovereignty).field("type", "symbol").field("source", sovereignty);
    w.raw_field("layout", R"({"text-field":["get","name"],"text-font":["Be Vietnam Pro Medium"],)"
                          R"("text-size":["interpolate",["linear"],["zoom"],2,11,6,14],)"
                          R"("text-allow-overlap":true,"text-ignore-placement":true})");
    w.raw_field("paint", R"({"text-halo-width":1.5,"text-color":)" + text(theme.archipelago) +
                             R"(,"text-halo-color":)" + text(theme.archipelago_halo) + "}");
    w.end_object();
}

// Domains from the ground up; those without a hue come last.
std::vector<const StyleDomain*> in_order(const HueList& hues, const std::vector<StyleDomain>& domains) {
    std::vector<const StyleDomain*> out;
    const auto rank = [&](const StyleDomain* d) {
        return std::ranges::find(hues.items, d->key, &Hue::domain) - hues.items.begin();
    };
    for (const StyleDomain& d : domains) out.push_back(&d);
    std::ranges::stable_sort(out, {}, rank);
    return out;
}

}  // namespace

const StyleId* find_style(std::string_view id) {
    for (const Theme& theme : themes)
        if (theme.id == id) return &theme.style;
    return nullptr;
}
std::string_view id_of(StyleId id) { return theme_of(id).id; }

std::string styles_json(const std::string& origin) {
    json::Writer w;
    w.begin_object().field("default", themes.front().id).key("styles").begin_array();
    for (const Theme& theme : themes) {
        const std::string here = origin + "/ogc/styles/" + std::string(theme.id);
        w.begin_object().field("id", theme.id).field("title", theme.title).key("links").begin_array();
        link(w, "stylesheet", style_type, here);
        link(w, "describedby", "application/json", here + "/metadata");
        w.end_array().end_object();
    }
    w.end_array().key("links").begin_array();
    link(w, "self", "application/json", origin + "/ogc/styles");
    w.end_array().end_object();
    return w.take();
}

std::string style_json(StyleId id, const HueList& hues, const std::vector<StyleDomain>& domains,
                       const std::string& origin) {
    const Theme& theme = theme_of(id);
    const std::vector<const StyleDomain*> ordered = in_order(hues, domains);
    json::Writer w;
    w.begin_object().field("version", 8).field("name", theme.title);
    w.raw_field("center", "[105.85,21.03]").field("zoom", 11).key("sources").begin_object();
    for (const StyleDomain* domain : ordered) {
        w.key(domain->key).begin_object().field("type", "vector").key("tiles").begin_array();
        w.value(origin + "/tiles/" + domain->key + "/{z}/{x}/{y}").end_array();
        w.field("minzoom", 0).field("maxzoom", limits::zoom_max).field("promoteId", "id");
        w.field("attribution", attribution).end_object();
    }
    sovereignty_source(w);
    w.end_object().key("layers").begin_array();
    w.begin_object().field("id", "ground").field("type", "background");
    w.raw_field("paint", R"({"background-color":)" + text(theme.ground) + "}").end_object();
    for (const StyleDomain* domain : ordered) {
        const auto hue = std::ranges::find(hues.items, domain->key, &Hue::domain);
        domain_layers(w, theme, domain->key,
                      hue == hues.items.end() ? std::string(theme.other)
                      : id == StyleId::light  ? hue->light
                                              : hue->dark);
    }
    sovereignty_layer(w, theme);
    w.end_array().end_object();
    return w.take();
}

std::string style_metadata_json(StyleId id, const std::vector<StyleDomain>& domains,
                                const std::string& origin) {
    const Theme& theme = theme_of(id);
    const std::string here = origin + "/ogc/styles/" + std::string(theme.id);
    json::Writer w;
    w.begin_object().field("id", theme.id).field("title", theme.title);
    w.field("description",
            "Các công trình của thành phố theo lĩnh vực; nhãn Quần đảo Hoàng Sa và Quần đảo Trường "
            "Sa (Việt Nam) luôn có và luôn ở trên cùng.");
    w.field("scope", "style").key("stylesheets").begin_array().begin_object();
    w.field("title", "MapLibre / Mapbox Style").field("version", "8");
    w.field("specification", "https://maplibre.org/maplibre-style-spec/").field("native", true).key("link");
    link(w, "stylesheet", style_type, here);
    w.end_object().end_array().key("layers").begin_array();
    for (const StyleDomain& domain : domains) {
        w.begin_object().field("id", domain.key).field("description", domain.name).field("type", "geometry");
        w.key("sampleData");
        link(w, "start", "application/json", origin + "/tiles/" + domain.key + ".json");
        w.end_object();
    }
    w.end_array().key("links").begin_array();
    link(w, "self", "application/json", here + "/metadata");
    link(w, "stylesheet", style_type, here);
    w.end_array().end_object();
    return w.take();
}

}  // namespace hatang::maps
