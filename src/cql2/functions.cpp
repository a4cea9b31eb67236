#include "cql2/functions.hpp"

#include "json/writer.hpp"

namespace hatang::cql2 {
namespace {

constexpr std::uint8_t of_numbers = number | integer;

// The geodesic functions refuse edges of half the globe; pieces of 90° leave everything of a city as it is.
constexpr FunctionInfo function_table[] = {
    {"length_m",
     {geometry},
     number,
     "st_length(st_segmentize($1, 90)::geography)",
     "Chiều dài trên mặt ellipsoid, mét; 0 với điểm và vùng",
     "Length on the ellipsoid in metres; 0 for points and areas"},
    {"area_m2",
     {geometry},
     number,
     "st_area(st_segmentize($1, 90)::geography)",
     "Diện tích trên mặt ellipsoid, mét vuông; 0 với điểm và đường",
     "Area on the ellipsoid in square metres; 0 for points and lines"},
    {"distance_m",
     {geometry, geometry},
     number,
     "st_distance(st_segmentize($1, 90)::geography, st_segmentize($2, 90)::geography)",
     "Khoảng cách ngắn nhất trên mặt ellipsoid, mét",
     "Shortest distance on the ellipsoid in metres"},
    {"centroid", {geometry}, geometry, "st_centroid($1)", "Trọng tâm", "Centroid"},
    {"lower", {string}, string, "lower($1)", "Chữ thường", "Lower case"},
    {"upper", {string}, string, "upper($1)", "Chữ hoa", "Upper case"},
    {"char_length", {string}, integer, "char_length($1)", "Số ký tự", "Number of characters"},
    {"abs", {of_numbers}, number, "abs($1::float8)", "Giá trị tuyệt đối", "Absolute value"},
    {"floor",
     {of_numbers},
     number,
     "floor($1::float8)",
     "Làm tròn xuống",
     "Largest whole number not above it"},
    {"ceil", {of_numbers}, number, "ceil($1::float8)", "Làm tròn lên", "Smallest whole number not below it"},
    {"year",
     {datetime},
     integer,
     "extract(year from $1)::float8",
     "Năm, theo giờ của thành phố",
     "Year, in the time zone of the city"},
};

void write_types(json::Writer& w, std::string_view key, std::uint8_t types) {
    constexpr std::pair<std::uint8_t, std::string_view> names[] = {
        {string, "string"},   {number, "number"},     {integer, "integer"},
        {boolean, "boolean"}, {datetime, "datetime"}, {geometry, "geometry"}};
    w.key(key).begin_array();
    for (const auto& [bit, name] : names)
        if (types & bit) w.value(name);
    w.end_array();
}

}  // namespace

std::span<const FunctionInfo> functions() { return function_table; }

const FunctionInfo* find_function(std::string_view name) {
    for (const FunctionInfo& f : function_table)
        if (f.name == name) return &f;
    return nullptr;
}

std::string functions_json(bool vietnamese) {
    json::Writer w;
    w.begin_object().key("functions").begin_array();
    for (const FunctionInfo& f : function_table) {
        w.begin_object().field("name", f.name).field("description", vietnamese ? f.vi : f.en);
        w.key("args").begin_array();
        for (const std::uint8_t types : f.args)
            if (types) {
                w.begin_object();
                write_types(w, "type", types);
                w.end_object();
            }
        w.end_array();
        write_types(w, "returns", f.returns);
        w.end_object();
    }
    w.end_array().end_object();
    return w.take();
}

}  // namespace hatang::cql2
