// For tests: what a filter means for a row, worked out over the tree. Shares nothing with the SQL: own
// folding of texts, own patterns, own geometry (test_cells.hpp), own three-valued logic.
#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <variant>

#include "cql2/test_rows.hpp"
#include "cql2/test_texts.hpp"

namespace hatang::cql2 {

class Evaluator {
  public:
    using Truth = std::optional<bool>;  // nothing: NULL
    using Item = std::variant<bool, double, std::string, Date, Instant>;
    using Value =
        std::variant<std::monostate, bool, double, std::string, Date, Instant, Geometry, std::vector<Item>>;

    explicit Evaluator(const TestRow& row) : row_(row) {}

    Truth truth(const Expression& e) const {
        const Value v = value(e);
        if (const bool* b = std::get_if<bool>(&v)) return *b;
        return {};
    }

  private:
    static bool is_null(const Value& v) { return v.index() == 0; }
    template <class T>
    static Value known(const std::optional<T>& v) {
        if (!v) return {};
        if constexpr (std::is_same_v<T, std::int64_t>)
            return static_cast<double>(*v);
        else
            return *v;
    }
    static Value of(Truth t) { return t ? Value(*t) : Value(); }

    Value property(const std::string& name) const {
        const TestRow& r = row_;
        if (name == "id") return static_cast<double>(r.id);
        if (name == "label") return r.label;
        if (name == "name") return known(r.name);
        if (name == "lanes") return known(r.lanes);
        if (name == "length") return known(r.length);
        if (name == "width") return known(r.width);
        if (name == "lit") return known(r.lit);
        if (name == "opened") return known(r.opened);
        if (name == "inspected") return known(r.inspected);
        if (name == "updated") return known(r.updated);
        if (name == "starts_at") return known(r.starts_at);
        if (name == "ends_at") return known(r.ends_at);
        if (name == "geometry") return known(r.geometry);
        if (name == "other_geometry") return known(r.other_geometry);
        std::vector<Item> items;
        if (name == "tags") {
            if (!r.tags) return {};
            for (const std::string& tag : *r.tags) items.emplace_back(tag);
        } else {
            if (!r.codes) return {};
            for (const std::int64_t code : *r.codes) items.emplace_back(static_cast<double>(code));
        }
        return items;
    }

    Value value(const Expression& e) const {
        if (const auto* b = e.as<bool>()) return *b;
        if (const auto* n = e.as<std::int64_t>()) return static_cast<double>(*n);
        if (const auto* d = e.as<double>()) return *d;
        if (const auto* s = e.as<std::string>()) return *s;
        if (const auto* d = e.as<Date>()) return *d;
        if (const auto* t = e.as<Instant>()) return *t;
        if (const auto* g = e.as<Geometry>()) return *g;
        if (const auto* p = e.as<Property>()) return property(p->name);
        if (const auto* box = e.as<Bbox>()) {
            const auto& b = box->bounds;
            const std::size_t h = b.size() / 2;
            Geometry ring{geo::Type::line_string,
                          {{b[0], b[1], {}},
                           {b[h], b[1], {}},
                           {b[h], b[h + 1], {}},
                           {b[0], b[h + 1], {}},
                           {b[0], b[1], {}}},
                          {}};
            return Geometry{geo::Type::polygon, {}, {std::move(ring)}};
        }
        if (const auto* a = e.as<Array>()) {
            std::vector<Item> items;
            for (const Expression& item : a->items) {
                const Value v = value(item);
                if (is_null(v)) return {};
                items.push_back(to_item(v));
            }
            return items;
        }
        if (const auto* f = e.as<Function>()) return function(*f);
        return operation(*e.as<Operation>());
    }

    static Item to_item(const Value& v) {
        if (const auto* b = std::get_if<bool>(&v)) return *b;
        if (const auto* d = std::get_if<double>(&v)) return *d;
        if (const auto* s = std::get_if<std::string>(&v)) return *s;
        if (const auto* d = std::get_if<Date>(&v)) return *d;
        return std::get<Instant>(v);
    }

