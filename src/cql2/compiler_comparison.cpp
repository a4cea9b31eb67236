// Comparisons: =, <>, <, >, <=, >=, LIKE, BETWEEN, IN, IS NULL.
#include "base/text.hpp"
#include "cql2/compiler.hpp"
#include "cql2/limits.hpp"
#include "cql2/reading.hpp"

namespace hatang::cql2 {
namespace {

// What stands inside of CASEI and ACCENTI, in any order; nullptr unless both are there.
const Expression* inside_both(const Expression& e) {
    bool case_gone = false, accents_gone = false;
    const Expression* inner = &e;
    while (const auto* o = inner->as<Operation>()) {
        if (o->op == Op::casei)
            case_gone = true;
        else if (o->op == Op::accenti)
            accents_gone = true;
        else
            return nullptr;
        inner = &o->args[0];
    }
    return case_gone && accents_gone ? inner : nullptr;
}

const std::string& literal_of(const Expression& pattern) {
    const Expression* inner = &pattern;
    while (const auto* o = inner->as<Operation>()) inner = &o->args[0];
    return *inner->as<std::string>();
}

// The pattern "%run%run%" of what fold() makes of the text between wildcards. Empty when fold() and
// cql2.casei might differ on it: they do on ß, which one of them writes ss, and beyond ASCII nobody has
// compared them.
std::string folded_pattern(std::string_view text, bool is_pattern) {
    std::string out = "%", run;
    const auto close = [&] {
        const std::string folded = fold(run);
        run.clear();
        if (folded.empty()) return true;
        for (const char c : folded) {
            if (static_cast<unsigned char>(c) >= 0x80) return false;
            if (c == '%' || c == '_' || c == '\\') out += '\\';
            out += c;
        }
        out += '%';
        return folded.find("ss") == folded.npos;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_pattern && text[i] == '\\' && i + 1 < text.size()) {
            run += text[++i];
        } else if (is_pattern && (text[i] == '%' || text[i] == '_')) {
            if (!close()) return {};
        } else {
            run += text[i];
        }
    }
    if (!close()) return {};
    return out.size() > 1 ? out : std::string();
}

void require_comparable(const At& at, const Sql& first, const Sql& other) {
    if (!comparable(first.type, other.type))
        throw invalid_filter(at.place(), type_name(other.type), type_name(first.type));
}

}  // namespace

std::string Compiler::indexed(const Expression& value, const Expression& pattern, bool is_pattern) {
    const Expression *inner = inside_both(value), *text = inside_both(pattern);
    const auto* property = inner ? inner->as<Property>() : nullptr;
    const auto* literal = text ? text->as<std::string>() : nullptr;
    const Queryable* q = property && literal ? queryables_.find(property->name) : nullptr;
    if (!q || q->folded_sql.empty()) return {};
    const std::string folded = folded_pattern(*literal, is_pattern);
    if (folded.empty()) return {};
    return q->folded_sql + " like " + parameter(folded, "::text") + " and ";
}

std::string Compiler::comparison(const At& at, const Operation& o) {
    switch (o.op) {
        case Op::like:
            return like(at, o);
        case Op::in:
            return in(at, o);
        case Op::is_null:
            return is_null(at, o);
        case Op::between: {
            const std::string tested = operand(at, 0, Base::number), low = operand(at, 1, Base::number);
            return "(" + tested + " between " + low + " and " + operand(at, 2, Base::number) + ")";
        }
        default:
            break;
    }
    std::vector<Sql> sides;
    for (std::size_t i = 0; i < 2; ++i) sides.push_back(scalar(at.below(o.args[i], i)));
    require_comparable(at.below(o.args[1], 1), sides[0], sides[1]);
    to_days(sides);
    std::string index;
    if (o.op == Op::equal) index = indexed(o.args[0], o.args[1], false);
    if (o.op == Op::equal && index.empty()) index = indexed(o.args[1], o.args[0], false);
    return "(" + index + sides[0].text + " " + std::string(info(o.op).text) + " " + sides[1].text + ")";
}

std::string Compiler::like(const At& at, const Operation& o) {
    const std::string& pattern = literal_of(o.args[1]);
    const At pattern_at = at.below(o.args[1], 1);
    if (code_points(pattern) > limits::pattern_max)
        throw too_costly(pattern_at.place(), "characters", limits::pattern_max);
    std::size_t wildcards = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        wildcards += pattern[i] == '%';
        if (pattern[i] == '\\' && ++i == pattern.size())
            throw invalid_filter(pattern_at.place(), "\\", "\\\\, \\%, \\_");
    }
    if (wildcards > limits::wildcards_max) throw too_costly(pattern_at.place(), "%", limits::wildcards_max);
    const std::string tested = operand(at, 0, Base::text), wanted = operand(at, 1, Base::text);
    return "(" + indexed(o.args[0], o.args[1], true) + tested + " like " + wanted + ")";
}

std::string Compiler::in(const At& at, const Operation& o) {
    const At list_at = at.below(o.args[1], 1);
    const auto& items = o.args[1].as<Array>()->items;
    const Sql tested = scalar(at.below(o.args[0], 0));

    // A list of literals of one type travels as one parameter.
    const auto all = [&]<class T>(std::type_identity<std::vector<T>>) {
        std::vector<T> out;
        for (const Expression& item : items)
            if (const T* literal = item.as<T>()) out.push_back(*literal);
        return out.size() == items.size() ? std::optional(std::move(out)) : std::nullopt;
    };
    const auto any_of = [&](const auto& list) {
        return "(" + tested.text + " = any(" + parameter(list) + "))";
    };
    if (tested.type == SqlType{Base::text})
        if (const auto list = all(std::type_identity<std::vector<std::string>>{})) return any_of(*list);
    if (tested.type == SqlType{Base::number}) {
        if (const auto list = all(std::type_identity<std::vector<std::int64_t>>{})) return any_of(*list);
        if (const auto list = all(std::type_identity<std::vector<double>>{})) return any_of(*list);
    }

    // Item by item where types differ: a date asks for the day, a timestamp for the moment.
    bool one_type = true;
    std::string list, any;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const At item_at = list_at.below(items[i], i);
        std::vector<Sql> pair{tested, scalar(item_at)};
        require_comparable(item_at, pair[0], pair[1]);
        one_type = one_type && pair[1].type == tested.type;
        list += (i ? ", " : "") + pair[1].text;
        to_days(pair);
        any += (i ? " or " : "") + pair[0].text + " = " + pair[1].text;
    }
    return one_type ? "(" + tested.text + " in (" + list + "))" : "(" + any + ")";
}

std::string Compiler::is_null(const At& at, const Operation& o) {
    const At below = at.below(o.args[0], 0);
    if (!o.args[0].as<Interval>()) return "(" + value(below).text + " is null)";
    const Span s = span(below);
    return "(" + s.start + " is null or " + s.end + " is null)";
}

}  // namespace hatang::cql2
