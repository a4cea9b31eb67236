// The text encoding: a reader by precedence over the grammar of annex B.
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "cql2/cql2.hpp"
#include "cql2/lexer.hpp"
#include "cql2/reading.hpp"

namespace hatang::cql2 {
namespace {

using TokenKind = Token::Kind;

// How tightly the operators bind.
enum Level {
    or_level = 1,
    and_level,
    not_level,
    compare_level,
    sum_level,
    product_level,
    power_level,
    operand_level
};

// Brackets and right sides that are open at once; a tree of depth_max needs fewer.
constexpr int recursion_max = 4 * limits::depth_max;

std::optional<Op> infix_at(const Token& token, Level level) {
    struct Infix {
        std::string_view text;
        Op op;
        Level level;
    };
    constexpr Infix table[] = {{"=", Op::equal, compare_level},
                               {"<>", Op::not_equal, compare_level},
                               {"<", Op::less, compare_level},
                               {">", Op::greater, compare_level},
                               {"<=", Op::less_equal, compare_level},
                               {">=", Op::greater_equal, compare_level},
                               {"+", Op::add, sum_level},
                               {"-", Op::subtract, sum_level},
                               {"*", Op::multiply, product_level},
                               {"/", Op::divide, product_level},
                               {"%", Op::modulo, product_level},
                               {"div", Op::div, product_level},
                               {"^", Op::power, power_level}};
    if (token.kind != TokenKind::symbol && token.kind != TokenKind::name) return {};
    for (const Infix& i : table)
        if (i.level == level && same_word(i.text, token.text)) return i.op;
    return {};
}

std::optional<geo::Type> geometry_type_of_word(std::string_view word) {
    constexpr geo::Type types[] = {geo::Type::point,
                                   geo::Type::multi_point,
                                   geo::Type::line_string,
                                   geo::Type::multi_line_string,
                                   geo::Type::polygon,
                                   geo::Type::multi_polygon,
                                   geo::Type::geometry_collection};
    for (const geo::Type type : types)
        if (same_word(geo::to_text(type), word)) return type;
    return {};
}

class TextReader {
  public:
    explicit TextReader(std::string_view text) : in_(text) {}

    Expression filter() {
        Expression e = expression(or_level);
        if (!in_.is(TokenKind::end)) in_.unexpected("AND, OR, …");
        if (!(shape_of(e) & filter_shapes))
            throw invalid_filter(Place::character(e.offset), shape_names(shape_of(e)),
                                 shape_names(filter_shapes));
        return e;
    }

  private:
    struct Deeper {
        explicit Deeper(TextReader& r) : reader(r) {
            if (++reader.recursion_ > recursion_max)
                throw too_costly(Place::character(reader.in_.now().offset), "depth", limits::depth_max);
        }
        ~Deeper() { --reader.recursion_; }
        TextReader& reader;
    };

    Expression make(Expression::Node node, std::size_t offset) {
        budget_.node([&] { return Place::character(offset); });
        return {std::move(node), static_cast<std::uint32_t>(offset)};
    }
    Expression operation(Op op, std::vector<Expression> args, std::size_t offset) {
        if (const auto wrong = misplaced(op, args))
            throw invalid_filter(Place::character(wrong->index ? args[*wrong->index].offset : offset),
                                 wrong->index ? shape_names(shape_of(args[*wrong->index])) : info(op).text,
                                 wrong->expected);
        return make(Operation{op, std::move(args)}, offset);
    }
    template <class... Args>
    Expression operation_of(Op op, std::size_t offset, Args... args) {
        std::vector<Expression> list;
        list.reserve(sizeof...(args));
        (list.push_back(std::move(args)), ...);
        return operation(op, std::move(list), offset);
    }
    Expression negated(bool really, Expression e) {
        const std::size_t offset = e.offset;
        return really ? operation_of(Op::not_, offset, std::move(e)) : std::move(e);
    }
    void expect(std::string_view symbol) {
        if (!in_.take_symbol(symbol)) in_.unexpected(symbol);
    }

    Expression expression(Level level) {
        const Deeper deeper(*this);
        return infix(prefix(level), level);
    }

