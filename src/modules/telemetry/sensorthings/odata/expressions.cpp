// The grammar of $filter and $orderby: or, and, comparisons, in, sums, products, not and minus, values.
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"
#include "telemetry/sensorthings/odata/literals.hpp"
#include "telemetry/sensorthings/odata/reader.hpp"

namespace hatang::telemetry::odata {
namespace {

struct Word {
    std::string_view text;
    Op op;
};
// Loosest first.
constexpr std::array<std::array<Word, 6>, 5> levels{{
    {{{"or", Op::or_}}},
    {{{"and", Op::and_}}},
    {{{"eq", Op::eq}, {"ne", Op::ne}, {"lt", Op::lt}, {"le", Op::le}, {"gt", Op::gt}, {"ge", Op::ge}}},
    {{{"add", Op::add}, {"sub", Op::sub}}},
    {{{"mul", Op::mul}, {"div", Op::div}, {"mod", Op::mod}}},
}};
constexpr int comparison_level = 2;

bool is_comparison(Op op) { return op >= Op::eq && op <= Op::ge; }
bool is_time(Kind k) { return k == Kind::instant || k == Kind::time; }

// A JSON value takes the type of what stands beside it, where JSON has such values.
bool fits_json(Kind k) {
    return k == Kind::json || k == Kind::number || k == Kind::text || k == Kind::boolean;
}

bool comparable(Kind a, Kind b) {
    if (a == Kind::geometry || b == Kind::geometry) return false;
    if (a == b || (is_time(a) && is_time(b))) return true;
    if (a == Kind::json) return fits_json(b);
    return b == Kind::json && fits_json(a);
}

// The type of a sum, difference, product…; nothing where there is none.
std::optional<Kind> arithmetic_kind(Op op, Kind a, Kind b) {
    if (a == Kind::json) a = Kind::number;
    if (b == Kind::json) b = Kind::number;
    if (a == Kind::number && b == Kind::number) return Kind::number;
    if (op != Op::add && op != Op::sub) return {};
    if (is_time(a) && b == Kind::duration) return a;
    if (op == Op::add && a == Kind::duration && is_time(b)) return b;
    if (op == Op::sub && is_time(a) && is_time(b)) return Kind::duration;
    if (a == Kind::duration && b == Kind::duration) return Kind::duration;
    return {};
}

std::string unquoted(std::string_view raw) {
    std::string out;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        out += raw[i];
        if (raw[i] == '\'') ++i;
    }
    return out;
}

std::uint32_t place(const Token& t) { return static_cast<std::uint32_t>(t.offset); }

// What an instant must be and an interval may not: the length of time that something happens during.
bool is_instant(const Expression& e) { return e.as<Instant>() || (e.kind == Kind::instant && !e.as<Path>()); }

}  // namespace

void Reader::want(Expression& e, Kind kind, std::string_view expected) const {
    if (e.kind == kind || (kind == Kind::time && is_time(e.kind))) return;
    if (e.kind == Kind::json && fits_json(kind)) {
        e.kind = kind;
        return;
    }
    lexer_.wrong(e.offset, to_text(e.kind), expected);
}

Expression Reader::filter() {
    Expression e = value();
    want(e, Kind::boolean, to_text(Kind::boolean));
    return e;
}

Expression Reader::value() {
    const Level level(*this);
    return binary(0);
}

Expression Reader::binary(int level) {
    if (level == static_cast<int>(levels.size())) return unary();
    Expression left = binary(level + 1);
    while (lexer_.is(Token::Kind::name)) {
        const std::size_t offset = lexer_.now().offset;
        if (level == comparison_level && lexer_.take_word("in")) {
            left = in(std::move(left));
            continue;
        }
        const Word* found = nullptr;
        for (const Word& w : levels[static_cast<std::size_t>(level)])
            if (!w.text.empty() && lexer_.at_word(w.text)) found = &w;
        if (!found) break;
        lexer_.advance();
        left = combine(found->op, std::move(left), binary(level + 1), offset);
    }
    return left;
}

