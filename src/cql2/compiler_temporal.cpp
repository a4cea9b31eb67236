// The temporal functions, by the definitions of OWL-Time that table 4 of the standard names. Intervals are
// closed; an instant counts as an interval that ends where it begins.
#include "cql2/compiler.hpp"
#include "cql2/reading.hpp"

namespace hatang::cql2 {
namespace {

// With A, B for start and end of the first, C, D for those of the second.
std::string_view definition(Op op) {
    switch (op) {
        case Op::t_after:
            return "A > D";
        case Op::t_before:
            return "B < C";
        case Op::t_disjoint:
            return "B < C or A > D";
        case Op::t_equals:
            return "A = C and B = D";
        case Op::t_intersects:
            return "A <= D and B >= C";
        case Op::t_contains:
            return "A < C and B > D";
        case Op::t_during:
            return "A > C and B < D";
        case Op::t_finished_by:
            return "A < C and B = D";
        case Op::t_finishes:
            return "A > C and B = D";
        case Op::t_meets:
            return "B = C";
        case Op::t_met_by:
            return "A = D";
        case Op::t_overlapped_by:
            return "A > C and A < D and B > D";
        case Op::t_overlaps:
            return "A < C and B > C and B < D";
        case Op::t_started_by:
            return "A = C and B > D";
        default:
            return "A = C and B < D";  // t_starts
    }
}

bool takes_instants(Op op) {
    return op == Op::t_after || op == Op::t_before || op == Op::t_disjoint || op == Op::t_equals ||
           op == Op::t_intersects;
}

}  // namespace

Sql Compiler::bound(const At& at, bool is_start) {
    if (at.e.as<Open>()) return {{Base::nothing}, is_start ? "'-infinity'" : "'infinity'"};
    Sql out = value(at);
    if (out.type != SqlType{Base::instant} && out.type != SqlType{Base::date})
        throw invalid_filter(at.place(), type_name(out.type), "timestamp, date");
    return out;
}

Compiler::Span Compiler::span(const At& at) {
    const auto* interval = at.e.as<Interval>();
    if (!interval) {
        const Sql one = bound(at, true);
        return {one.text, one.text, one.type.base == Base::date, false};
    }
    const auto& ends = interval->ends;
    const auto *from = ends[0].as<Instant>(), *to = ends[1].as<Instant>();
    const auto *first = ends[0].as<Date>(), *last = ends[1].as<Date>();
    if ((from && to && *to < *from) || (first && last && *last < *first))
        throw invalid_filter(at.place(), "interval", "start ≤ end");
    Sql start = bound(at.below(ends[0], 0), true), end = bound(at.below(ends[1], 1), false);
    const bool days = start.type.base == Base::date || end.type.base == Base::date;
    for (Sql* side : {&start, &end})
        if (days && side->type.base == Base::instant) side->text = day_of(side->text);
    return {std::move(start.text), std::move(end.text), days, true};
}

std::string Compiler::temporal(const At& at, const Operation& o) {
    Span sides[2];
    for (std::size_t i = 0; i < 2; ++i) {
        const At below = at.below(o.args[i], i);
        sides[i] = span(below);
        if (!sides[i].interval && !takes_instants(o.op))
            throw invalid_filter(below.place(), "instant", "interval");
    }
    const bool days = sides[0].days || sides[1].days;
    const auto written = [&](const Span& side, std::string_view sql) {
        if (sql.starts_with('\'')) return std::string(sql) + (days ? "::date" : "::timestamptz");
        return days && !side.days ? day_of(sql) : std::string(sql);
    };
    std::string out = "(";
    for (const char c : definition(o.op)) {
        const bool place = c >= 'A' && c <= 'D';
        const Span& side = sides[c > 'B'];
        if (place)
            out += written(side, (c - 'A') % 2 == 0 ? side.start : side.end);
        else
            out += c;
    }
    return out + ")";
}

}  // namespace hatang::cql2