    // What comes before any infix operator.
    Expression prefix(Level level) {
        const std::size_t offset = in_.now().offset;
        if (level <= not_level && in_.take_word("NOT"))
            return operation_of(Op::not_, offset, expression(not_level));
        if (in_.take_symbol("(")) {
            Expression inner = expression(or_level);
            expect(")");
            return inner;
        }
        return operand();
    }

    // Takes the operators behind `left` that bind at least as tightly as `level`.
    Expression infix(Expression left, Level level) {
        left = binary(std::move(left), level, power_level);
        left = binary(std::move(left), level, product_level);
        left = binary(std::move(left), level, sum_level);
        if (level <= compare_level) left = comparison(std::move(left));
        left = connected(std::move(left), level, and_level, "AND", Op::and_);
        return connected(std::move(left), level, or_level, "OR", Op::or_);
    }

    Expression binary(Expression left, Level level, Level own) {
        if (level > own) return left;
        while (const auto op = infix_at(in_.now(), own)) {
            const std::size_t offset = in_.now().offset;
            in_.advance();
            Expression right = expression(static_cast<Level>(own + 1));
            left = operation_of(*op, offset, std::move(left), std::move(right));
            if (own == power_level) break;  // a ^ b ^ c needs brackets
        }
        return left;
    }

    Expression connected(Expression left, Level level, Level own, std::string_view word, Op op) {
        if (level > own || !in_.at_word(word)) return left;
        const std::size_t offset = in_.now().offset;
        std::vector<Expression> args;
        args.push_back(std::move(left));
        while (in_.take_word(word)) args.push_back(expression(static_cast<Level>(own + 1)));
        return operation(op, std::move(args), offset);
    }

    Expression comparison(Expression left) {
        const std::size_t offset = in_.now().offset;
        if (const auto op = infix_at(in_.now(), compare_level)) {
            in_.advance();
            Expression right = expression(sum_level);
            return operation_of(*op, offset, std::move(left), std::move(right));
        }
        if (in_.take_word("IS")) {
            const bool no = in_.take_word("NOT");
            if (!in_.take_word("NULL")) in_.unexpected("NULL");
            return negated(no, operation_of(Op::is_null, offset, std::move(left)));
        }
        const bool no = in_.take_word("NOT");
        if (in_.take_word("LIKE")) {
            Expression pattern = expression(operand_level);
            return negated(no, operation_of(Op::like, offset, std::move(left), std::move(pattern)));
        }
        if (in_.take_word("BETWEEN")) {
            Expression low = expression(sum_level);
            if (!in_.take_word("AND")) in_.unexpected("AND");
            Expression high = expression(sum_level);
            return negated(
                no, operation_of(Op::between, offset, std::move(left), std::move(low), std::move(high)));
        }
        if (in_.take_word("IN")) {
            const std::size_t list_offset = in_.now().offset;
            expect("(");
            Array list{items([&] { return expression(sum_level); })};
            Expression right = make(std::move(list), list_offset);
            return negated(no, operation_of(Op::in, offset, std::move(left), std::move(right)));
        }
        if (no) in_.unexpected("LIKE, BETWEEN, IN");
        return left;
    }

    // The rest of a list behind its opening bracket; may be empty.
    template <class ReadItem>
    std::vector<Expression> items(ReadItem read) {
        std::vector<Expression> out;
        if (in_.take_symbol(")")) return out;
        do {
            if (out.size() == limits::items_max)
                throw too_costly(Place::character(in_.now().offset), "items", limits::items_max);
            out.push_back(read());
        } while (in_.take_symbol(","));
        expect(")");
        return out;
    }

    // An argument of a function or element of an array. Brackets around all of it make an array; brackets
    // before an operator only group.
    Expression argument() {
        const Deeper deeper(*this);
        const std::size_t offset = in_.now().offset;
        if (!in_.take_symbol("(")) return expression(or_level);
        std::vector<Expression> list = items([&] { return argument(); });
        if (list.size() != 1 || in_.at_symbol(",") || in_.at_symbol(")"))
            return make(Array{std::move(list)}, offset);
        Expression inner = std::move(list[0]);
        while (auto* array = std::get_if<Array>(&inner.node)) {
            if (array->items.size() != 1) in_.unexpected(", )");
            Expression only = std::move(array->items[0]);
            inner = std::move(only);
        }
        return infix(std::move(inner), or_level);
    }

