#include "telemetry/sensorthings/sql.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "json/writer.hpp"
#include "security/api.hpp"
#include "telemetry/sensorthings/limits.hpp"
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

// As jsonb spells a number: "-12.50"; none of its texts has an exponent.
bool spells_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto digits = [&text] {
        std::size_t n = 0;
        while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
        text.remove_prefix(n);
        return n;
    };
    const bool zero = text.starts_with('0');
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (text.empty()) return true;
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
    return digits() > 0 && text.empty();
}

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
        const Bounds& b = bounds_();
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

std::string Sql::truth_value(const Expression& e, const RowOf& row) {
    const Nulls told_apart(nulls_matter_, true);
    return condition(e, row);
}

std::string Sql::reached(const std::string& id, const RowOf& from_row,
                         const std::vector<const odata::Navigation*>& steps,
                         const std::vector<const Expression*>& conditions, const std::string& also) {
    std::string all = also;
    for (const Expression* e : conditions) all += " and " + condition(*e, from_row);
    Rows rows{{from_row}, {}};
    std::vector<RowOf> made;
    std::string links;
    const RowOf at = reach({0, steps}, rows, made, links);
    std::string sources = from(from_row);
    for (const RowOf& r : made) sources += " cross join " + from(r);
    return id + " in (select " + at.alias + ".id from " + sources + " where " + all + " and " + links + ")";
}

std::string Sql::value(const Expression& e, const RowOf& row) {
    const Nulls told_apart(nulls_matter_, true);
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
    if (o->op == Op::not_) {
        const Nulls told_apart(nulls_matter_, true);
        return "(not " + truth(o->args[0], rows) + ")";
    }
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
    if (made.empty()) return smallest(e, inner);
    const Nulls kept(nulls_matter_, false);
    const std::string text = smallest(e, inner);
    return exists(made, conditions + " and " + text);
}

// `streams_at` leads to datastreams or features; their readings were looked through before.
std::string Sql::over_observations(const Expression& e, const Key& streams_at, Rows& rows) {
    const std::vector<std::int64_t>& ids = answered_.at(&e);
    Rows inner = rows;
    std::vector<RowOf> made;
    std::string conditions;
    RowOf at = reach(streams_at, inner, made, conditions);
    // Features are read from two indexes (tables.cpp): this begins in both, a join would read them in order.
    const std::string text = at.set == Set::features_of_interest ? at.alias + ".id = any(" + param(ids) + ")"
                                                                 : among(at.alias, ids);
    return made.empty() ? text : exists(made, conditions + " and " + text);
}

// Few of them are where the database begins. Many are a filter: a set of its own (`is true` keeps the planner
// from joining it), whose size the planner does not see (the select around the parameter), because it charges
// for the making of the set with every row.
std::string Sql::among(const std::string& alias, std::vector<std::int64_t> ids) {
    const bool few = ids.size() < sta_limits::begun_with_max || ids.size() < streams_ / 20;
    const std::string set = param(std::move(ids));
    if (few) return alias + ".id in (select unnest(" + set + "))";
    return "((" + alias + ".id in (select unnest((select " + set + ")))) is true)";
}

std::string Sql::of_times(const TimeCondition& c, const RowOf& row) {
    const Bounds& b = bounds_();
    std::vector<std::int64_t> fit, others;
    for (std::size_t i = 0; i < b.ids.size(); ++i)
        (c.holds(b.first[i], b.last[i]) ? fit : others).push_back(b.ids[i]);
    if (!nulls_matter_) return among(row.alias, std::move(fit));
    // Of a datastream without readings it is null.
    return "(case when " + among(row.alias, std::move(fit)) + " then true when " +
           among(row.alias, std::move(others)) + " then false end)";
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
    const Nulls kept(nulls_matter_, false);
    const std::string body = truth(l.body[0], inner);
    if (!l.all) return exists(made, conditions + " and " + body);
    return "(not " + exists(made, conditions + " and (" + body + ") is not true") + ")";
}

std::string Sql::smallest(const Expression& e, Rows& rows) {
    if (const auto c = time_condition(e)) {
        const RowOf& row = row_of(*c->path, rows);
        if (odata::is_stream(row.set)) return of_times(*c, row);
    }
    if (const auto* o = e.as<odata::Operation>()) return comparison(*o, rows);
    if (const auto* in = e.as<odata::In>()) {
        const Typed tested = typed(in->args[0], rows);
        std::string any;
        for (std::size_t i = 1; i < in->args.size(); ++i) {
            const Typed item = typed_beside(in->args[i], in->args[0], rows);
            if (i > 1) any += " or ";
            const std::string implied = implied_by_equal(in->args[0], in->args[i], rows);
            const std::string same = times("eq", tested, item);
            any += implied.empty() ? same : "(" + implied + " and " + same + ")";
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
    const Typed a = typed_beside(left, right, rows);
    const std::string same = times(word_of(o.op), a, typed_beside(right, left, rows));
    if (o.op != Op::eq) return same;
    const bool turned = left.is_literal();
    const std::string implied = implied_by_equal(turned ? right : left, turned ? left : right, rows);
    return implied.empty() ? same : "(" + implied + " and " + same + ")";
}

// Texts and truths only: two numbers may be equal as doubles and not as JSON. (Members are names: none is a
// place in an array, which `#>` would follow and `@>` not.)
std::string Sql::implied_by_equal(const Expression& tested, const Expression& literal, Rows& rows) {
    const auto* p = tested.as<odata::Path>();
    const auto* text = literal.as<std::string>();
    const bool* truth = literal.as<bool>();
    // False where the value is not there: right only where that is as good as null.
    if (nulls_matter_ || !p || p->members.empty() || (!text && !truth)) return {};
    const RowOf& row = row_of(*p, rows);
    const Column* column = table(row.set).column(p->property->name);
    if (!column || column->free.empty()) return {};
    for (const Member& m : column->members) {
        if (m.name != p->members[0]) continue;
        if (!m.text || !text) return {};
        const std::string own = with_aliases(m.column, row.alias);
        return "(" + own + " = " + param(*text, "::text") + " or " + own + " is null)";
    }
    const std::string free = with_aliases(column->free, row.alias);
    const auto contains = [&](auto write_value) {
        json::Writer w;
        for (const std::string& m : p->members) w.begin_object().key(m);
        write_value(w);
        for (std::size_t i = 0; i < p->members.size(); ++i) w.end_object();
        return free + " @> " + param(w.take(), "::jsonb");
    };
    if (truth) return contains([&](json::Writer& w) { w.value(*truth); });
    const std::string as_text = contains([&](json::Writer& w) { w.value(*text); });
    if (!spells_number(*text)) return as_text;
    return "(" + as_text + " or " + contains([&](json::Writer& w) { w.raw(*text); }) + ")";
}

}  // namespace hatang::telemetry::sta
