// A polygon from typed corner coordinates, as decisions on land and mines print them. Pure.
#pragma once

#include "base/error.hpp"
#include "geo/geometry.hpp"
#include "json/describe.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {

struct Corner {
    std::optional<std::string> label;
    double northing = 0, easting = 0;  // metres; degrees of latitude and longitude in EPSG:4326 and EPSG:4756
};
struct CornersInput {
    std::string crs;
    std::vector<Corner> corners;
    std::optional<double> stated_area_m2;
};
struct CornerWarning {
    std::string code, where, message_vi, message_en;
};
struct CornersResult {
    json::Raw geometry;  // WGS 84 Polygon, its outer ring counterclockwise (RFC 7946)
    double area_m2 = 0, perimeter_m = 0;
    bool closed = false;      // the first corner stood again at the end
    std::string orientation;  // of the corners as typed: clockwise or counterclockwise
    std::vector<CornerWarning> warnings;
};

// Area and perimeter in the plane of the coordinate system, as the paper has them. Throws unknown_crs,
// too_few_corners, repeated_corner, coordinates_swapped, coordinates_outside_world; a self-crossing outline
// is a warning, so that a person sees it drawn. Without `outside_city`, which the database knows.
CornersResult polygon_of(const CornersInput&);
CornerWarning warning_of(const Error&);

}  // namespace hatang::registry

template <>
struct hatang::json::Describe<hatang::registry::Corner> {
    using T = hatang::registry::Corner;
    static constexpr std::string_view name = "Corner";
    static constexpr auto fields =
        std::tuple{field("label", &T::label, "As on paper", Limits{.length_max = 40}),
                   field("northing", &T::northing, "X of Vietnamese drawings, m"),
                   field("easting", &T::easting, "Y of Vietnamese drawings, m")};
};
template <>
struct hatang::json::Describe<hatang::registry::CornersInput> {
    using T = hatang::registry::CornersInput;
    static constexpr std::string_view name = "CornersInput";
    static constexpr auto fields =
        std::tuple{field("crs", &T::crs, "EPSG:5897, …"),
                   field("corners", &T::corners, "In their order",
                         Limits{.items_max = hatang::registry::limits::corners_max}),
                   field("stated_area_m2", &T::stated_area_m2, "As on paper", Limits{.least = 0})};
};
template <>
struct hatang::json::Describe<hatang::registry::CornerWarning> {
    using T = hatang::registry::CornerWarning;
    static constexpr std::string_view name = "CornerWarning";
    static constexpr auto fields = std::tuple{
        field("code", &T::code, "What"), field("where", &T::where, "JSON pointer into the request"),
        field("message_vi", &T::message_vi, "Vietnamese"), field("message_en", &T::message_en, "English")};
};
template <>
struct hatang::json::Describe<hatang::registry::CornersResult> {
    using T = hatang::registry::CornersResult;
    static constexpr std::string_view name = "CornersPolygon";
    static constexpr auto fields =
        std::tuple{field("geometry", &T::geometry, "Polygon in WGS 84"),
                   field("area_m2", &T::area_m2, "In the plane of the coordinate system"),
                   field("perimeter_m", &T::perimeter_m, "In the same plane"),
                   field("closed", &T::closed, "The first corner stood again at the end"),
                   field("orientation", &T::orientation, "clockwise or counterclockwise"),
                   field("warnings", &T::warnings, "What a person should look at")};
};