    Expression operand() {
        const Token token = in_.now();
        switch (token.kind) {
            case TokenKind::number:
                return number("");
            case TokenKind::text: {
                std::string value = text_value();
                return make(std::move(value), token.offset);
            }
            case TokenKind::quoted_name:
                return property();
            case TokenKind::name:
                return word();
            case TokenKind::symbol:
                if (in_.take_symbol("-")) return negative(token.offset);
                if (in_.take_symbol("+") && in_.is(TokenKind::number)) return number("");
                break;
            case TokenKind::end:
                break;
        }
        in_.unexpected("property, 'text', number, function, (");
    }

    Expression negative(std::size_t offset) {
        if (in_.is(TokenKind::number)) return number("-");
        Expression minus_one = make(std::int64_t{-1}, offset);
        Expression inner = expression(operand_level);
        return operation_of(Op::multiply, offset, std::move(minus_one), std::move(inner));
    }

    Expression number(std::string_view sign) {
        const std::size_t offset = in_.now().offset;
        const std::string text = std::string(sign) + std::string(in_.now().text);
        if (text.find_first_of(".eE") == text.npos) {
            std::int64_t n = 0;
            if (std::from_chars(text.data(), text.data() + text.size(), n).ec == std::errc()) {
                in_.advance();
                return make(n, offset);
            }
        }
        return make(real(text), offset);
    }
    // Takes the number token; `text` is it with its sign.
    double real(const std::string& text) {
        double d = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
        if (error != std::errc() || !std::isfinite(d)) in_.unexpected("-1.8E308…1.8E308");
        in_.advance();
        return d;
    }
    double signed_number() {
        const std::string sign = in_.take_symbol("-") ? "-" : (in_.take_symbol("+"), "");
        if (!in_.is(TokenKind::number)) in_.unexpected("number");
        return real(sign + std::string(in_.now().text));
    }

    // Takes the text token.
    std::string text_value() {
        std::string value = in_.value();
        if (value.find('\0') != value.npos) in_.unexpected("text without the character 0");
        in_.advance();
        return value;
    }

    Expression property() {
        const Token token = in_.now();
        if (!good_property_name(token.text))
            in_.unexpected("a name of 1…" + std::to_string(limits::name_max) + " bytes");
        in_.advance();
        return make(Property{std::string(token.text)}, token.offset);
    }

    // A bare word: a value, something called, a geometry or a property.
    Expression word() {
        const Token token = in_.now();
        if (in_.take_word("TRUE")) return make(true, token.offset);
        if (in_.take_word("FALSE")) return make(false, token.offset);
        for (const std::string_view reserved :
             {"AND", "OR", "NOT", "IS", "NULL", "LIKE", "IN", "BETWEEN", "DIV"})
            if (in_.at_word(reserved)) in_.unexpected("property, 'text', number, function, (");
        if (const auto type = geometry_type_of_word(token.text); type && geometry_follows()) {
            budget_.node([&] { return Place::character(token.offset); });
            return {geometry(0), static_cast<std::uint32_t>(token.offset)};
        }
        return in_.bracket_follows() ? call() : property();
    }
    bool geometry_follows() const {
        if (in_.bracket_follows()) return true;
        Lexer ahead = in_;
        ahead.advance();
        return ahead.at_word("Z") && ahead.bracket_follows();
    }

    Expression call() {
        const Token name = in_.now();
        in_.advance();
        expect("(");
        if (same_word(name.text, "DATE")) return literal(name, read_date, date_form);
        if (same_word(name.text, "TIMESTAMP")) return literal(name, read_timestamp, timestamp_form);
        if (same_word(name.text, "INTERVAL")) return interval(name.offset);
        if (same_word(name.text, "BBOX")) return bbox(name.offset);
        if (const auto op = op_from_call(name.text)) {
            std::vector<Expression> args = items([&] { return argument(); });
            return operation(*op, std::move(args), name.offset);
        }
        if (!good_function_name(name.text))
            throw invalid_filter(Place::character(name.offset), name.text, "function");
        std::vector<Expression> args = items([&] { return argument(); });
        return make(Function{std::string(name.text), std::move(args)}, name.offset);
    }

