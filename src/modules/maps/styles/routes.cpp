// OGC API Styles (20-009 draft): the two styles of the register.
#include "maps/state.hpp"

namespace hatang::maps {
namespace {

StyleId style_of(const http::Call& call) {
    const std::string& id = call.path_text("style");
    if (const StyleId* found = find_style(id)) return *found;
    throw Error(Code::not_found, "styleId", {"style " + id.substr(0, 100)});
}

std::vector<StyleDomain> domains_of(const State& state) {
    std::vector<StyleDomain> out;
    for (const Domain& domain : state.domains) out.push_back({domain.key, domain.name_vi});
    return out;
}

}  // namespace

void add_style_routes(http::Router& router, State& state) {
    using http::Nothing, http::Response;
    router.get<Nothing, Response>("/ogc/styles", {"maps.ogc.styles", http::everybody(), "The styles"},
                                  [](http::Call& call, const Nothing&) -> task<Response> {
                                      co_return Response::json(styles_json(origin_of(call.request)));
                                  });
    router.get<Nothing, Response>(
        "/ogc/styles/{style}",
        {"maps.ogc.style", http::everybody(), "A MapLibre style of the register's tiles"},
        [&state](http::Call& call, const Nothing&) -> task<Response> {
            const StyleId id = style_of(call);
            co_return Response::bytes("application/vnd.mapbox.style+json",
                                      style_json(id, state.hues, domains_of(state), origin_of(call.request)));
        });
    router.get<Nothing, Response>(
        "/ogc/styles/{style}/metadata", {"maps.ogc.style_metadata", http::everybody(), "What a style draws"},
        [&state](http::Call& call, const Nothing&) -> task<Response> {
            const StyleId id = style_of(call);
            co_return Response::json(style_metadata_json(id, domains_of(state), origin_of(call.request)));
        });
}

}  // namespace hatang::maps
