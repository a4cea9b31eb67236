#include "telemetry/sensorthings/sql.hpp"

#include <algorithm>
#include <cmath>

#include "security/api.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expression;
using odata::Fn;
using odata::Kind;
using odata::Op;

bool is_logic(Op op) { return op == Op::and_ || op == Op::or_ || op == Op::not_; }

void paths_of(const Expression& e, std::vector<const odata::Path*>& out) {
    if (const auto* p = e.as<odata::Path>()) out.push_back(p);
    if (const auto* o = e.as<odata::Operation>())
        for (const Expression& arg : o->args) paths_of(arg, out);
    if (const auto* in = e.as<odata::In>())
        for (const Expression& arg : in->args) paths_of(arg, out);
    if (const auto* c = e.as<odata::Call>())
        for (const Expression& arg : c->args) paths_of(arg, out);
}

std::string seconds(std::int64_t us) { return std::to_string(static_cast<double>(us) / kSecond); }

}  // namespace

std::string Sql::scope(Set set, std::string_view alias) {
    const Table& t = table(set);
    const security::Scope& held = security::scope(who_, t.permission);
    if (t.scope.empty()) return held.nothing() ? "false" : "true";
    return held.condition(where_, with_aliases(t.scope, alias));
}

std::string Sql::from(const RowOf& row) {
    const std::string& alias = row.alias;
    std::string out = with_aliases(row.past ? past_locations() : table(row.set).from, alias);
    if (by_feature_.contains(alias)) out += with_aliases(features_of_stream(), alias);
    if (!bounded_.contains(alias)) return out;
    if (bounds_sql_.empty()) {
        const Bounds b = bounds_();
        bounds_sql_ = "unnest(" + param(b.ids) + ", " + param(b.first) + ", " + param(b.last) + ")";
    }
    return out + " left join " + bounds_sql_ + " as " + alias + "b(id, t0, t1) on " + alias +
           "b.id = " + alias + ".id";
}

std::string Sql::link_to(const RowOf& from, std::string_view navigation, const RowOf& to) {
    const bool of = from.set == Set::observations && to.set == Set::features_of_interest,
               there = from.set == Set::features_of_interest && to.set == Set::observations;
    if ((of || there) && !own_features_)
        return (of ? to : from).alias + ".id = " + (of ? from : to).alias + "s.asset_id";
    if (of) by_feature(from);
    if (there) by_feature(to);
    return with_aliases(link(from.set, navigation), to.alias, from.alias);
}

std::string Sql::condition(const Expression& e, const RowOf& row) {
    Rows rows{{row}, {}};
    return truth(e, rows);
}

std::string Sql::value(const Expression& e, const RowOf& row) {
    Rows rows{{row}, {}};
    std::vector<const odata::Path*> paths;
    paths_of(e, paths);
    std::vector<RowOf> made;
    std::string conditions;
    for (const odata::Path* p : paths)
        if (!p->steps.empty()) reach({p->variable, p->steps}, rows, made, conditions);
    const std::string text = e.kind == Kind::boolean ? truth(e, rows) : typed(e, rows).text;
    if (made.empty()) return text;
    std::string sources;
    for (const RowOf& r : made) {
        if (!sources.empty()) sources += " cross join ";
        sources += from(r);
    }
    return "(select " + text + " from " + sources + " where " + conditions + " limit 1)";
}

RowOf Sql::reach(const Key& key, Rows& rows, std::vector<RowOf>& made, std::string& conditions) {
    RowOf at = rows.variables[static_cast<std::size_t>(key.first)];
    Key step{key.first, {}};
    for (const odata::Navigation* n : key.second) {
        step.second.push_back(n);
        const auto known = rows.reached.find(step);
        if (known != rows.reached.end()) {
            at = known->second;
            continue;
        }
        // A place that was left is reached from the past only.
        const RowOf next{n->target, next_alias(),
                         at.set == Set::historical_locations && n->target == Set::locations};
        if (!conditions.empty()) conditions += " and ";
        conditions += link_to(at, n->name, next);
        conditions += " and " + scope(next.set, next.alias);
        rows.reached.emplace(step, next);
        made.push_back(next);
        at = next;
    }
    return at;
}