Expression Reader::combine(Op op, Expression left, Expression right, std::size_t offset) {
    node();
    const Kind a = left.kind, b = right.kind;
    const std::size_t at = right.offset;
    Expression out{Null{}, Kind::boolean, static_cast<std::uint32_t>(offset)};
    if (op == Op::or_ || op == Op::and_) {
        want(left, Kind::boolean, to_text(Kind::boolean));
        want(right, Kind::boolean, to_text(Kind::boolean));
    } else if (is_comparison(op)) {
        const bool with_null = a == Kind::null || b == Kind::null;
        if (with_null ? op != Op::eq && op != Op::ne : !comparable(a, b))
            lexer_.wrong(at, to_text(b), to_text(a));
        if (a == Kind::boolean && b == Kind::boolean && op != Op::eq && op != Op::ne)
            lexer_.wrong(offset, "lt, le, gt, ge", "eq, ne");
        // A JSON value beside a literal or a property of known type has that type.
        if (!with_null && a == Kind::json && b != Kind::json) left.kind = b;
        if (!with_null && b == Kind::json && a != Kind::json) right.kind = a;
    } else {
        const auto kind = arithmetic_kind(op, a, b);
        if (!kind) lexer_.wrong(at, to_text(b), to_text(a == Kind::text ? Kind::number : a));
        if (a == Kind::json) left.kind = Kind::number;
        if (b == Kind::json) right.kind = Kind::number;
        out.kind = *kind;
    }
    out.node = Operation{op, {std::move(left), std::move(right)}};
    return out;
}

Expression Reader::in(Expression tested) {
    node();
    const std::size_t offset = lexer_.now().offset;
    lexer_.expect_symbol('(');
    In out;
    const Kind kind = tested.kind;
    if (kind == Kind::geometry || kind == Kind::null || kind == Kind::boolean)
        lexer_.wrong(tested.offset, to_text(kind), "number, text, time");
    out.args.push_back(std::move(tested));
    do {
        if (out.args.size() > limits::items_max)
            lexer_.too_costly(lexer_.now().offset, "items", limits::items_max);
        Expression item = unary();
        if (!item.is_literal() || item.kind == Kind::null || !comparable(kind, item.kind))
            lexer_.wrong(item.offset, to_text(item.kind), to_text(kind));
        if (out.args.size() > 1 && item.kind != out.args[1].kind)
            lexer_.wrong(item.offset, to_text(item.kind), to_text(out.args[1].kind));
        out.args.push_back(std::move(item));
    } while (lexer_.take_symbol(','));
    lexer_.expect_symbol(')');
    if (kind == Kind::json) out.args[0].kind = out.args[1].kind;
    return {std::move(out), Kind::boolean, static_cast<std::uint32_t>(offset)};
}

Expression Reader::unary() {
    const std::size_t offset = lexer_.now().offset;
    // not, and an opening bracket right behind it or not: what follows is one condition.
    if (lexer_.at_word("not")) {
        node();
        lexer_.advance();
        const Level level(*this);
        Expression arg = binary(comparison_level);
        want(arg, Kind::boolean, to_text(Kind::boolean));
        return {Operation{Op::not_, {std::move(arg)}}, Kind::boolean, static_cast<std::uint32_t>(offset)};
    }
    if (lexer_.take_symbol('-')) {
        const Level level(*this);
        Expression arg = unary();
        if (arg.kind != Kind::duration) want(arg, Kind::number, to_text(Kind::number));
        if (const double* n = arg.as<double>())
            return {-*n, Kind::number, static_cast<std::uint32_t>(offset)};
        if (const std::int64_t* n = arg.as<std::int64_t>())
            return {-static_cast<double>(*n), Kind::number, static_cast<std::uint32_t>(offset)};
        if (const Duration* d = arg.as<Duration>())
            return {Duration{-d->us}, Kind::duration, static_cast<std::uint32_t>(offset)};
        node();
        const Kind kind = arg.kind;
        return {Operation{Op::negate, {std::move(arg)}}, kind, static_cast<std::uint32_t>(offset)};
    }
    return primary();
}

