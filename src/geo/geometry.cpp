#include "geo/geometry.hpp"

#include "geo/reader.hpp"

namespace hatang::geo {

std::string_view to_text(Type type) {
    switch (type) {
        case Type::point:
            return "Point";
        case Type::multi_point:
            return "MultiPoint";
        case Type::line_string:
            return "LineString";
        case Type::multi_line_string:
            return "MultiLineString";
        case Type::polygon:
            return "Polygon";
        case Type::multi_polygon:
            return "MultiPolygon";
        case Type::geometry_collection:
            return "GeometryCollection";
    }
    return {};
}

std::uint8_t type_code(Type type) {
    switch (type) {
        case Type::point:
            return 1;
        case Type::line_string:
            return 2;
        case Type::polygon:
            return 3;
        case Type::multi_point:
            return 4;
        case Type::multi_line_string:
            return 5;
        case Type::multi_polygon:
            return 6;
        case Type::geometry_collection:
            return 7;
    }
    return 0;
}

Result<Geometry> read_geometry(json::Value v, std::string_view where) {
    return read_geometry_in(Crs::wgs84, v, where);
}

Result<Geometry> read_geometry_text(std::string_view bytes) {
    try {
        const json::Document document = json::parse(bytes);
        return read(Crs::wgs84, false, document.root(), {});
    } catch (const Error& error) {
        return error;
    }
}

}  // namespace hatang::geo
