#include "telemetry/sensorthings/odata/functions.hpp"

namespace hatang::telemetry::odata {
namespace {

using K = Kind;

constexpr FunctionInfo function_table[] = {
    {Fn::substringof, "substringof", K::boolean, 2, 2, {K::text, K::text, K::null}},
    {Fn::contains, "contains", K::boolean, 2, 2, {K::text, K::text, K::null}},
    {Fn::startswith, "startswith", K::boolean, 2, 2, {K::text, K::text, K::null}},
    {Fn::endswith, "endswith", K::boolean, 2, 2, {K::text, K::text, K::null}},
    {Fn::length, "length", K::number, 1, 1, {K::text, K::null, K::null}},
    {Fn::indexof, "indexof", K::number, 2, 2, {K::text, K::text, K::null}},
    {Fn::substring, "substring", K::text, 2, 3, {K::text, K::number, K::number}},
    {Fn::tolower, "tolower", K::text, 1, 1, {K::text, K::null, K::null}},
    {Fn::toupper, "toupper", K::text, 1, 1, {K::text, K::null, K::null}},
    {Fn::trim, "trim", K::text, 1, 1, {K::text, K::null, K::null}},
    {Fn::concat, "concat", K::text, 2, 2, {K::text, K::text, K::null}},
    {Fn::year, "year", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::month, "month", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::day, "day", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::hour, "hour", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::minute, "minute", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::second, "second", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::fractionalseconds, "fractionalseconds", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::date, "date", K::date, 1, 1, {K::time, K::null, K::null}},
    {Fn::time, "time", K::time_of_day, 1, 1, {K::time, K::null, K::null}},
    {Fn::totaloffsetminutes, "totaloffsetminutes", K::number, 1, 1, {K::time, K::null, K::null}},
    {Fn::now, "now", K::instant, 0, 0, {K::null, K::null, K::null}},
    {Fn::mindatetime, "mindatetime", K::instant, 0, 0, {K::null, K::null, K::null}},
    {Fn::maxdatetime, "maxdatetime", K::instant, 0, 0, {K::null, K::null, K::null}},
    {Fn::round, "round", K::number, 1, 1, {K::number, K::null, K::null}},
    {Fn::floor, "floor", K::number, 1, 1, {K::number, K::null, K::null}},
    {Fn::ceiling, "ceiling", K::number, 1, 1, {K::number, K::null, K::null}},
    {Fn::geo_distance, "geo.distance", K::number, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::geo_length, "geo.length", K::number, 1, 1, {K::geometry, K::null, K::null}},
    {Fn::geo_intersects, "geo.intersects", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_equals, "st_equals", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_disjoint, "st_disjoint", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_touches, "st_touches", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_within, "st_within", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_overlaps, "st_overlaps", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_crosses, "st_crosses", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_intersects, "st_intersects", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_contains, "st_contains", K::boolean, 2, 2, {K::geometry, K::geometry, K::null}},
    {Fn::st_relate, "st_relate", K::boolean, 3, 3, {K::geometry, K::geometry, K::text}},
    {Fn::before, "before", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::after, "after", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::meets, "meets", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::during, "during", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::overlaps, "overlaps", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::starts, "starts", K::boolean, 2, 2, {K::time, K::time, K::null}},
    {Fn::finishes, "finishes", K::boolean, 2, 2, {K::time, K::time, K::null}},
};

}  // namespace

const FunctionInfo* find_function(std::string_view name) {
    for (const FunctionInfo& f : function_table)
        if (f.name == name) return &f;
    return nullptr;
}

std::span<const FunctionInfo> functions() { return function_table; }

}  // namespace hatang::telemetry::odata
