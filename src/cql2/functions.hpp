// The functions that this program adds to CQL2: one table for the check, the SQL and the OGC document
// /functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hatang::cql2 {

// Types of arguments and results, as a set of bits.
enum FunctionType : std::uint8_t {
    string = 1,
    number = 2,
    integer = 4,
    boolean = 8,
    datetime = 16,
    geometry = 32
};

struct FunctionInfo {
    std::string_view name;             // case counts
    std::array<std::uint8_t, 2> args;  // what each argument may be; 0: no such argument
    FunctionType returns;
    std::string_view sql;  // with $1 and $2 for the arguments
    std::string_view vi, en;
};

std::span<const FunctionInfo> functions();
const FunctionInfo* find_function(std::string_view name);
// The document of OGC 19-079r2, requirement "/req/functions": {"functions": […]}.
std::string functions_json(bool vietnamese);

}  // namespace hatang::cql2
