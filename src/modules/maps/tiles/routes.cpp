#include "http/header.hpp"
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

const Domain& domain_of(const State& state, const http::Call& call) {
    const std::string& key = call.path_text("domain");
    for (const Domain& domain : state.domains)
        if (domain.key == key) return domain;
    throw Error(Code::not_found, "domain", {"domain " + key.substr(0, 100)});
}

task<http::Response> tile(State& state, http::Call& call) {
    TileId id{domain_of(state, call).key, call.path_id("z"), call.path_id("x"), call.path_id("y")};
    check_tile(id);
    const std::shared_ptr<const Tile> found =
        co_await state.tiles.get(std::move(id), security::scope(call.who, "asset.read"));
    if (!found->restricted.empty()) co_await state.security.audit_read(call, "asset", found->restricted);
    co_return tile_response(call.request, *found);
}

// TileJSON 3.0.0. The address carries the host that the client used, for clients elsewhere.
std::string tile_json(const Domain& domain, const http::Request& request) {
    json::Writer w;
    w.begin_object().field("tilejson", "3.0.0").field("name", domain.name_vi);
    w.key("tiles")
        .begin_array()
        .value(origin_of(request) + "/tiles/" + domain.key + "/{z}/{x}/{y}")
        .end_array();
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

http::Response tile_response(const http::Request& request, const Tile& tile) {
    const bool packed = !tile.gzip.empty() && http::accepts_coding(request.header("Accept-Encoding"), "gzip");
    http::Response response =
        tile.bytes.empty() ? http::Response::no_content()
                           : http::Response::bytes(std::string(mvt_type), packed ? tile.gzip : tile.bytes);
    if (packed) response.header("Content-Encoding", "gzip");
    response.header("ETag", tile.etag);
    // Asked again each time: the answer is 304 from memory, and an edit is on the screen at once.
    response.header("Cache-Control", "private, no-cache");
    response.header("Vary", "Cookie, Authorization, Accept-Encoding");  // one browser, two accounts
    if (tile.omitted > 0)
        response.header("X-Tile-Truncated", "true").header("X-Tile-Omitted", std::to_string(tile.omitted));
    return response;
}

std::string origin_of(const http::Request& request) {
    const std::string_view host = request.header("Host");
    return host.empty() ? "" : std::string(request.secure ? "https" : "http") + "://" + std::string(host);
}

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