    Value operation(const Operation& o) const {
        switch (o.op) {
            case Op::and_:
            case Op::or_: {
                const bool decides = o.op == Op::or_;
                Truth out = !decides;
                for (const Expression& arg : o.args) {
                    const Truth t = truth(arg);
                    if (t == decides) return decides;
                    if (!t) out = std::nullopt;
                }
                return of(out);
            }
            case Op::not_: {
                const Truth t = truth(o.args[0]);
                return t ? Value(!*t) : Value();
            }
            case Op::is_null:
                if (const auto* i = o.args[0].as<Interval>()) {
                    for (const Expression& end : i->ends)
                        if (!end.as<Open>() && is_null(value(end))) return true;
                    return false;
                }
                return is_null(value(o.args[0]));
            case Op::in: {
                const Value tested = value(o.args[0]);
                Truth out = false;
                for (const Expression& item : o.args[1].as<Array>()->items) {
                    const Truth equal = compare(Op::equal, tested, value(item));
                    if (equal == true) return true;
                    if (!equal) out = std::nullopt;
                }
                return of(out);
            }
            case Op::between: {
                const Value v = value(o.args[0]);
                const Truth low = compare(Op::greater_equal, v, value(o.args[1])),
                            high = compare(Op::less_equal, v, value(o.args[2]));
                if (low == false || high == false) return false;
                return low && high ? Value(true) : Value();
            }
            case Op::casei:
            case Op::accenti:
            case Op::like: {
                const Value first = value(o.args[0]);
                if (is_null(first)) return {};
                const std::u32string text = texts::decoded(std::get<std::string>(first));
                if (o.op == Op::casei) return texts::encoded(texts::without_case(text));
                if (o.op == Op::accenti) return texts::encoded(texts::without_accents(text));
                return texts::matches(text, texts::decoded(std::get<std::string>(value(o.args[1]))));
            }
            default:
                break;
        }
        if (o.op >= Op::equal && o.op <= Op::greater_equal)
            return of(compare(o.op, value(o.args[0]), value(o.args[1])));
        if (o.op >= Op::add && o.op <= Op::power) return arithmetic(o.op, value(o.args[0]), value(o.args[1]));
        if (o.op >= Op::s_contains && o.op <= Op::s_within) {
            const Value a = value(o.args[0]), b = value(o.args[1]);
            if (is_null(a) || is_null(b)) return {};
            return cells::holds(o.op, cells::of(std::get<Geometry>(a)), cells::of(std::get<Geometry>(b)));
        }
        if (o.op >= Op::t_after && o.op <= Op::t_starts) return of(temporal(o));
        return array(o);
    }

    static std::int64_t day(const Value& v) {
        if (const auto* d = std::get_if<Date>(&v)) return d->days;
        const std::int64_t local = std::get<Instant>(v).us + 7 * kHour;
        return (local - ((local % kDay) + kDay) % kDay) / kDay;
    }
    static Truth compare(Op op, const Value& a, const Value& b) {
        if (is_null(a) || is_null(b)) return {};
        int order = 0;
        const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
        if (const auto* x = std::get_if<bool>(&a)) order = sign(*x, std::get<bool>(b));
        if (const auto* x = std::get_if<double>(&a)) order = sign(*x, std::get<double>(b));
        if (const auto* x = std::get_if<std::string>(&a))
            order = sign(texts::decoded(*x), texts::decoded(std::get<std::string>(b)));
        if (std::holds_alternative<Instant>(a) && std::holds_alternative<Instant>(b))
            order = sign(std::get<Instant>(a), std::get<Instant>(b));
        else if (std::holds_alternative<Instant>(a) || std::holds_alternative<Date>(a))
            order = sign(day(a), day(b));
        switch (op) {
            case Op::equal:
                return order == 0;
            case Op::not_equal:
                return order != 0;
            case Op::less:
                return order < 0;
            case Op::greater:
                return order > 0;
            case Op::less_equal:
                return order <= 0;
            default:
                return order >= 0;
        }
    }

    static Value arithmetic(Op op, const Value& a, const Value& b) {
        if (is_null(a) || is_null(b)) return {};
        const double x = std::get<double>(a), y = std::get<double>(b);
        double out = 0;
        switch (op) {
            case Op::add:
                out = x + y;
                break;
            case Op::subtract:
                out = x - y;
                break;
            case Op::multiply:
                out = x * y;
                break;
            case Op::divide:
                out = x / y;
                break;
            case Op::modulo:
                out = std::fmod(x, y);
                break;
            case Op::div:
                out = std::trunc(x / y);
                break;
            default:
                out = std::pow(x, y);
        }
        return std::isfinite(out) ? Value(out) : Value();
    }