std::string Sql::exists(const std::vector<RowOf>& made, const std::string& conditions) {
    std::string sources;
    for (const RowOf& r : made) {
        if (!sources.empty()) sources += " cross join ";
        sources += from(r);
    }
    return "exists (select from " + sources + " where " + conditions + ")";
}

std::string Sql::truth(const Expression& e, Rows& rows) {
    if (const bool* constant = e.as<bool>()) return *constant ? "true" : "false";
    if (const auto* l = e.as<odata::Lambda>()) return lambda(*l, e, rows);
    const auto* o = e.as<odata::Operation>();
    if (!o || !is_logic(o->op)) return primary(e, rows);
    if (o->op == Op::not_) return "(not " + truth(o->args[0], rows) + ")";
    const std::string left = truth(o->args[0], rows);
    return "(" + left + (o->op == Op::and_ ? " and " : " or ") + truth(o->args[1], rows) + ")";
}

// The smallest condition around its paths: some rows that they lead to make it true.
std::string Sql::primary(const Expression& e, Rows& rows) {
    std::vector<const odata::Path*> paths;
    paths_of(e, paths);
    for (const odata::Path* p : paths)
        for (std::size_t i = 0; i < p->steps.size(); ++i)
            if (p->steps[i]->target == Set::observations)
                return over_observations(
                    e, {p->variable, {p->steps.begin(), p->steps.begin() + static_cast<std::ptrdiff_t>(i)}},
                    rows);
    Rows inner = rows;
    std::vector<RowOf> made;
    std::string conditions;
    for (const odata::Path* p : paths)
        if (!p->steps.empty()) reach({p->variable, p->steps}, inner, made, conditions);
    const std::string text = smallest(e, inner);
    return made.empty() ? text : exists(made, conditions + " and " + text);
}

// `streams_at` leads to datastreams or features; their readings were looked through before.
std::string Sql::over_observations(const Expression& e, const Key& streams_at, Rows& rows) {
    const std::vector<std::int64_t>& ids = answered_.at(&e);
    Rows inner = rows;
    std::vector<RowOf> made;
    std::string conditions;
    RowOf at = reach(streams_at, inner, made, conditions);
    const std::string text = at.alias + ".id = any(" + param(ids) + ")";
    return made.empty() ? text : exists(made, conditions + " and " + text);
}

std::string Sql::lambda(const odata::Lambda& l, const Expression& e, Rows& rows) {
    if (l.steps.back()->target == Set::observations) {
        std::vector<const odata::Navigation*> before(l.steps.begin(), l.steps.end() - 1);
        const std::string some = over_observations(e, {l.from_variable, before}, rows);
        return l.all ? "(not " + some + ")" : some;
    }
    Rows inner = rows;
    std::vector<RowOf> made;
    std::string conditions;
    // A lambda has rows of its own, even when a condition around it went the same way.
    for (auto it = inner.reached.begin(); it != inner.reached.end();)
        it = it->first.first == l.from_variable ? inner.reached.erase(it) : std::next(it);
    const RowOf row = reach({l.from_variable, l.steps}, inner, made, conditions);
    if (l.body.empty()) return exists(made, conditions);
    inner.variables.resize(static_cast<std::size_t>(l.variable));
    inner.variables.push_back(row);
    inner.reached.clear();
    const std::string body = truth(l.body[0], inner);
    if (!l.all) return exists(made, conditions + " and " + body);
    return "(not " + exists(made, conditions + " and (" + body + ") is not true") + ")";
}

std::string Sql::smallest(const Expression& e, Rows& rows) {
    if (const auto* o = e.as<odata::Operation>()) return comparison(*o, rows);
    if (const auto* in = e.as<odata::In>()) {
        const Typed tested = typed(in->args[0], rows);
        std::string any;
        for (std::size_t i = 1; i < in->args.size(); ++i) {
            const Typed item = typed(in->args[i], rows);
            if (i > 1) any += " or ";
            any += times("eq", tested, item);
        }
        return "(" + any + ")";
    }
    if (const auto* c = e.as<odata::Call>()) return call(*c, rows);
    return typed(e, rows).text;
}

