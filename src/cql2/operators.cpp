#include "cql2/operators.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace hatang::cql2 {
namespace {

using enum Group;

constexpr OperatorInfo operator_table[] = {
    {Op::and_, logical, "and", "AND"},
    {Op::or_, logical, "or", "OR"},
    {Op::not_, logical, "not", "NOT"},
    {Op::equal, comparison, "=", "="},
    {Op::not_equal, comparison, "<>", "<>"},
    {Op::less, comparison, "<", "<"},
    {Op::greater, comparison, ">", ">"},
    {Op::less_equal, comparison, "<=", "<="},
    {Op::greater_equal, comparison, ">=", ">="},
    {Op::like, comparison, "like", "LIKE"},
    {Op::between, comparison, "between", "BETWEEN"},
    {Op::in, comparison, "in", "IN"},
    {Op::is_null, comparison, "isNull", "IS NULL"},
    {Op::casei, character, "casei", "CASEI"},
    {Op::accenti, character, "accenti", "ACCENTI"},
    {Op::add, arithmetic, "+", "+"},
    {Op::subtract, arithmetic, "-", "-"},
    {Op::multiply, arithmetic, "*", "*"},
    {Op::divide, arithmetic, "/", "/"},
    {Op::modulo, arithmetic, "%", "%"},
    {Op::div, arithmetic, "div", "div"},
    {Op::power, arithmetic, "^", "^"},
    {Op::s_contains, Group::spatial, "s_contains", "S_CONTAINS"},
    {Op::s_crosses, Group::spatial, "s_crosses", "S_CROSSES"},
    {Op::s_disjoint, Group::spatial, "s_disjoint", "S_DISJOINT"},
    {Op::s_equals, Group::spatial, "s_equals", "S_EQUALS"},
    {Op::s_intersects, Group::spatial, "s_intersects", "S_INTERSECTS"},
    {Op::s_overlaps, Group::spatial, "s_overlaps", "S_OVERLAPS"},
    {Op::s_touches, Group::spatial, "s_touches", "S_TOUCHES"},
    {Op::s_within, Group::spatial, "s_within", "S_WITHIN"},
    {Op::t_after, temporal, "t_after", "T_AFTER"},
    {Op::t_before, temporal, "t_before", "T_BEFORE"},
    {Op::t_contains, temporal, "t_contains", "T_CONTAINS"},
    {Op::t_disjoint, temporal, "t_disjoint", "T_DISJOINT"},
    {Op::t_during, temporal, "t_during", "T_DURING"},
    {Op::t_equals, temporal, "t_equals", "T_EQUALS"},
    {Op::t_finished_by, temporal, "t_finishedBy", "T_FINISHEDBY"},
    {Op::t_finishes, temporal, "t_finishes", "T_FINISHES"},
    {Op::t_intersects, temporal, "t_intersects", "T_INTERSECTS"},
    {Op::t_meets, temporal, "t_meets", "T_MEETS"},
    {Op::t_met_by, temporal, "t_metBy", "T_METBY"},
    {Op::t_overlapped_by, temporal, "t_overlappedBy", "T_OVERLAPPEDBY"},
    {Op::t_overlaps, temporal, "t_overlaps", "T_OVERLAPS"},
    {Op::t_started_by, temporal, "t_startedBy", "T_STARTEDBY"},
    {Op::t_starts, temporal, "t_starts", "T_STARTS"},
    {Op::a_contained_by, array, "a_containedBy", "A_CONTAINEDBY"},
    {Op::a_contains, array, "a_contains", "A_CONTAINS"},
    {Op::a_equals, array, "a_equals", "A_EQUALS"},
    {Op::a_overlaps, array, "a_overlaps", "A_OVERLAPS"},
};
constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(operator_table); ++i)
        if (operator_table[i].op != static_cast<Op>(i)) return false;
    return true;
}
static_assert(in_order(), "info() finds an operator by its number");

// Beside those of the table that are called.
constexpr std::string_view keywords[] = {
    "AND",      "BBOX",  "BETWEEN",    "DATE",         "DIV",  "FALSE",   "GEOMETRYCOLLECTION",
    "IN",       "IS",    "INTERVAL",   "LIKE",         "NOT",  "NULL",    "LINESTRING",
    "OR",       "POINT", "MULTIPOINT", "MULTIPOLYGON", "TRUE", "POLYGON", "MULTILINESTRING",
    "TIMESTAMP"};

