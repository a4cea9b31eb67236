#include "maps/state.hpp"

namespace hatang::maps {
namespace {

task<http::Response> basemap_tile(State& state, http::Call& call) {
    std::optional<std::string> picture = co_await state.rasters.tile(call.path_text("id"), call.path_id("z"),
                                                                     call.path_id("x"), call.path_id("y"));
    const std::string_view type = picture ? image_type(*picture) : std::string_view();
    http::Response response = picture ? http::Response::bytes(std::string(type), std::move(*picture))
                                      : http::Response::no_content();
    // Pictures of the earth change by the year; a day spares the line and still follows a new one.
    response.header("Cache-Control", "private, max-age=86400");
    co_return response;
}

}  // namespace

void add_basemap_routes(http::Router& router, State& state) {
    using http::Nothing;
    router.get<Nothing, BasemapViewList>(
        "/api/v1/basemaps", {"maps.basemaps", http::signed_in(), "The base maps to choose from"},
        [&state](http::Call&, const Nothing&) -> task<BasemapViewList> { co_return state.rasters.views(); });
    router.get<Nothing, http::Response>(
        "/basemaps/{id}/{z}/{x}/{y}",
        {"maps.basemap_tile", http::signed_in(), "A raster tile of a base map; 204 where it has none"},
        [&state](http::Call& call, const Nothing&) { return basemap_tile(state, call); });
    router.get<Nothing, AttributionList>(
        "/api/v1/attributions", {"maps.attributions", http::everybody(), "What a map of this data must show"},
        [&state](http::Call&, const Nothing&) -> task<AttributionList> { co_return state.attributions; });
}

}  // namespace hatang::maps