namespace {

std::string_view sign_of(std::string_view word) {
    if (word == "eq") return " = ";
    if (word == "ne") return " <> ";
    if (word == "lt") return " < ";
    if (word == "le") return " <= ";
    return word == "gt" ? " > " : " >= ";
}

std::string_view word_of(Op op) {
    constexpr std::string_view words[] = {"or", "and", "not", "eq", "ne", "lt", "le", "gt", "ge"};
    return words[static_cast<std::size_t>(op)];
}

}  // namespace

// A comparison of two values of like type; of times by their ends.
std::string Sql::times(std::string_view word, const Typed& a, const Typed& b) {
    const bool ordered = word != "eq" && word != "ne";
    // Texts are ordered by code point.
    if (ordered && a.kind == Kind::text)
        return "(" + a.text + " collate \"C\"" + std::string(sign_of(word)) + b.text + ")";
    if (a.end.empty() && b.end.empty()) return "(" + a.text + std::string(sign_of(word)) + b.text + ")";
    const std::string &a_end = a.end.empty() ? a.text : a.end, &b_end = b.end.empty() ? b.text : b.end;
    if (word == "eq") return "(" + a.text + " = " + b.text + " and " + a_end + " = " + b_end + ")";
    if (word == "ne") return "(" + a.text + " <> " + b.text + " or " + a_end + " <> " + b_end + ")";
    if (word == "lt" || word == "le") return "(" + a_end + std::string(sign_of(word)) + b.text + ")";
    return "(" + a.text + std::string(sign_of(word)) + b_end + ")";
}

std::string Sql::comparison(const odata::Operation& o, Rows& rows) {
    const Expression &left = o.args[0], &right = o.args[1];
    if (left.kind == Kind::null || right.kind == Kind::null) {
        const Expression& other = left.kind == Kind::null ? right : left;
        const std::string tested = other.kind == Kind::null ? "null" : typed(other, rows).text;
        return "(" + tested + (o.op == Op::eq ? " is null)" : " is not null)");
    }
    const Typed a = typed(left, rows);
    return times(word_of(o.op), a, typed(right, rows));
}

Sql::Typed Sql::typed(const Expression& e, Rows& rows) {
    struct Visitor {
        Sql& sql;
        const Expression& e;
        Rows& rows;
        Typed operator()(odata::Null) const { return {Kind::null, "null", {}}; }
        Typed operator()(bool b) const { return {Kind::boolean, b ? "true" : "false", {}}; }
        Typed operator()(double n) const { return {Kind::number, sql.param(n, "::float8"), {}}; }
        Typed operator()(std::int64_t n) const { return {Kind::number, sql.param(n), {}}; }
        Typed operator()(const std::string& s) const { return {Kind::text, sql.param(s, "::text"), {}}; }
        Typed operator()(Instant t) const { return {Kind::instant, sql.param(t), {}}; }
        Typed operator()(const odata::Interval& i) const {
            std::string start = sql.param(i.start);
            return {Kind::time, std::move(start), sql.param(i.end)};
        }
        Typed operator()(odata::Duration d) const {
            return {Kind::duration, sql.param(static_cast<double>(d.us) / kSecond, "::float8"), {}};
        }
        Typed operator()(odata::Date d) const {
            return {Kind::date, "('epoch'::date + " + sql.param(d.days, "::int") + ")", {}};
        }
        Typed operator()(odata::TimeOfDay t) const {
            return {Kind::time_of_day, "('00:00'::time + interval '1 second' * " + seconds(t.us) + ")", {}};
        }
        Typed operator()(const odata::Geometry& g) const {
            const std::string read = "public.st_geomfromtext(" + sql.param(g.wkt, "::text") + ", 4326)";
            if (g.wkt.find("POINT") != std::string::npos) return {Kind::geometry, read, {}};
            // Rings that cross themselves and lines without length would end the statement; what is left over
            // when they are taken apart, other than areas or lines, goes.
            const bool area = g.wkt.find("POLYGON") != std::string::npos;
            return {Kind::geometry,
                    "public.st_collectionextract(public.st_makevalid(" + read + "), " + (area ? "3)" : "2)"),
                    {}};
        }
        Typed operator()(const odata::Path& p) const {
            const RowOf& row = p.steps.empty() ? rows.variables[static_cast<std::size_t>(p.variable)]
                                               : rows.reached.at({p.variable, p.steps});
            return sql.path(p, e.kind, row);
        }
        Typed operator()(const odata::Operation& o) const {
            if (e.kind == Kind::boolean) return {Kind::boolean, sql.truth(e, rows), {}};
            return sql.operation(o, e.kind, rows);
        }
        Typed operator()(const odata::In&) const { return {Kind::boolean, sql.truth(e, rows), {}}; }
        Typed operator()(const odata::Call& c) const { return {e.kind, sql.call(c, rows), {}}; }
        Typed operator()(const odata::Lambda&) const { return {Kind::boolean, sql.truth(e, rows), {}}; }
    };
    return std::visit(Visitor{*this, e, rows}, e.node);
}

