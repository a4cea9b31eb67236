#include "registry/features/collection_core.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
constexpr std::string_view geojson = "application/geo+json", plain_json = "application/json";

void link(json::Writer& w, std::string_view rel, std::string_view href, std::string_view type,
          std::string_view title = {}) {
    w.begin_object().field("rel", rel).field("href", href).field("type", type);
    if (!title.empty()) w.field("title", title);
    w.end_object();
}

std::string percent_encoded(std::string_view text) {
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
            c == '.' || c == '_')
            out += c;
        else
            out.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
    return out;
}

void write_collection(json::Writer& w, const catalogue::AssetClass& c) {
    const std::string self = "/ogc/collections/" + c.key;
    w.begin_object().field("id", c.key).field("title", c.name_vi).field("description", c.name_en);
    w.field("itemType", "feature").key("crs").begin_array().value(crs84).end_array();
    w.key("links").begin_array();
    link(w, "self", self, plain_json);
    link(w, "items", self + "/items", geojson, c.name_vi);
    w.end_array().end_object();
}

}  // namespace

std::optional<Instant> datetime_end(std::string_view text) {
    const auto refuse = [&] {
        return Error(Code::invalid_parameter, "datetime",
                     {std::string(text.substr(0, 100)), "2026-11-24T00:00:00Z, …/…, ../…, …/.."});
    };
    const auto instant = [&](std::string_view part) -> std::optional<Instant> {
        if (part.empty() || part == "..") return {};
        const auto at = parse_rfc3339(part);
        if (!at) throw refuse();
        return at;
    };
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        if (text.empty() || text == "..") throw refuse();
        return instant(text);
    }
    const auto begin = instant(text.substr(0, slash)), end = instant(text.substr(slash + 1));
    if (begin && end && *end < *begin) throw refuse();
    return end;
}

std::string next_href(std::string_view collection, const ItemsQuery& query, std::string_view cursor) {
    std::string href = "/ogc/collections/" + std::string(collection) + "/items?cursor=" + std::string(cursor);
    if (query.limit) href += "&limit=" + std::to_string(*query.limit);
    if (query.bbox) href += "&bbox=" + percent_encoded(*query.bbox);
    if (query.datetime) href += "&datetime=" + percent_encoded(*query.datetime);
    return href;
}

std::string landing_json() {
    json::Writer w;
    w.begin_object()
        .field("title", "Hạ Tầng")
        .field("description", "Sổ bộ hạ tầng thành phố · The city's register of infrastructure");
    w.key("links").begin_array();
    link(w, "self", "/ogc", plain_json);
    link(w, "conformance", "/ogc/conformance", plain_json);
    link(w, "data", "/ogc/collections", plain_json);
    link(w, "service-desc", "/api/v1/openapi.json", "application/vnd.oai.openapi+json;version=3.0");
    w.end_array().end_object();
    return w.take();
}

std::string conformance_json() {
    json::Writer w;
    w.begin_object().key("conformsTo").begin_array();
    w.value("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    w.value("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
    w.end_array().end_object();
    return w.take();
}

std::string collection_json(const catalogue::AssetClass& c) {
    json::Writer w;
    write_collection(w, c);
    return w.take();
}

std::string collections_json(const std::vector<const catalogue::AssetClass*>& classes) {
    json::Writer w;
    w.begin_object().key("links").begin_array();
    link(w, "self", "/ogc/collections", plain_json);
    w.end_array().key("collections").begin_array();
    for (const catalogue::AssetClass* c : classes) write_collection(w, *c);
    w.end_array().end_object();
    return w.take();
}

std::string feature_collection_json(const std::vector<std::string_view>& features, std::int64_t matched,
                                    Instant at, std::string_view self_href,
                                    const std::optional<std::string>& next) {
    std::size_t bytes = 512;
    for (const std::string_view feature : features) bytes += feature.size() + 1;
    json::Writer w;
    w.text().reserve(bytes);
    w.begin_object().field("type", "FeatureCollection").field("timeStamp", to_rfc3339(at));
    w.field("numberMatched", matched).field("numberReturned", features.size());
    w.key("links").begin_array();
    link(w, "self", self_href, geojson);
    if (next) link(w, "next", *next, geojson);
    w.end_array().key("features").begin_array();
    for (const std::string_view feature : features) w.raw(feature);
    w.end_array().end_object();
    return w.take();
}

}  // namespace hatang::registry
