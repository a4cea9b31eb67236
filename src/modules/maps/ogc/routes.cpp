// OGC API Tiles 1.0: the register as one tile set of all domains, and one for each class.
#include "maps/ogc/documents.hpp"
#include "maps/state.hpp"

namespace hatang::maps {

struct TileSetQuery {
    std::optional<std::string> f;
};

}  // namespace hatang::maps

namespace hatang::json {

template <>
struct Describe<maps::TileSetQuery> {
    static constexpr std::string_view name = "TileSetQuery";
    static constexpr auto fields =
        std::tuple{field("f", &maps::TileSetQuery::f, "json, or tilejson for a tile set; mvt for a tile")};
};

}  // namespace hatang::json

namespace hatang::maps {
namespace {

using http::Response;

// Gives the form asked for, `usual` when none is named.
std::string format_of(const TileSetQuery& query, std::initializer_list<std::string_view> known) {
    const std::string wanted = query.f.value_or(std::string(*known.begin()));
    for (const std::string_view form : known)
        if (form == wanted) return wanted;
    std::string all;
    for (const std::string_view form : known) (all += all.empty() ? "" : ", ") += form;
    throw Error(Code::invalid_parameter, "f", {wanted.substr(0, 100), all});
}

const MatrixSet& set_of(const http::Call& call) {
    const std::string& id = call.path_text("tms");
    if (const MatrixSet* set = find_matrix_set(id)) return *set;
    throw Error(Code::not_found, "tileMatrixSetId", {"tile matrix set " + id.substr(0, 100)});
}

const catalogue::AssetClass& class_of(const State& state, const http::Call& call) {
    const std::string& key = call.path_text("class");
    if (const catalogue::AssetClass* c = state.catalogue.find_class(key)) return *c;
    throw Error(Code::not_found, "class", {"collection " + key.substr(0, 100)});
}

TileSubject whole(const State& state) {
    TileSubject out{"Hạ Tầng", "/ogc", {}};
    for (const Domain& domain : state.domains) out.layers.push_back({domain.key, domain.name_vi});
    return out;
}

TileSubject one_class(const catalogue::AssetClass& c) {
    return {c.name_vi, "/ogc/collections/" + c.key, {{c.key, c.name_vi}}};
}

// Around what the caller may see; the whole world while a layer is not in memory.
task<Box> reach_of(State& state, std::vector<std::string> domains, std::string class_key,
                   const security::Scope& scope) {
    Box around;
    for (const std::string& domain : domains) {
        const std::shared_ptr<const Layer> layer = state.store.layer(domain);
        if (!layer) co_return Box{0, 0, UINT32_MAX, UINT32_MAX};
        const auto walk = [&] {
            layer->search({0, 0, UINT32_MAX, UINT32_MAX}, [&](const FeatureView& f) {
                if (around.holds(f.box) || (!class_key.empty() && f.group->class_key != class_key)) return;
                if (scope.allows(f.group->key())) around.add(f.box);
            });
        };
        co_await state.platform.loop.blocking(walk);
    }
    co_return around;
}

task<Response> tile_set(State& state, http::Call& call, TileSetQuery query, TileSubject subject,
                        std::vector<std::string> domains, std::string class_key) {
    const MatrixSet& set = set_of(call);
    const std::string form =
        set.grid == Grid::web_mercator ? format_of(query, {"json", "tilejson"}) : format_of(query, {"json"});
    const Box reach = co_await reach_of(state, std::move(domains), std::move(class_key),
                                        security::scope(call.who, "asset.read"));
    const std::string origin = origin_of(call.request);
    co_return Response::json(form == "json" ? tile_set_json(subject, set, reach, origin)
                                            : subject_tile_json(subject, reach, origin));
}

// The tile that the path names, within its matrix; outside of it nothing is there (requirement 7: 404).
TileId tile_of(const http::Call& call) {
    const MatrixSet& set = set_of(call);
    TileId id;
    id.grid = set.grid;
    id.z = call.path_id("tileMatrix");
    id.y = call.path_id("tileRow");
    id.x = call.path_id("tileCol");
    const auto check = [](std::string_view name, std::int64_t n, std::int64_t most) {
        if (n < 0 || n > most)
            throw Error(Code::not_found, std::string(name), {std::string(name) + " " + std::to_string(n)});
    };
    check("tileMatrix", id.z, set.levels - 1);
    check("tileRow", id.y, set.side(static_cast<int>(id.z)) - 1);
    check("tileCol", id.x, set.side(static_cast<int>(id.z)) - 1);
    return id;
}

task<Response> class_tile(State& state, http::Call& call, TileSetQuery query) {
    const catalogue::AssetClass& c = class_of(state, call);
    TileId id = tile_of(call);
    format_of(query, {"mvt"});
    id.domain = c.domain;
    id.class_key = c.key;
    const std::shared_ptr<const Tile> found =
        co_await state.tiles.get(std::move(id), security::scope(call.who, "asset.read"));
    if (!found->restricted.empty()) co_await state.security.audit_read(call, "asset", found->restricted);
    co_return tile_response(call.request, *found);
}

task<Response> whole_tile(State& state, http::Call& call, TileSetQuery query) {
    TileId id = tile_of(call);
    format_of(query, {"mvt"});
    id.domain = all_domains;
    const std::shared_ptr<const Tile> found =
        co_await state.tiles.get(std::move(id), security::scope(call.who, "asset.read"));
    if (!found->restricted.empty()) co_await state.security.audit_read(call, "asset", found->restricted);
    co_return tile_response(call.request, *found);
}

std::vector<std::string> keys_of(const std::vector<Domain>& domains) {
    std::vector<std::string> out;
    for (const Domain& domain : domains) out.push_back(domain.key);
    return out;
}

}  // namespace

void add_ogc_tile_routes(http::Router& router, State& state) {
    const auto read = http::may_within("asset.read");
    using Query = TileSetQuery;
    router.get<Query, Response>("/ogc/tileMatrixSets",
                                {"maps.ogc.matrix_sets", http::everybody(), "The tile matrix sets"},
                                [](http::Call& call, const Query& query) -> task<Response> {
                                    format_of(query, {"json"});
                                    co_return Response::json(matrix_sets_json(origin_of(call.request)));
                                });
    router.get<Query, Response>("/ogc/tileMatrixSets/{tms}",
                                {"maps.ogc.matrix_set", http::everybody(), "A tile matrix set"},
                                [](http::Call& call, const Query& query) -> task<Response> {
                                    const MatrixSet& set = set_of(call);
                                    format_of(query, {"json"});
                                    co_return Response::json(matrix_set_json(set));
                                });
    router.get<Query, Response>(
        "/ogc/tiles", {"maps.ogc.tile_sets", read, "The tile sets of the register"},
        [&state](http::Call& call, const Query& query) -> task<Response> {
            format_of(query, {"json"});
            co_return Response::json(tile_sets_json(whole(state), origin_of(call.request)));
        });
    router.get<Query, Response>("/ogc/tiles/{tms}", {"maps.ogc.tile_set", read, "A tile set of the register"},
                                [&state](http::Call& call, const Query& query) {
                                    return tile_set(state, call, query, whole(state), keys_of(state.domains),
                                                    {});
                                });
    router.get<Query, Response>(
        "/ogc/tiles/{tms}/{tileMatrix}/{tileRow}/{tileCol}",
        {"maps.ogc.tile", read, "A vector tile with a layer for each domain"},
        [&state](http::Call& call, const Query& query) { return whole_tile(state, call, query); });
    router.get<Query, Response>(
        "/ogc/collections/{class}/tiles", {"maps.ogc.class_tile_sets", read, "The tile sets of a class"},
        [&state](http::Call& call, const Query& query) -> task<Response> {
            const TileSubject subject = one_class(class_of(state, call));
            format_of(query, {"json"});
            co_return Response::json(tile_sets_json(subject, origin_of(call.request)));
        });
    router.get<Query, Response>("/ogc/collections/{class}/tiles/{tms}",
                                {"maps.ogc.class_tile_set", read, "A tile set of a class"},
                                [&state](http::Call& call, const Query& query) {
                                    const catalogue::AssetClass& c = class_of(state, call);
                                    return tile_set(state, call, query, one_class(c), {c.domain}, c.key);
                                });
    router.get<Query, Response>(
        "/ogc/collections/{class}/tiles/{tms}/{tileMatrix}/{tileRow}/{tileCol}",
        {"maps.ogc.class_tile", read, "A vector tile of a class"},
        [&state](http::Call& call, const Query& query) { return class_tile(state, call, query); });
}

}  // namespace hatang::maps