Sql::Typed Sql::path(const odata::Path& p, Kind wanted, const RowOf& row) {
    const Column* column = table(row.set).column(p.property->name);
    if (odata::is_stream(row.set) && p.property->kind == Kind::time) {
        // When results came in is not kept.
        if (p.property->name == "resultTime") return {Kind::time, "null::timestamptz", "null::timestamptz"};
        bounded_.insert(row.alias);
        return {Kind::time, row.alias + "b.t0", row.alias + "b.t1"};
    }
    if (!column)
        throw odata::invalid_option("$filter", 0, p.property->name, "a condition on Observations alone");
    std::string text = with_aliases(column->value, row.alias);
    if (p.property->kind != Kind::json) return {p.property->kind, std::move(text), {}};
    if (!p.members.empty()) text = "(" + text + " #> " + param(p.members) + ")";
    if (wanted == Kind::number) return {wanted, "telemetry.json_number(" + text + ")", {}};
    if (wanted == Kind::text) return {wanted, "telemetry.json_text(" + text + ")", {}};
    if (wanted == Kind::boolean) return {wanted, "telemetry.json_boolean(" + text + ")", {}};
    return {Kind::json, "nullif(" + text + ", 'null'::jsonb)", {}};
}

Sql::Typed Sql::operation(const odata::Operation& o, Kind kind, Rows& rows) {
    const Typed a = typed(o.args[0], rows);
    if (o.op == Op::negate) return {kind, "(-" + a.text + ")", {}};
    const Typed b = typed(o.args[1], rows);
    const bool a_time = a.kind == Kind::instant || a.kind == Kind::time;
    const bool b_time = b.kind == Kind::instant || b.kind == Kind::time;
    // Between times: from start to start.
    if (a_time && b_time)
        return {Kind::duration, "extract(epoch from (" + a.text + " - " + b.text + "))::float8", {}};
    if (a_time || b_time) {
        const Typed &t = a_time ? a : b, &d = a_time ? b : a;
        const std::string by =
            std::string(o.op == Op::sub ? " - " : " + ") + d.text + " * interval '1 second')";
        return {t.kind, "(" + t.text + by, t.end.empty() ? "" : "(" + t.end + by};
    }
    constexpr std::string_view names[] = {"cql2.add(", "cql2.subtract(", "cql2.multiply(", "cql2.divide(",
                                          "cql2.remainder("};
    const auto at = static_cast<std::size_t>(o.op) - static_cast<std::size_t>(Op::add);
    return {kind, std::string(names[at]) + a.text + ", " + b.text + ")", {}};
}

