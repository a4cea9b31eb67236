// Values of a filter as SQL: properties, literals, arithmetic, functions.
#include <cmath>

#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/sql.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expression;
using odata::Fn;
using odata::Kind;
using odata::Op;

std::string seconds(std::int64_t us) { return std::to_string(static_cast<double>(us) / kSecond); }

}  // namespace

Sql::Typed Sql::typed_beside(const Expression& e, const Expression& other, Rows& rows) {
    constexpr double whole_most = 9'007'199'254'740'992;  // 2^53
    const auto* n = e.as<double>();
    const auto* p = other.as<odata::Path>();
    if (!n || !p || p->property->name != "id" || std::abs(*n) > whole_most || std::trunc(*n) != *n)
        return typed(e, rows);
    return {Kind::number, param(static_cast<std::int64_t>(*n)), {}};
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
        Typed operator()(const odata::Path& p) const { return sql.path(p, e.kind, row_of(p, rows)); }
        Typed operator()(const odata::Operation& o) const {
            return e.kind == Kind::boolean ? truth() : sql.operation(o, e.kind, rows);
        }
        Typed operator()(const odata::In&) const { return truth(); }
        Typed operator()(const odata::Call& c) const { return {e.kind, sql.call(c, rows), {}}; }
        Typed operator()(const odata::Lambda&) const { return truth(); }
        Typed truth() const {
            const Nulls told_apart(sql.nulls_matter_, true);
            return {Kind::boolean, sql.truth(e, rows), {}};
        }
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
    if (p.property->kind != Kind::json) return {p.property->kind, with_aliases(column->value, row.alias), {}};
    const std::string text = json_at(p, *column, row);
    if (wanted == Kind::number) return {wanted, "telemetry.json_number(" + text + ")", {}};
    if (wanted == Kind::text) return {wanted, "telemetry.json_text(" + text + ")", {}};
    if (wanted == Kind::boolean) return {wanted, "telemetry.json_boolean(" + text + ")", {}};
    return {Kind::json, "nullif(" + text + ", 'null'::jsonb)", {}};
}

// Without putting all the properties of the row together, where that can be.
std::string Sql::json_at(const odata::Path& p, const Column& column, const RowOf& row) {
    if (p.members.empty()) return with_aliases(column.value, row.alias);
    if (column.free.empty())
        return "(" + with_aliases(column.value, row.alias) + " #> " + param(p.members) + ")";
    const std::string free = with_aliases(column.free, row.alias);
    for (const Member& m : column.members) {
        if (m.name != p.members[0]) continue;
        const std::string own = "coalesce(to_jsonb(" + with_aliases(m.column, row.alias) + "), " + free +
                                " -> '" + std::string(m.name) + "')";
        if (p.members.size() == 1) return own;
        return "(" + own + " #> " + param(std::vector(p.members.begin() + 1, p.members.end())) + ")";
    }
    return "(" + free + " #> " + param(p.members) + ")";
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
