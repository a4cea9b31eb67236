// Arrays are compared as sets.
#include "cql2/compiler.hpp"
#include "cql2/writing.hpp"

namespace hatang::cql2 {
namespace {

std::string_view sql_name(Base base) {
    switch (base) {
        case Base::number:
            return "::float8[]";
        case Base::boolean:
            return "::boolean[]";
        case Base::instant:
            return "::timestamptz[]";
        case Base::date:
            return "::date[]";
        default:
            return "::text[]";
    }
}

bool is_literal(const Expression& e) {
    return !(shape_of(e) & (property_ref | function_ref)) && !e.as<Operation>();
}

}  // namespace

Sql Compiler::array_operand(const At& at) {
    const auto* array = at.e.as<Array>();
    if (!array) {
        Sql out = value(at);
        if (!out.type.array) throw invalid_filter(at.place(), type_name(out.type), "array");
        return out;
    }
    std::vector<Sql> items;
    bool literals = true;
    for (std::size_t i = 0; i < array->items.size(); ++i) {
        const At below = at.below(array->items[i], i);
        literals = literals && is_literal(array->items[i]);
        items.push_back(scalar(below));
        if (!comparable(items[0].type, items[i].type))
            throw invalid_filter(below.place(), type_name(items[i].type), type_name(items[0].type));
    }
    if (items.empty()) return {{Base::nothing, true}, "'{}'"};
    to_days(items);
    const Base base = items[0].type.base;
    std::string sql = "array[";
    for (std::size_t i = 0; i < items.size(); ++i) sql += (i ? ", " : "") + items[i].text;
    sql.append("]").append(sql_name(base));
    return {{base, true}, literals ? sql : "cql2.known(" + sql + ")"};
}

std::string Compiler::array(const At& at, const Operation& o) {
    const At second_at = at.below(o.args[1], 1);
    Sql first = array_operand(at.below(o.args[0], 0)), second = array_operand(second_at);
    const Base a = first.type.base, b = second.type.base;
    if (a != b && a != Base::nothing && b != Base::nothing)
        throw invalid_filter(second_at.place(), type_name(second.type), type_name(first.type));
    const std::string_view cast = sql_name(a == Base::nothing ? b : a);
    const std::string x = "(" + first.text + ")" + std::string(cast),
                      y = "(" + second.text + ")" + std::string(cast);
    switch (o.op) {
        case Op::a_contains:
            return "(" + x + " @> " + y + ")";
        case Op::a_contained_by:
            return "(" + x + " <@ " + y + ")";
        case Op::a_overlaps:
            return "(" + x + " && " + y + ")";
        default:
            return "(" + x + " @> " + y + " and " + x + " <@ " + y + ")";
    }
}

}  // namespace hatang::cql2