Expression Reader::primary() {
    if (lexer_.take_symbol('(')) {
        Expression inner = value();
        lexer_.expect_symbol(')');
        return inner;
    }
    return lexer_.is(Token::Kind::name) ? named() : literal();
}

Expression Reader::literal() {
    node();
    const Token t = lexer_.now();
    const auto made = [&](auto value, Kind kind) {
        lexer_.advance();
        return Expression{std::move(value), kind, place(t)};
    };
    const auto checked = [&](auto value, Kind kind, std::string_view form) {
        if (!value) lexer_.wrong(t.offset, t.text, form);
        return made(*std::move(value), kind);
    };
    switch (t.kind) {
        case Token::Kind::text:
            return made(to_nfc(unquoted(t.text)), Kind::text);  // as the register spells it
        case Token::Kind::number: {
            constexpr std::int64_t exact_max = std::int64_t{1} << 53;
            const char* const last = t.text.data() + t.text.size();
            std::int64_t whole = 0;
            const auto integer = std::from_chars(t.text.data(), last, whole);
            if (integer.ec == std::errc() && integer.ptr == last && whole > exact_max)
                return made(whole, Kind::number);
            double n = 0;
            const auto [end, error] = std::from_chars(t.text.data(), t.text.data() + t.text.size(), n);
            if (error != std::errc() || end != t.text.data() + t.text.size() || !std::isfinite(n))
                lexer_.wrong(t.offset, t.text, to_text(Kind::number));
            return made(n, Kind::number);
        }
        case Token::Kind::moment:
            if (t.text.find('/') != t.text.npos)
                return checked(read_interval(t.text), Kind::time, "start/end, start ≤ end");
            return checked(read_moment(t.text), Kind::instant, "2026-11-29T07:30:00Z");
        case Token::Kind::date:
            return checked(read_date(t.text), Kind::date, "2026-11-29");
        case Token::Kind::time:
            return checked(read_time_of_day(t.text), Kind::time_of_day, "07:30:00");
        case Token::Kind::duration:
            return checked(read_duration(t.text), Kind::duration, "duration'P1DT2H3M4.5S', ≤ 36600 days");
        case Token::Kind::geometry: {
            auto read = read_wkt(t.text, budget_.vertices);
            if (budget_.vertices > limits::vertices_max)
                lexer_.too_costly(t.offset, "vertices", limits::vertices_max);
            return checked(std::move(read), Kind::geometry, "POINT (x y), LINESTRING (…), POLYGON ((…)), …");
        }
        default:
            lexer_.unexpected("value");
    }
}

// true, false, null, a function, or a path that may end in any(…) or all(…).
Expression Reader::named() {
    const Token first = lexer_.now();
    if (lexer_.followed_by('(')) return call(first);
    lexer_.advance();
    if (!lexer_.at_symbol('/')) {
        if (first.text == "true" || first.text == "false" || first.text == "null") {
            node();
            if (first.text == "null") return {Null{}, Kind::null, place(first)};
            return {first.text == "true", Kind::boolean, place(first)};
        }
    }
    node();
    Path path;
    Token token = first;
    for (std::size_t i = scopes_.size(); i-- > 1;)
        if (scopes_[i].name == first.text) path.variable = static_cast<int>(i);
    Set set = scopes_[static_cast<std::size_t>(path.variable)].set;
    const auto next_part = [&] {
        if (path.steps.size() + path.members.size() >= limits::path_parts_max)
            lexer_.too_costly(token.offset, "path", limits::path_parts_max);
        if (!lexer_.is(Token::Kind::name)) lexer_.unexpected("name");
        token = lexer_.now();
    };
    if (path.variable > 0 || first.text == "$it") {
        if (!lexer_.take_symbol('/')) lexer_.unexpected("/");
        next_part();
        lexer_.advance();
    }
    while (true) {
        const EntityType& type = entity(set);
        if (const Navigation* link = type.navigation(token.text)) {
            if (++budget_.links > limits::links_max)
                lexer_.too_costly(token.offset, "links", limits::links_max);
            path.steps.push_back(link);
            set = link->target;
            if (!lexer_.take_symbol('/')) lexer_.unexpected("/");
            next_part();
            const bool quantified = lexer_.followed_by('(');
            lexer_.advance();
            if (quantified) return lambda(token, path.variable, std::move(path.steps));
            continue;
        }
        path.property = type.property(token.text);
        if (!path.property) {
            std::string known = "id";
            for (const Property& p : type.properties) known.append(", ").append(p.name);
            for (const Navigation& n : type.navigations) known.append(", ").append(n.name);
            lexer_.wrong(token.offset, token.text, known);
        }
        break;
    }
    while (lexer_.at_symbol('/')) {
        if (!path.property->open) lexer_.unexpected("operator");
        lexer_.advance();
        next_part();
        if (token.text.size() > limits::name_max) lexer_.too_costly(token.offset, "name", limits::name_max);
        path.members.emplace_back(token.text);
        lexer_.advance();
    }
    const Kind kind = path.property->kind;
    return {std::move(path), kind, place(first)};
}