    template <class Read>
    Expression literal(const Token& name, Read read, std::string_view form) {
        if (!in_.is(TokenKind::text)) in_.unexpected("'" + std::string(form) + "'");
        const auto value = read(in_.now().text);
        if (!value) in_.unexpected("'" + std::string(form) + "'");
        in_.advance();
        expect(")");
        return make(*value, name.offset);
    }

    Expression interval(std::size_t offset) {
        Interval out;
        out.ends.push_back(interval_end());
        expect(",");
        out.ends.push_back(interval_end());
        expect(")");
        return make(std::move(out), offset);
    }
    Expression interval_end() {
        const std::size_t offset = in_.now().offset;
        if (in_.is(TokenKind::text)) {
            auto bound = read_bound(in_.now().text);
            if (!bound) in_.unexpected(bound_form);
            in_.advance();
            return make(std::move(*bound), offset);
        }
        Expression end = expression(operand_level);
        if (!(shape_of(end) & interval_end_shapes))
            throw invalid_filter(Place::character(offset), shape_names(shape_of(end)), bound_form);
        return end;
    }

    Expression bbox(std::size_t offset) {
        Bbox box;
        do box.bounds.push_back(signed_number());
        while (box.bounds.size() < 6 && in_.take_symbol(","));
        expect(")");
        if (box.bounds.size() != 4 && box.bounds.size() != 6)
            throw invalid_filter(Place::character(offset), std::to_string(box.bounds.size()), "4, 6");
        return make(std::move(box), offset);
    }

    Geometry geometry(int depth) {
        const std::size_t offset = in_.now().offset;
        const auto type = in_.is(TokenKind::name) ? geometry_type_of_word(in_.now().text) : std::nullopt;
        if (!type) in_.unexpected("POINT, LINESTRING, POLYGON, …");
        in_.advance();
        const bool has_z = in_.take_word("Z");
        Geometry g = shape(*type, has_z, depth);
        if (const char* problem = problem_of(g))
            throw invalid_filter(Place::character(offset), geo::to_text(g.type), problem);
        return g;
    }

    // Behind the tag: the brackets of this type.
    Geometry shape(geo::Type type, bool has_z, int depth) {
        using geo::Type;
        Geometry g{type, {}, {}};
        const auto each = [&](auto read) {
            expect("(");
            do read();
            while (in_.take_symbol(","));
            expect(")");
        };
        const auto parts = [&](Type part) { each([&] { g.parts.push_back(shape(part, has_z, depth)); }); };
        switch (type) {
            case Type::point:
            case Type::line_string:
                each([&] { g.positions.push_back(position(has_z)); });
                break;
            case Type::polygon:
            case Type::multi_line_string:
                parts(Type::line_string);
                break;
            case Type::multi_point:
                parts(Type::point);
                break;
            case Type::multi_polygon:
                parts(Type::polygon);
                break;
            case Type::geometry_collection:
                if (depth == geo::collection_depth_max)
                    throw too_costly(Place::character(in_.now().offset), "collections",
                                     geo::collection_depth_max);
                each([&] { g.parts.push_back(geometry(depth + 1)); });
                break;
        }
        return g;
    }

    Position position(bool has_z) {
        budget_.vertex([&] { return Place::character(in_.now().offset); });
        Position p;
        p.x = signed_number();
        p.y = signed_number();
        if (has_z || (!in_.at_symbol(",") && !in_.at_symbol(")"))) p.z = signed_number();
        return p;
    }

    Lexer in_;
    Budget budget_;
    int recursion_ = 0;
};

}  // namespace

Expression parse_text(std::string_view text) {
    if (text.size() > limits::bytes_max) throw too_costly(Place::character(0), "bytes", limits::bytes_max);
    if (!is_utf8(text)) throw Error(Code::invalid_utf8, "filter");
    Expression e = TextReader(text).filter();
    if (depth_of(e) > limits::depth_max)
        throw too_costly(Place::character(e.offset), "depth", limits::depth_max);
    return e;
}

}  // namespace hatang::cql2
