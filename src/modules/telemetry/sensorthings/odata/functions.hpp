// The functions of $filter: one table for the names, the types of arguments and the result.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "telemetry/sensorthings/odata/model.hpp"

namespace hatang::telemetry::odata {

enum class Fn : std::uint8_t {
    // clang-format off
    substringof, contains, startswith, endswith, length, indexof, substring, tolower, toupper, trim, concat,
    year, month, day, hour, minute, second, fractionalseconds, date, time, totaloffsetminutes,
    now, mindatetime, maxdatetime,
    round, floor, ceiling,
    geo_distance, geo_length, geo_intersects,
    st_equals, st_disjoint, st_touches, st_within, st_overlaps, st_crosses, st_intersects, st_contains, st_relate,
    before, after, meets, during, overlaps, starts, finishes,
    // clang-format on
};

struct FunctionInfo {
    Fn fn;
    std::string_view name;
    Kind returns;
    std::uint8_t least, most;  // number of arguments
    Kind args[3];
};

// Case of the name counts, as in OData.
const FunctionInfo* find_function(std::string_view name);
std::span<const FunctionInfo> functions();

}  // namespace hatang::telemetry::odata