Expression Reader::lambda(const Token& word, int variable, std::vector<const Navigation*> steps) {
    node();
    Lambda out;
    out.all = word.text == "all";
    if (!out.all && word.text != "any") lexer_.wrong(word.offset, word.text, "any, all");
    if (!steps.back()->many) lexer_.wrong(word.offset, word.text, "name");
    out.from_variable = variable;
    const Set set = steps.back()->target;
    out.steps = std::move(steps);
    lexer_.expect_symbol('(');
    if (!out.all && lexer_.take_symbol(')')) return {std::move(out), Kind::boolean, place(word)};
    const Level level(*this);
    if (!lexer_.is(Token::Kind::name)) lexer_.unexpected("name");
    const Token name = lexer_.now();
    for (const Scope& s : scopes_)
        if (s.name == name.text) lexer_.wrong(name.offset, name.text, "name");
    lexer_.advance();
    lexer_.expect_symbol(':');
    out.variable = static_cast<int>(scopes_.size());
    scopes_.push_back({std::string(name.text), set});
    out.body.push_back(filter());
    scopes_.pop_back();
    lexer_.expect_symbol(')');
    return {std::move(out), Kind::boolean, place(word)};
}

Expression Reader::call(const Token& word) {
    node();
    const FunctionInfo* f = find_function(word.text);
    if (!f) {
        std::string known;
        for (const FunctionInfo& other : functions())
            known.append(known.empty() ? "" : ", ").append(other.name);
        lexer_.wrong(word.offset, word.text, known);
    }
    lexer_.advance();
    lexer_.expect_symbol('(');
    Call out{f, {}};
    if (!lexer_.at_symbol(')')) do {
            Expression arg = value();
            if (out.args.size() == f->most)
                lexer_.wrong(arg.offset, std::to_string(out.args.size() + 1),
                             std::to_string(f->most) + " arguments");
            want(arg, f->args[out.args.size()], to_text(f->args[out.args.size()]));
            out.args.push_back(std::move(arg));
        } while (lexer_.take_symbol(','));
    if (out.args.size() < f->least)
        lexer_.wrong(lexer_.now().offset, std::to_string(out.args.size()),
                     std::to_string(f->least) + " arguments");
    lexer_.expect_symbol(')');
    if (f->fn == Fn::during && is_instant(out.args[1]))
        lexer_.wrong(out.args[1].offset, to_text(Kind::instant), "interval");
    // A pattern is put into the statement's own words, so it has to be one.
    if (f->fn == Fn::st_relate) {
        const auto* pattern = out.args[2].as<std::string>();
        if (!pattern || pattern->size() != 9 || pattern->find_first_not_of("TF*012") != pattern->npos)
            lexer_.wrong(out.args[2].offset, pattern ? *pattern : "", "'T********'");
    }
    return {std::move(out), f->returns, place(word)};
}

}  // namespace hatang::telemetry::odata
