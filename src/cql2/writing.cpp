#include "cql2/writing.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace hatang::cql2 {
namespace {

bool all_have_z(const Geometry& g) {
    return std::ranges::all_of(g.positions, [](const Position& p) { return p.z.has_value(); }) &&
           std::ranges::all_of(g.parts, all_have_z);
}

std::string_view tag_of(geo::Type type) {
    switch (type) {
        case geo::Type::point:
            return "POINT";
        case geo::Type::multi_point:
            return "MULTIPOINT";
        case geo::Type::line_string:
            return "LINESTRING";
        case geo::Type::multi_line_string:
            return "MULTILINESTRING";
        case geo::Type::polygon:
            return "POLYGON";
        case geo::Type::multi_polygon:
            return "MULTIPOLYGON";
        case geo::Type::geometry_collection:
            return "GEOMETRYCOLLECTION";
    }
    return {};
}

void append_tagged(std::string& out, const Geometry& g);

void append_brackets(std::string& out, const Geometry& g) {
    const char* comma = "";
    out += '(';
    for (const Position& p : g.positions) {
        out += comma;
        append_json_number(out, p.x);
        out += ' ';
        append_json_number(out, p.y);
        if (p.z) {
            out += ' ';
            append_json_number(out, *p.z);
        }
        comma = ", ";
    }
    for (const Geometry& part : g.parts) {
        out += comma;
        if (g.type == geo::Type::geometry_collection)
            append_tagged(out, part);
        else
            append_brackets(out, part);
        comma = ", ";
    }
    out += ')';
}

void append_tagged(std::string& out, const Geometry& g) {
    out += tag_of(g.type);
    out += g.type != geo::Type::geometry_collection && all_have_z(g) ? " Z " : " ";
    append_brackets(out, g);
}

}  // namespace

std::string number_text(std::int64_t n) { return std::to_string(n); }

std::string number_text(double d) {
    std::string out;
    append_json_number(out, d);
    if (out.find_first_of(".e") == out.npos) out += ".0";
    return out;
}

std::string date_text(Date d) { return to_rfc3339({d.days * kDay}).substr(0, 10); }

std::string bound_text(const Expression& e) {
    if (const auto* date = e.as<Date>()) return date_text(*date);
    if (const auto* at = e.as<Instant>()) return to_rfc3339(*at);
    return "..";
}

std::string wkt(const Geometry& g) {
    std::string out;
    append_tagged(out, g);
    return out;
}

}  // namespace hatang::cql2
