#include "maps/state.hpp"

namespace hatang::maps {

void add_basemap_routes(http::Router& router, State& state) {
    using http::Nothing;
    router.get<Nothing, BasemapList>(
        "/api/v1/basemaps", {"maps.basemaps", http::signed_in(), "The base maps to choose from"},
        [&state](http::Call&, const Nothing&) -> task<BasemapList> { co_return state.basemaps; });
    router.get<Nothing, AttributionList>(
        "/api/v1/attributions", {"maps.attributions", http::everybody(), "What a map of this data must show"},
        [&state](http::Call&, const Nothing&) -> task<AttributionList> { co_return state.attributions; });
}

}  // namespace hatang::maps