struct Range {
    char32_t first, last;
};
constexpr Range starts[] = {{':', ':'},       {'_', '_'},       {'A', 'Z'},       {'a', 'z'},
                            {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                            {0x37F, 0x1FFE},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                            {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
constexpr Range more_parts[] = {{'.', '.'}, {'0', '9'}, {0x300, 0x36F}, {0x203F, 0x2040}};
constexpr char32_t blanks[] = {0x09,   0x0A,   0x0B,   0x0C,   0x0D,   0x20,   0x85,   0xA0,   0x1680,
                               0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                               0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};

bool within(std::span<const Range> ranges, char32_t c) {
    return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

bool called(Group g) { return g == character || g == Group::spatial || g == temporal || g == array; }

bool is_pattern(const Expression& e) {
    if (e.as<std::string>()) return true;
    const auto* operation = e.as<Operation>();
    return operation && info(operation->op).group == character && operation->args.size() == 1 &&
           is_pattern(operation->args[0]);
}

constexpr std::uint16_t references = property_ref | function_ref;
constexpr std::uint16_t scalar = condition | characters | numeric | instant_like | references;

// What the argument may be. Conditions as scalars are true and false alone: misplaced() looks closer.
std::uint16_t expected_shapes(Op op, std::size_t index) {
    switch (op) {
        case Op::like:
            return static_cast<std::uint16_t>(index == 0 ? characters | references : characters);
        case Op::between:
            return numeric | references;
        case Op::in:
            return index == 0 ? scalar : std::uint16_t{array_like};
        case Op::is_null:
            return any_value & static_cast<std::uint16_t>(~array_like);
        default:
            break;
    }
    switch (info(op).group) {
        case logical:
            return filter_shapes;
        case comparison:
            return scalar;
        case character:
            return characters | references;
        case arithmetic:
            return numeric | references;
        case Group::spatial:
            return Shape::spatial | references;
        case temporal:
            return instant_like | interval_like | references;
        case array:
            return array_like | references;
    }
    return 0;
}

bool is_scalar(const Expression& e) {
    const std::uint16_t shape = shape_of(e);
    return (shape & scalar) && !(shape == condition && !e.as<bool>());
}

}  // namespace

const OperatorInfo& info(Op op) { return operator_table[static_cast<std::size_t>(op)]; }

std::optional<Op> op_from_json(std::string_view name) {
    for (const OperatorInfo& o : operator_table)
        if (o.json == name) return o.op;
    return {};
}

std::optional<Op> op_from_call(std::string_view name) {
    for (const OperatorInfo& o : operator_table)
        if (called(o.group) && same_word(o.text, name)) return o.op;
    return {};
}

bool same_word(std::string_view a, std::string_view b) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return upper(x) == upper(y); });
}

bool is_keyword(std::string_view word) {
    return std::ranges::any_of(keywords, [&](std::string_view k) { return same_word(k, word); }) ||
           op_from_call(word);
}

char32_t take_character(std::string_view& s) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(s[i])); };
    const char32_t first = byte(0);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = size == 1 ? first : first & (0xFF >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) c = c << 6 | (byte(i) & 0x3F);
    s.remove_prefix(size);
    return c;
}

bool is_identifier_start(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    return within(starts, c);
}
bool is_identifier_part(char32_t c) { return is_identifier_start(c) || within(more_parts, c); }
bool is_whitespace(char32_t c) { return std::ranges::find(blanks, c) != std::end(blanks); }

bool is_identifier(std::string_view name) {
    if (name.empty() || !is_identifier_start(take_character(name))) return false;
    while (!name.empty())
        if (!is_identifier_part(take_character(name))) return false;
    return true;
}

std::uint16_t shape_of(const Expression& e) {
    struct Visitor {
        std::uint16_t operator()(bool) const { return condition; }
        std::uint16_t operator()(std::int64_t) const { return numeric; }
        std::uint16_t operator()(double) const { return numeric; }
        std::uint16_t operator()(const std::string&) const { return characters; }
        std::uint16_t operator()(Date) const { return instant_like; }
        std::uint16_t operator()(Instant) const { return instant_like; }
        std::uint16_t operator()(Open) const { return open; }
        std::uint16_t operator()(const Interval&) const { return interval_like; }
        std::uint16_t operator()(const Bbox&) const { return Shape::spatial; }
        std::uint16_t operator()(const Geometry&) const { return Shape::spatial; }
        std::uint16_t operator()(const Array&) const { return array_like; }
        std::uint16_t operator()(const Property&) const { return property_ref; }
        std::uint16_t operator()(const Function&) const { return function_ref; }
        std::uint16_t operator()(const Operation& o) const {
            const Group group = info(o.op).group;
            return group == character ? characters : group == arithmetic ? numeric : condition;
        }
    };
    return std::visit(Visitor{}, e.node);
}

std::string shape_names(std::uint16_t shapes) {
    constexpr std::pair<std::uint16_t, std::string_view> names[] = {
        {condition, "condition"},    {characters, "text"},
        {numeric, "number"},         {instant_like, "instant"},
        {interval_like, "interval"}, {Shape::spatial, "geometry"},
        {array_like, "array"},       {open, "'..'"},
        {property_ref, "property"},  {function_ref, "function"}};
    std::string out;
    for (const auto& [bit, name] : names)
        if (shapes & bit) out += (out.empty() ? "" : ", ") + std::string(name);
    return out;
}

std::optional<Misplaced> misplaced(Op op, const std::vector<Expression>& args) {
    const Group group = info(op).group;
    const bool one = op == Op::not_ || op == Op::is_null || group == character;
    const std::size_t least = one ? 1 : op == Op::between ? 3 : 2;
    const bool any_number = op == Op::and_ || op == Op::or_;
    if (args.size() < least || (args.size() > least && !any_number))
        return Misplaced{{}, std::to_string(least) + (any_number ? "…" : "") + " args"};
    for (std::size_t i = 0; i < args.size(); ++i) {
        const std::uint16_t expected = expected_shapes(op, i);
        const bool only_scalars = expected == scalar;
        bool good = only_scalars ? is_scalar(args[i]) : (shape_of(args[i]) & expected) != 0;
        if (op == Op::like && i == 1) good = is_pattern(args[i]);
        if (!good)
            return Misplaced{i, only_scalars ? "true, false, " + shape_names(expected & ~condition)
                                             : shape_names(expected)};
    }
    if (op == Op::in) {
        const auto& items = args[1].as<Array>()->items;
        if (items.empty() || !std::ranges::all_of(items, is_scalar))
            return Misplaced{1, "(" + shape_names(scalar & ~condition) + ", …)"};
    }
    return {};
}

}  // namespace hatang::cql2
