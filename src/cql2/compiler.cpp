#include "cql2/compiler.hpp"

#include <algorithm>

#include "base/embedded.hpp"
#include "cql2/reading.hpp"
#include "cql2/writing.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_cql2();
}

namespace hatang::cql2 {
namespace {

SqlType sql_type(Type type) {
    switch (type) {
        case Type::text:
            return {Base::text};
        case Type::integer:
        case Type::number:
            return {Base::number};
        case Type::boolean:
            return {Base::boolean};
        case Type::instant:
            return {Base::instant};
        case Type::date:
            return {Base::date};
        case Type::geometry:
            return {Base::geometry};
        case Type::text_array:
            return {Base::text, true};
        case Type::integer_array:
        case Type::number_array:
            return {Base::number, true};
    }
    return {};
}

std::uint8_t function_types(SqlType type) {
    if (type.array) return 0;
    switch (type.base) {
        case Base::text:
            return string;
        case Base::number:
            return number | integer;
        case Base::boolean:
            return boolean;
        case Base::instant:
        case Base::date:
            return datetime;
        case Base::geometry:
            return geometry;
        default:
            return 0;
    }
}

SqlType result_type(FunctionType type) {
    switch (type) {
        case string:
            return {Base::text};
        case boolean:
            return {Base::boolean};
        case datetime:
            return {Base::instant};
        case geometry:
            return {Base::geometry};
        default:
            return {Base::number};
    }
}

std::string_view function_of(Op op) {
    switch (op) {
        case Op::add:
            return "cql2.add(";
        case Op::subtract:
            return "cql2.subtract(";
        case Op::multiply:
            return "cql2.multiply(";
        case Op::divide:
            return "cql2.divide(";
        case Op::modulo:
            return "cql2.remainder(";
        case Op::div:
            return "cql2.quotient(";
        case Op::power:
            return "cql2.power(";
        case Op::casei:
            return "cql2.casei(";
        default:
            return "cql2.accenti(";
    }
}

std::string filled(std::string_view sql, const std::vector<std::string>& args) {
    std::string out;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql[i] != '$') {
            out += sql[i];
            continue;
        }
        out += args.at(static_cast<std::size_t>(sql[++i] - '1'));
    }
    return out;
}

}  // namespace

std::string At::pointer() const {
    if (!parent) return {};
    const Expression& above = parent->e;
    const std::string_view member = above.as<Interval>() ? "interval" : above.as<Array>() ? "" : "args";
    const std::string base = parent->pointer();
    return json::pointer(member.empty() ? base : json::pointer(base, member), index);
}

Place At::place() const {
    return e.offset == Expression::nowhere ? Place::pointer(pointer()) : Place::character(e.offset);
}

std::string type_name(SqlType type) {
    constexpr std::string_view names[] = {"text", "number",   "boolean",  "timestamp",
                                          "date", "interval", "geometry", ""};
    const std::string name(names[static_cast<std::size_t>(type.base)]);
    return type.array ? "array(" + name + ")" : name;
}

std::string day_of(std::string_view sql) {
    return "(" + std::string(sql) + " at time zone 'Asia/Ho_Chi_Minh')::date";
}

std::string Compiler::condition(const At& at) {
    if (const auto* constant = at.e.as<bool>()) return *constant ? "true" : "false";
    if (const auto* o = at.e.as<Operation>()) {
        switch (info(o->op).group) {
            case Group::logical: {
                if (o->op == Op::not_) return "(not " + condition(at.below(o->args[0], 0)) + ")";
                std::string out = "(";
                for (std::size_t i = 0; i < o->args.size(); ++i) {
                    if (i) out += o->op == Op::and_ ? " and " : " or ";
                    out += condition(at.below(o->args[i], i));
                }
                return out + ")";
            }
            case Group::comparison:
                return comparison(at, *o);
            case Group::spatial:
                return spatial(at, *o);
            case Group::temporal:
                return temporal(at, *o);
            case Group::array:
                return array(at, *o);
            default:
                break;
        }
    }
    return expect(at, Base::boolean).text;
}

const Queryable& Compiler::queryable(const At& at, std::string_view name) const {
    if (const Queryable* q = queryables_.find(name)) return *q;
    constexpr std::size_t names_max = 40;
    std::string known;
    for (std::size_t i = 0; i < queryables_.items.size() && i < names_max; ++i)
        known += (i ? ", " : "") + queryables_.items[i].name;
    if (queryables_.items.size() > names_max) known += ", …";
    Place place = at.place();
    throw Error(Code::unknown_queryable, std::move(place.where),
                {std::move(place.position), excerpt(name), std::move(known)});
}

