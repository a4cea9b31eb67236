// The names of the standardised operators and functions, and what may stand in each place (the grammar of
// annex B and the JSON schema of annex C say the same). Both readers ask here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cql2/ast.hpp"

namespace hatang::cql2 {

enum class Group : std::uint8_t { logical, comparison, character, arithmetic, spatial, temporal, array };

struct OperatorInfo {
    Op op;
    Group group;
    std::string_view json;  // "s_intersects", "div", "isNull"
    std::string_view text;  // "S_INTERSECTS", "div", "IS NULL"
};

const OperatorInfo& info(Op);
std::optional<Op> op_from_json(std::string_view);
// Of the functions that are written NAME(…): casei, accenti, spatial, temporal, array. Case does not count.
std::optional<Op> op_from_call(std::string_view name);

// Words that a bare name may not be; case does not count. A property of that name stands in double quotes.
bool is_keyword(std::string_view);
// As the grammar spells them: letters of any script, digits, ":" "_" ".".
bool is_identifier(std::string_view);
// The character at the front of well-formed UTF-8; takes it off.
char32_t take_character(std::string_view&);
bool is_identifier_start(char32_t);
bool is_identifier_part(char32_t);
bool is_whitespace(char32_t);
bool same_word(std::string_view, std::string_view);  // ASCII case does not count

// What an expression is by its form, as a set of bits.
enum Shape : std::uint16_t {
    condition = 1,     // predicate, true or false
    characters = 2,    // text, casei, accenti
    numeric = 4,       // number, arithmetic
    instant_like = 8,  // date, timestamp
    interval_like = 16,
    spatial = 32,
    array_like = 64,
    open = 128,
    property_ref = 256,
    function_ref = 512,
};
std::uint16_t shape_of(const Expression&);
// "condition, property": for errors.
std::string shape_names(std::uint16_t);

// The first argument that may not be where it is, with what may be; or too few or too many of them.
struct Misplaced {
    std::optional<std::size_t> index;  // nothing: the number of arguments is wrong
    std::string expected;
};
std::optional<Misplaced> misplaced(Op, const std::vector<Expression>& args);
// The same for what is no operator.
inline constexpr std::uint16_t any_value = condition | characters | numeric | instant_like | interval_like |
                                           spatial | array_like | property_ref | function_ref;
inline constexpr std::uint16_t filter_shapes = condition | function_ref;
inline constexpr std::uint16_t interval_end_shapes = instant_like | open | property_ref | function_ref;

}  // namespace hatang::cql2