std::string Sql::call(const odata::Call& c, Rows& rows) {
    std::vector<Typed> args;
    for (const Expression& arg : c.args) args.push_back(typed(arg, rows));
    const auto a = [&](std::size_t i) -> const std::string& { return args[i].text; };
    const auto end = [&](std::size_t i) -> const std::string& {
        return args[i].end.empty() ? args[i].text : args[i].end;
    };
    const auto of_utc = [&](std::string_view part) {
        return "extract(" + std::string(part) + " from " + a(0) + " at time zone 'UTC')::float8";
    };
    const auto spatial = [&](std::string_view name) {
        return "public." + std::string(name) + "(" + a(0) + ", " + a(1) + ")";
    };
    // Positions and lengths of texts: whole, not negative, within what a text can have.
    const auto whole = [&](std::size_t i) { return "least(greatest(trunc(" + a(i) + "), 0), 1e6)::int"; };
    switch (c.function->fn) {
        case Fn::substringof:
            return "(strpos(" + a(1) + ", " + a(0) + ") > 0)";
        case Fn::contains:
            return "(strpos(" + a(0) + ", " + a(1) + ") > 0)";
        case Fn::startswith:
            return "starts_with(" + a(0) + ", " + a(1) + ")";
        case Fn::endswith:
            return "(right(" + a(0) + ", char_length(" + a(1) + ")) = " + a(1) + ")";
        case Fn::length:
            return "char_length(" + a(0) + ")::float8";
        case Fn::indexof:
            return "(strpos(" + a(0) + ", " + a(1) + ") - 1)::float8";
        case Fn::substring:
            return "substr(" + a(0) + ", " + whole(1) + " + 1" + (args.size() > 2 ? ", " + whole(2) : "") +
                   ")";
        case Fn::tolower:
            return "(lower(" + a(0) + " collate \"und-x-icu\") collate \"C\")";
        case Fn::toupper:
            return "(upper(" + a(0) + " collate \"und-x-icu\") collate \"C\")";
        case Fn::trim:
            return "btrim(" + a(0) + ")";
        case Fn::concat:
            return "(" + a(0) + " || " + a(1) + ")";
        case Fn::year:
            return of_utc("year");
        case Fn::month:
            return of_utc("month");
        case Fn::day:
            return of_utc("day");
        case Fn::hour:
            return of_utc("hour");
        case Fn::minute:
            return of_utc("minute");
        case Fn::second:
            return "floor(" + of_utc("second") + ")";
        case Fn::fractionalseconds:
            return "(" + of_utc("second") + " - floor(" + of_utc("second") + "))";
        case Fn::date:
            return "(" + a(0) + " at time zone 'UTC')::date";
        case Fn::time:
            return "(" + a(0) + " at time zone 'UTC')::time";
        case Fn::totaloffsetminutes:
            return "(case when " + a(0) + " is not null then 0::float8 end)";
        case Fn::now:
            return "statement_timestamp()";
        case Fn::mindatetime:
            return "'0001-01-01T00:00:00Z'::timestamptz";
        case Fn::maxdatetime:
            return "'9999-12-31T23:59:59.999999Z'::timestamptz";
        case Fn::round:
            return "(sign(" + a(0) + ") * floor(abs(" + a(0) + ") + 0.5))";
        case Fn::floor:
            return "floor(" + a(0) + ")";
        case Fn::ceiling:
            return "ceil(" + a(0) + ")";
        case Fn::geo_distance:
            return spatial("st_distance");
        case Fn::geo_length:
            return "public.st_length(" + a(0) + ")";
        case Fn::geo_intersects:
            return spatial("st_intersects");
        case Fn::st_relate:
            return "public.st_relate(" + a(0) + ", " + a(1) + ", " + a(2) + ")";
        case Fn::before:
            return "(" + end(0) + " < " + a(1) + ")";
        case Fn::after:
            return "(" + a(0) + " > " + end(1) + ")";
        case Fn::meets:
            return "(" + end(0) + " = " + a(1) + " or " + a(0) + " = " + end(1) + ")";
        case Fn::during:
            return "(" + a(0) + " >= " + a(1) + " and " + end(0) + " <= " + end(1) + ")";
        case Fn::overlaps:
            return "(" + a(0) + " <= " + end(1) + " and " + a(1) + " <= " + end(0) + ")";
        case Fn::starts:
            return "(" + a(0) + " = " + a(1) + ")";
        case Fn::finishes:
            return "(" + end(0) + " = " + end(1) + ")";
        default:
            return spatial(c.function->name);
    }
}

}  // namespace hatang::telemetry::sta
