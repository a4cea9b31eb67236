#include "registry/assets/geometry.hpp"
#include "registry/assets/queries.hpp"

namespace hatang::registry {

// ST_IsValidDetail speaks the words of GEOS: "Self-intersection", "Ring Self-intersection", "Too few points
// …".
Error shape_error(std::string_view reason, double x, double y, std::string where) {
    json::Writer lon, lat;
    lon.value(x);
    lat.value(y);
    if (reason.find("elf-intersection") != std::string_view::npos)
        return Error(Code::self_intersection, std::move(where), {lon.take(), lat.take()});
    return Error(Code::invalid_geometry, std::move(where),
                 {std::string(reason) + " (" + lon.take() + ", " + lat.take() + ")"});
}

task<std::string> check_shape(db::Session& session, std::string geojson, std::string where) {
    const db::Rows rows = co_await session.run(sql::shape, geojson);
    const db::Row row = rows.front();
    if (!row.boolean("valid"))
        throw shape_error(row.text("reason"), row.maybe_number("x").value_or(0),
                          row.maybe_number("y").value_or(0), std::move(where));
    co_return std::string(row.text("geojson"));
}

}  // namespace hatang::registry
