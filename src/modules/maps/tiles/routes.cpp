#include "maps/limits.hpp"
#include "maps/state.hpp"

namespace hatang::maps {

struct TileQuery {
    std::optional<std::string> r;
};

}  // namespace hatang::maps

namespace hatang::json {

template <>
struct Describe<maps::TileQuery> {
    static constexpr std::string_view name = "TileQuery";
    static constexpr auto fields = std::tuple{
        field("r", &maps::TileQuery::r, "Any text: a client that changes it passes by its own cache")};
};

}  // namespace hatang::json

namespace hatang::maps {
namespace {

constexpr std::string_view mvt = "application/vnd.mapbox-vector-tile";

const Domain& domain_of(const State& state, const http::Call& call) {
    const std::string& key = call.path_text("domain");
    for (const Domain& domain : state.domains)
        if (domain.key == key) return domain;
    throw Error(Code::not_found, "domain", {"domain " + key.substr(0, 100)});
}

task<http::Response> tile(State& state, http::Call& call) {
    const TileId id{domain_of(state, call).key, call.path_id("z"), call.path_id("x"), call.path_id("y")};
    check_tile(id);
    const std::shared_ptr<const Tile> found =
        co_await state.tiles.get(id, security::scope(call.who, "asset.read"));
    co_await state.security.audit_read(call, "asset", found->restricted);
    http::Response response = found->bytes.empty() ? http::Response::no_content()
                                                   : http::Response::bytes(std::string(mvt), found->bytes);
    response.header("ETag", found->etag);
    response.header("Cache-Control", "private, max-age=" + std::to_string(limits::browser_cache_s));
    response.header("Vary", "Cookie, Authorization");  // one browser, two accounts
    if (found->truncated) response.header("X-Tile-Truncated", "true");
    co_return response;
}

// TileJSON 3.0.0. The address carries the host that the client used, for clients elsewhere.
std::string tile_json(const Domain& domain, const http::Request& request) {
    const std::string_view host = request.header("Host");
    const std::string origin =
        host.empty() ? "" : std::string(request.secure ? "https" : "http") + "://" + std::string(host);
    json::Writer w;
    w.begin_object().field("tilejson", "3.0.0").field("name", domain.name_vi);
    w.key("tiles").begin_array().value(origin + "/tiles/" + domain.key + "/{z}/{x}/{y}").end_array();
    w.field("minzoom", 0)
        .field("maxzoom", limits::zoom_max)
        .field("attribution", "© OpenStreetMap contributors");
    w.key("vector_layers").begin_array().begin_object().field("id", domain.key);
    w.field("description", domain.name_en + ". Assets show from the zoom in `rank` on.");
    w.key("fields").begin_object().field("id", "Number").field("class", "String").field("name", "String");
    w.field("status", "String").field("generated", "Boolean").field("rank", "Number").end_object();
    w.end_object().end_array().end_object();
    return w.take();
}

}  // namespace

void add_tile_routes(http::Router& router, State& state) {
    using http::Nothing, http::Response;
    const auto read = http::may_within("asset.read");
    router.get<TileQuery, Response>(
        "/tiles/{domain}/{z}/{x}/{y}",
        {"maps.tile", read, "A vector tile of one domain (MVT 2.1); 204 where nothing lies"},
        [&state](http::Call& call, const TileQuery&) { return tile(state, call); });
    router.get<Nothing, Response>(
        "/tiles/{domain}.json", {"maps.tilejson", read, "TileJSON of a domain"},
        [&state](http::Call& call, const Nothing&) -> task<Response> {
            co_return Response::json(tile_json(domain_of(state, call), call.request));
        });
}

}  // namespace hatang::maps
