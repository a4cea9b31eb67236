// What a filter says of Observations and of times, before any reading is looked at.
#include <algorithm>
#include <limits>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/readings.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expression;
using odata::Fn;
using odata::Interval;
using odata::Kind;
using odata::Op;

void each_part(const Expression& e, const auto& use) {
    if (const auto* o = e.as<odata::Operation>())
        for (const Expression& arg : o->args) use(arg);
    if (const auto* in = e.as<odata::In>())
        for (const Expression& arg : in->args) use(arg);
    if (const auto* c = e.as<odata::Call>())
        for (const Expression& arg : c->args) use(arg);
}

bool speaks_of_reading(const Expression& e) {
    if (const auto* p = e.as<odata::Path>()) return p->variable == 0 && p->steps.empty();
    bool found = false;
    each_part(e, [&](const Expression& arg) { found = found || speaks_of_reading(arg); });
    return found;
}
bool speaks_of_stream(const Expression& e) {
    if (const auto* p = e.as<odata::Path>()) return !p->steps.empty();
    if (e.as<odata::Lambda>()) return true;
    bool found = false;
    each_part(e, [&](const Expression& arg) { found = found || speaks_of_stream(arg); });
    return found;
}

// a < b is b > a.
Op other_way(Op op) {
    if (op < Op::lt || op > Op::ge) return op;
    constexpr Op turned[] = {Op::gt, Op::ge, Op::lt, Op::le};
    return turned[static_cast<std::size_t>(op) - static_cast<std::size_t>(Op::lt)];
}

// phenomenonTime on the left and a time written out on the right, or the other way round.
bool narrow(const Expression& e, TakenApart& out) {
    const auto* o = e.as<odata::Operation>();
    const auto* c = e.as<odata::Call>();
    const std::vector<Expression>* args = o ? &o->args : c ? &c->args : nullptr;
    if (!args || args->size() != 2) return false;
    const auto is_time_of = [](const Expression& side) {
        const auto* p = side.as<odata::Path>();
        return p && p->steps.empty() && p->property->name == "phenomenonTime";
    };
    const bool turned = is_time_of((*args)[1]);
    if (!turned && !is_time_of((*args)[0])) return false;
    const Expression& other = (*args)[turned ? 0 : 1];
    Interval t;
    if (const Instant* at = other.as<Instant>())
        t = {*at, *at};
    else if (const Interval* span = other.as<Interval>())
        t = *span;
    else
        return false;
    const auto after = [&](Instant at, std::int64_t by) { out.from_us = std::max(out.from_us, at.us + by); };
    const auto before = [&](Instant at, std::int64_t by) { out.to_us = std::min(out.to_us, at.us - by); };
    if (o) {
        Op op = o->op;
        if (turned) op = other_way(op);
        if (op == Op::eq && t.start == t.end) return after(t.start, 0), before(t.end, 0), true;
        if (op == Op::lt) return before(t.start, 1), true;
        if (op == Op::le) return before(t.start, 0), true;
        if (op == Op::gt) return after(t.end, 1), true;
        if (op == Op::ge) return after(t.end, 0), true;
        return false;
    }
    if (turned) return false;
    switch (c->function->fn) {
        case Fn::before:
            return before(t.start, 1), true;
        case Fn::after:
            return after(t.end, 1), true;
        case Fn::during:
        case Fn::overlaps:
            return after(t.start, 0), before(t.end, 0), true;
        default:
            return false;
    }
}

void take_apart(const Expression& e, TakenApart& out) {
    if (const auto* o = e.as<odata::Operation>(); o && o->op == Op::and_) {
        for (const Expression& arg : o->args) take_apart(arg, out);
        return;
    }
    if (!speaks_of_reading(e)) {
        out.of_stream.push_back(&e);
        return;
    }
    // The bounds say it wholly.
    if (narrow(e, out)) return;
    out.of_reading.push_back(&e);
}

}  // namespace

bool TimeCondition::holds(Instant first, Instant last) const {
    const Interval own{first, last};
    const Interval &a = turned ? other : own, &b = turned ? own : other;
    return relation ? related(*relation, a, b) : related(op, a, b);
}

std::optional<TimeCondition> time_condition(const Expression& e) {
    const auto* o = e.as<odata::Operation>();
    const auto* c = e.as<odata::Call>();
    TimeCondition out;
    if (o && o->op >= Op::eq && o->op <= Op::ge)
        out.op = o->op;
    else if (c && c->function->fn >= Fn::before && c->function->fn <= Fn::finishes)
        out.relation = c->function->fn;
    else
        return {};
    const std::vector<Expression>& args = o ? o->args : c->args;
    const auto streams_time = [](const Expression& side) {
        const auto* p = side.as<odata::Path>();
        return p && p->property->kind == Kind::time && p->property->name == "phenomenonTime" ? p : nullptr;
    };
    out.turned = !streams_time(args[0]);
    out.path = streams_time(args[out.turned ? 1 : 0]);
    if (!out.path) return {};
    const Expression& written = args[out.turned ? 0 : 1];
    if (const Instant* at = written.as<Instant>())
        out.other = {*at, *at};
    else if (const Interval* span = written.as<Interval>())
        out.other = *span;
    else
        return {};
    return out;
}

TakenApart take_apart(const Expression& filter) {
    TakenApart out{{}, {}, telemetry::limits::oldest.us, std::numeric_limits<std::int64_t>::max()};
    take_apart(filter, out);
    return out;
}

namespace {

void narrow_results(Op op, double n, WorthDecoding& out) {
    if (op == Op::gt || op == Op::ge || op == Op::eq) out.least = std::max(out.least, n);
    if (op == Op::lt || op == Op::le || op == Op::eq) out.most = std::min(out.most, n);
}

bool is_quality(const Expression& e) {
    const auto* path = e.as<odata::Path>();
    return path && path->steps.empty() && path->property->name == "resultQuality" && path->members.empty();
}

}  // namespace

WorthDecoding worth_decoding(const std::vector<const Expression*>& conditions) {
    WorthDecoding out;
    for (const Expression* e : conditions) {
        const auto* o = e->as<odata::Operation>();
        if (!o || o->args.size() != 2) continue;
        const bool turned = o->args[0].is_literal();
        const Expression &tested = o->args[turned ? 1 : 0], &literal = o->args[turned ? 0 : 1];
        const auto* word = literal.as<std::string>();
        if (is_quality(tested) && word)
            out.not_good =
                out.not_good || (o->op == Op::eq && *word != "good") || (o->op == Op::ne && *word == "good");
        const auto* n = literal.as<double>();
        if (!is_result(tested) || !n || std::isnan(*n)) continue;
        narrow_results(turned ? other_way(o->op) : o->op, *n, out);
    }
    return out;
}

bool asks_result(const Expression& e) {
    const auto* path = e.as<odata::Path>();
    bool asks = path && path->property && path->property->name == "result";
    each_part(e, [&](const Expression& part) { asks = asks || asks_result(part); });
    return asks;
}

void stream_parts(const Expression& e, std::vector<const Expression*>& out) {
    if (!speaks_of_stream(e)) return;
    if (!speaks_of_reading(e)) {
        out.push_back(&e);
        return;
    }
    each_part(e, [&](const Expression& arg) { stream_parts(arg, out); });
}

}  // namespace hatang::telemetry::sta