    // The relations of J. F. Allen between what lies on a line; an unknown end leaves open what depends on
    // it.
    Truth temporal(const Operation& o) const {
        bool days = false;
        std::optional<Value> ends[4];  // start, end, start, end; nothing: open
        for (std::size_t side = 0; side < 2; ++side) {
            const auto* interval = o.args[side].as<Interval>();
            for (std::size_t i = 0; i < 2; ++i) {
                const Expression& e = interval ? interval->ends[i] : o.args[side];
                if (e.as<Open>()) continue;
                Value v = value(e);
                days |= std::holds_alternative<Date>(v) || is_date(e);
                ends[2 * side + i] = std::move(v);
            }
        }
        // A number for each end; NULL as NaN, which no comparison below knows.
        double n[4];
        for (std::size_t i = 0; i < 4; ++i) {
            if (!ends[i])
                n[i] = i % 2 ? HUGE_VAL : -HUGE_VAL;
            else if (is_null(*ends[i]))
                n[i] = NAN;
            else
                n[i] = days ? static_cast<double>(day(*ends[i]))
                            : static_cast<double>(std::get<Instant>(*ends[i]).us);
        }
        const auto less = [](double x, double y) -> Truth {
            if (std::isnan(x) || std::isnan(y)) return {};
            return x < y;
        };
        const auto same = [](double x, double y) -> Truth {
            if (std::isnan(x) || std::isnan(y)) return {};
            return x == y;
        };
        const auto both = [](Truth p, Truth q) -> Truth {
            if (p == false || q == false) return false;
            return p && q ? Truth(true) : Truth();
        };
        const auto no = [](Truth p) -> Truth { return p ? Truth(!*p) : Truth(); };
        const auto [s1, e1, s2, e2] = n;
        switch (o.op) {
            case Op::t_after:
                return less(e2, s1);
            case Op::t_before:
                return less(e1, s2);
            case Op::t_disjoint:
                return no(both(no(less(e1, s2)), no(less(e2, s1))));
            case Op::t_intersects:
                return both(no(less(e1, s2)), no(less(e2, s1)));
            case Op::t_equals:
                return both(same(s1, s2), same(e1, e2));
            case Op::t_contains:
                return both(less(s1, s2), less(e2, e1));
            case Op::t_during:
                return both(less(s2, s1), less(e1, e2));
            case Op::t_finished_by:
                return both(less(s1, s2), same(e1, e2));
            case Op::t_finishes:
                return both(less(s2, s1), same(e1, e2));
            case Op::t_meets:
                return same(e1, s2);
            case Op::t_met_by:
                return same(s1, e2);
            case Op::t_overlaps:
                return both(less(s1, s2), both(less(s2, e1), less(e1, e2)));
            case Op::t_overlapped_by:
                return both(less(s2, s1), both(less(s1, e2), less(e2, e1)));
            case Op::t_started_by:
                return both(same(s1, s2), less(e2, e1));
            default:
                return both(same(s1, s2), less(e1, e2));
        }
    }
    static bool is_date(const Expression& e) {
        const auto* p = e.as<Property>();
        return p && (p->name == "opened" || p->name == "inspected");
    }

    Value array(const Operation& o) const {
        const Value a = value(o.args[0]), b = value(o.args[1]);
        if (is_null(a) || is_null(b)) return {};
        const auto set = [](const Value& v) {
            const auto& items = std::get<std::vector<Item>>(v);
            return std::set<Item>(items.begin(), items.end());
        };
        const std::set<Item> x = set(a), y = set(b);
        switch (o.op) {
            case Op::a_equals:
                return x == y;
            case Op::a_contains:
                return std::includes(x.begin(), x.end(), y.begin(), y.end());
            case Op::a_contained_by:
                return std::includes(y.begin(), y.end(), x.begin(), x.end());
            default:
                return std::any_of(x.begin(), x.end(), [&](const Item& item) { return y.contains(item); });
        }
    }

    Value function(const Function& f) const {
        std::vector<Value> args;
        for (const Expression& e : f.args) {
            args.push_back(value(e));
            if (is_null(args.back())) return {};
        }
        if (f.name == "abs") return std::abs(std::get<double>(args[0]));
        if (f.name == "floor") return std::floor(std::get<double>(args[0]));
        if (f.name == "ceil") return std::ceil(std::get<double>(args[0]));
        if (f.name == "char_length")
            return static_cast<double>(texts::decoded(std::get<std::string>(args[0])).size());
        if (f.name == "lower" || f.name == "upper") {
            std::u32string text = texts::decoded(std::get<std::string>(args[0]));
            for (char32_t& c : text) c = f.name == "lower" ? texts::lower(c) : texts::upper(c);
            return texts::encoded(text);
        }
        if (f.name == "year") return day(args[0]) < 20'454 ? 2025.0 : 2026.0;  // 2026-01-01 is day 20,454
        if (f.name == "length_m") return length_m(std::get<Geometry>(args[0]));
        if (f.name == "area_m2") {
            double squares = 0;
            for (const auto& [cell, part] : cells::of(std::get<Geometry>(args[0])))
                squares += cells::dimension(cell) == 2;
            return squares * east_m() * north_m();
        }
        if (f.name == "distance_m") {
            double least = HUGE_VAL;
            for (const auto& [a, part_a] : cells::of(std::get<Geometry>(args[0])))
                for (const auto& [b, part_b] : cells::of(std::get<Geometry>(args[1])))
                    least = std::min(least, std::hypot((a.first - b.first) / 2.0 * east_m(),
                                                       (a.second - b.second) / 2.0 * north_m()));
            return least;
        }
        throw std::logic_error("the evaluator does not know " + f.name);
    }
    // Metres of a unit of the grid at 21° N on a sphere: right to half a per cent; the filters ask with more
    // room.
    static double north_m() { return 6'371'000 * cells::unit * M_PI / 180; }
    static double east_m() { return north_m() * std::cos(21.05 * M_PI / 180); }
    static double length_m(const Geometry& g) {
        double out = 0;
        for (std::size_t i = 1; i < g.positions.size(); ++i)
            out += std::hypot((g.positions[i].x - g.positions[i - 1].x) / cells::unit * east_m(),
                              (g.positions[i].y - g.positions[i - 1].y) / cells::unit * north_m());
        if (g.type == geo::Type::multi_line_string)
            for (const Geometry& part : g.parts) out += length_m(part);
        return out;
    }

    const TestRow& row_;
};

}  // namespace hatang::cql2
