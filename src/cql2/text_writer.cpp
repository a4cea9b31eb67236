#include "cql2/cql2.hpp"
#include "cql2/operators.hpp"
#include "cql2/writing.hpp"

namespace hatang::cql2 {
namespace {

class TextWriter {
  public:
    std::string out;

    void expression(const Expression& e) {
        std::visit([&](const auto& node) { write(node); }, e.node);
    }

  private:
    void write(bool b) { out += b ? "TRUE" : "FALSE"; }
    void write(std::int64_t n) { out += number_text(n); }
    void write(double d) { out += number_text(d); }
    void write(const std::string& text) {
        constexpr std::string_view special = "\a\b\t\n\v\f\r\\", letters = "abtnvfr\\";
        out += '\'';
        for (const char c : text) {
            const std::size_t at = special.find(c);
            if (at != special.npos)
                out.append({'\\', letters[at]});
            else if (c == '\'')
                out += "''";
            else
                out += c;
        }
        out += '\'';
    }
    void write(Date d) { out += "DATE('" + date_text(d) + "')"; }
    void write(Instant at) { out += "TIMESTAMP('" + to_rfc3339(at) + "')"; }
    void write(Open) { out += "'..'"; }
    void write(const Interval& i) {
        out += "INTERVAL(";
        for (const Expression& end : i.ends) {
            if (&end != &i.ends.front()) out += ", ";
            if (end.as<Property>() || end.as<Function>())
                expression(end);
            else
                out += "'" + bound_text(end) + "'";
        }
        out += ')';
    }
    void write(const Bbox& box) {
        out += "BBOX(";
        for (std::size_t i = 0; i < box.bounds.size(); ++i)
            out += (i ? ", " : "") + number_text(box.bounds[i]);
        out += ')';
    }
    void write(const Geometry& g) { out += wkt(g); }
    void write(const Array& a) { list(a.items); }
    void write(const Property& p) {
        if (is_identifier(p.name) && !is_keyword(p.name))
            out += p.name;
        else
            out += '"' + p.name + '"';
    }
    void write(const Function& f) {
        out += f.name;
        list(f.args);
    }
    void write(const Operation& o) {
        const OperatorInfo& i = info(o.op);
        const auto& args = o.args;
        switch (o.op) {
            case Op::and_:
            case Op::or_:
                for (const Expression& arg : args) {
                    if (&arg != &args.front()) out.append(" ").append(i.text).append(" ");
                    bracketed(arg, is(arg, Op::or_) || (o.op == Op::and_ && is(arg, Op::and_)));
                }
                return;
            case Op::not_:
                out += "NOT ";
                bracketed(args[0], is(args[0], Op::and_) || is(args[0], Op::or_) || is(args[0], Op::not_));
                return;
            case Op::is_null:
                bracketed(args[0], is_predicate(args[0]));
                out += " IS NULL";
                return;
            case Op::between:
                expression(args[0]);
                out += " BETWEEN ";
                expression(args[1]);
                out += " AND ";
                expression(args[2]);
                return;
            default:
                break;
        }
        if (i.group == Group::comparison || i.group == Group::arithmetic) {
            const bool nested = i.group == Group::arithmetic;
            bracketed(args[0], nested && is_arithmetic(args[0]));
            out.append(" ").append(i.text).append(" ");
            bracketed(args[1], nested && is_arithmetic(args[1]));
        } else {
            out += i.text;
            list(args);
        }
    }

    void list(const std::vector<Expression>& items) {
        out += '(';
        for (const Expression& item : items) {
            if (&item != &items.front()) out += ", ";
            expression(item);
        }
        out += ')';
    }
    void bracketed(const Expression& e, bool really) {
        if (really) out += '(';
        expression(e);
        if (really) out += ')';
    }

    static bool is_arithmetic(const Expression& e) {
        const auto* o = e.as<Operation>();
        return o && info(o->op).group == Group::arithmetic;
    }
    static bool is(const Expression& e, Op op) {
        const auto* o = e.as<Operation>();
        return o && o->op == op;
    }
    // Written with words or signs between its parts.
    static bool is_predicate(const Expression& e) {
        const auto* o = e.as<Operation>();
        return o && (info(o->op).group == Group::logical || info(o->op).group == Group::comparison);
    }
};

}  // namespace

std::string to_text(const Expression& e) {
    TextWriter w;
    w.expression(e);
    return std::move(w.out);
}

}  // namespace hatang::cql2
