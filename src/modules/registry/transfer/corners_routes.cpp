#include "registry/state.hpp"
#include "registry/transfer/corners.hpp"

namespace hatang::registry {
namespace {

constexpr db::Query outside_polygon{"registry.corners.outside",
                                    "select exists (select from registry.ward_area) and "
                                    "registry.ward_at(registry.point_on(st_geomfromgeojson($1))) "
                                    "is null as outside"};

task<CornersResult> corners(Context& context, CornersInput in) {
    CornersResult out = co_await context.platform.loop.blocking([&] { return polygon_of(in); });
    const db::Rows rows = co_await context.platform.db.run(outside_polygon, out.geometry.json);
    if (rows.front().boolean("outside"))
        out.warnings.push_back(warning_of(Error(Code::outside_city, "/corners")));
    co_return out;
}

}  // namespace

void add_corner_routes(http::Router& router, Context& context) {
    http::RouteMeta polygon{"registry.corners", http::may_within("asset.read"),
                            "A polygon from corner coordinates; writes nothing"};
    polygon.creates = false;
    router.post<CornersInput, CornersResult>(
        "/api/v1/geometry/corners", polygon,
        [&context](http::Call&, const CornersInput& in) { return corners(context, in); });
}

}  // namespace hatang::registry