Sql Compiler::value(const At& at) {
    struct Visitor {
        Compiler& c;
        const At& at;
        Sql operator()(bool b) const { return {{Base::boolean}, b ? "true" : "false"}; }
        Sql operator()(std::int64_t n) const { return {{Base::number}, c.parameter(n)}; }
        Sql operator()(double d) const { return {{Base::number}, c.parameter(d)}; }
        Sql operator()(const std::string& s) const { return {{Base::text}, c.parameter(s, "::text")}; }
        Sql operator()(Date d) const {
            return {{Base::date}, "('epoch'::date + " + c.parameter(d.days) + ")"};
        }
        Sql operator()(Instant i) const { return {{Base::instant}, c.parameter(i)}; }
        Sql operator()(Open) const { return wrong("'..'"); }
        Sql operator()(const Interval&) const { return wrong("interval"); }
        Sql operator()(const Bbox& b) const { return {{Base::geometry}, c.bbox_literal(at, b)}; }
        Sql operator()(const Geometry& g) const { return {{Base::geometry}, c.geometry_literal(at, g)}; }
        Sql operator()(const Array&) const { return c.array_operand(at); }
        Sql operator()(const Property& p) const {
            const Queryable& q = c.queryable(at, p.name);
            return {sql_type(q.type), q.sql};
        }
        Sql operator()(const Function& f) const { return c.call(at, f); }
        Sql operator()(const Operation& o) const {
            const Group group = info(o.op).group;
            std::string out(function_of(o.op));
            if (group == Group::character) return {{Base::text}, out + c.operand(at, 0, Base::text) + ")"};
            if (group != Group::arithmetic) return {{Base::boolean}, c.condition(at)};
            out += c.operand(at, 0, Base::number) + ", ";
            return {{Base::number}, out + c.operand(at, 1, Base::number) + ")"};
        }
        Sql wrong(std::string_view got) const { throw invalid_filter(at.place(), got, "text, number, …"); }
    };
    return std::visit(Visitor{*this, at}, at.e.node);
}

Sql Compiler::scalar(const At& at) {
    Sql out = value(at);
    if (out.type.array || out.type.base == Base::geometry)
        throw invalid_filter(at.place(), type_name(out.type), "text, number, boolean, timestamp, date");
    return out;
}

Sql Compiler::expect(const At& at, Base base) {
    Sql out = value(at);
    if (out.type != SqlType{base}) throw invalid_filter(at.place(), type_name(out.type), type_name({base}));
    return out;
}

std::string Compiler::operand(const At& at, std::size_t index, Base base) {
    return expect(at.below(at.e.as<Operation>()->args[index], index), base).text;
}

Sql Compiler::call(const At& at, const Function& f) {
    const FunctionInfo* known = find_function(f.name);
    if (!known) {
        std::string names;
        for (const FunctionInfo& other : functions())
            names += (names.empty() ? "" : ", ") + std::string(other.name);
        throw invalid_filter(at.place(), f.name, names);
    }
    const std::size_t wanted = known->args[1] ? 2 : 1;
    if (f.args.size() != wanted)
        throw invalid_filter(at.place(), std::to_string(f.args.size()), std::to_string(wanted) + " args");
    std::vector<std::string> args;
    for (std::size_t i = 0; i < wanted; ++i) {
        const At below = at.below(f.args[i], i);
        Sql arg = value(below);
        if (!(function_types(arg.type) & known->args[i])) {
            const std::uint8_t types = known->args[i];
            throw invalid_filter(below.place(), type_name(arg.type),
                                 types & string     ? "text"
                                 : types & number   ? "number"
                                 : types & datetime ? "timestamp, date"
                                                    : "geometry");
        }
        if (arg.type.base == Base::instant) arg.text = day_of(arg.text);
        args.push_back(std::move(arg.text));
    }
    return {result_type(known->returns), filled(known->sql, args)};
}

bool comparable(SqlType a, SqlType b) {
    const auto is_time = [](SqlType t) {
        return !t.array && (t.base == Base::date || t.base == Base::instant);
    };
    return a == b || (is_time(a) && is_time(b));
}

void to_days(std::vector<Sql>& values) {
    const auto is = [](Base base) { return [base](const Sql& v) { return v.type.base == base; }; };
    if (std::ranges::none_of(values, is(Base::date))) return;
    for (Sql& v : values)
        if (v.type.base == Base::instant) v = {{Base::date, v.type.array}, day_of(v.text)};
}

void add_to(db::Where& where, const Expression& filter, const Queryables& queryables, FilterCrs crs) {
    where.add(Compiler(where, queryables, crs).condition({filter}));
}

void check(const Expression& filter, const Queryables& queryables, FilterCrs crs) {
    db::Where unused;
    add_to(unused, filter, queryables, crs);
}

db::ModuleSchema schema() { return {"cql2", embedded_cql2()}; }

}  // namespace hatang::cql2
