#include "telemetry/sensorthings/readings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Expression;
using odata::Fn;
using odata::Interval;
using odata::Kind;
using odata::Op;

constexpr int time_bits = 41, stream_bits = 22;

const double* number_in(const Value& v) { return std::get_if<double>(&v); }
const std::string* text_in(const Value& v) { return std::get_if<std::string>(&v); }
const Interval* time_in(const Value& v) { return std::get_if<Interval>(&v); }
bool is_number(const Value& v) {
    return std::holds_alternative<double>(v) || std::holds_alternative<std::int64_t>(v);
}
// Holds every double and every 64-bit integer.
long double exact(const Value& v) {
    if (const auto* whole = std::get_if<std::int64_t>(&v)) return static_cast<long double>(*whole);
    return static_cast<long double>(std::get<double>(v));
}
// For arithmetic, which is in double precision.
Value inexact(Value v) {
    if (const auto* whole = std::get_if<std::int64_t>(&v)) return static_cast<double>(*whole);
    return v;
}
bool is_null(const Value& v) { return std::holds_alternative<std::monostate>(v); }

std::string shortest(double n) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr};
}

Value moment(std::int64_t us) { return Interval{{us}, {us}}; }

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

Value finite(double n) { return std::isfinite(n) ? Value(n) : Value(); }

struct Calendar {
    std::int64_t year, month, day;
};
// Days since 1970 to the civil calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
Calendar calendar(std::int64_t days) {
    const std::int64_t z = days + 719'468, era = floor_div(z, 146'097), doe = z - era * 146'097;
    const std::int64_t yoe = (doe - doe / 1'460 + doe / 36'524 - doe / 146'096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const std::int64_t month = mp < 10 ? mp + 3 : mp - 9;
    return {yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

std::string ascii_cased(std::string text, bool upper) {
    for (char& c : text)
        if (upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z') c = static_cast<char>(c ^ 32);
    return text;
}

std::string trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return std::string(text);
}

// Byte of the nth character, the end when there are fewer.
std::size_t byte_of(std::string_view text, double characters) {
    std::size_t at = 0;
    for (double n = 0; n < characters && at < text.size(); n += 1) do
            ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

Value compared(Op op, const Value& a, const Value& b) {
    if (is_null(a) || is_null(b)) return {};
    if (const Interval* x = time_in(a), *y = time_in(b); x && y) return related(op, *x, *y);
    if (is_number(a) && is_number(b) && a.index() != b.index())
        return compared(op, exact(a) < exact(b) ? -1.0 : exact(a) > exact(b) ? 1.0 : 0.0, 0.0);
    // The literal decides: a number beside a text is a text.
    if (number_in(a) && text_in(b)) return compared(op, Value(shortest(*number_in(a))), b);
    if (text_in(a) && number_in(b)) return compared(op, a, Value(shortest(*number_in(b))));
    if (a.index() != b.index()) return {};
    const int order = compare(a, b);
    switch (op) {
        case Op::eq:
            return order == 0;
        case Op::ne:
            return order != 0;
        case Op::lt:
            return order < 0;
        case Op::le:
            return order <= 0;
        case Op::gt:
            return order > 0;
        default:
            return order >= 0;
    }
}

Value calculated(Op op, const Value& a, const Value& b) {
    if (is_null(a) || is_null(b)) return {};
    const double *x = number_in(a), *y = number_in(b);
    if (x && y) switch (op) {
            case Op::add:
                return finite(*x + *y);
            case Op::sub:
                return finite(*x - *y);
            case Op::mul:
                return finite(*x * *y);
            case Op::div:
                return *y == 0 ? Value() : finite(*x / *y);
            default:
                return *y == 0 ? Value() : finite(std::fmod(*x, *y));
        }
    const int sign = op == Op::sub ? -1 : 1;
    const Interval *s = time_in(a), *t = time_in(b);
    const auto *c = std::get_if<odata::Duration>(&a), *d = std::get_if<odata::Duration>(&b);
    if (s && t) return odata::Duration{s->start - t->start};
    if (s && d) return Interval{s->start + sign * d->us, s->end + sign * d->us};
    if (c && t) return Interval{t->start + c->us, t->end + c->us};
    if (c && d) return odata::Duration{c->us + sign * d->us};
    return {};
}

Value called(const odata::Call& c, const std::vector<Value>& args, Instant now) {
    for (const Value& v : args)
        if (is_null(v)) return {};
    const auto text = [&](std::size_t i) -> const std::string& { return std::get<std::string>(args[i]); };
    const auto number = [&](std::size_t i) { return std::get<double>(args[i]); };
    const auto time = [&](std::size_t i) -> const Interval& { return std::get<Interval>(args[i]); };
    const auto part = [&](std::int64_t unit, std::int64_t of) {
        const std::int64_t in = time(0).start.us;
        return Value(static_cast<double>(floor_div(in, unit) - floor_div(in, unit * of) * of));
    };
    const auto civil = [&] { return calendar(floor_div(time(0).start.us, kDay)); };
    switch (c.function->fn) {
        case Fn::substringof:
            return text(1).find(text(0)) != std::string::npos;
        case Fn::contains:
            return text(0).find(text(1)) != std::string::npos;
        case Fn::startswith:
            return text(0).starts_with(text(1));
        case Fn::endswith:
            return text(0).ends_with(text(1));
        case Fn::length:
            return static_cast<double>(code_points(text(0)));
        case Fn::indexof: {
            const std::size_t at = text(0).find(text(1));
            if (at == std::string::npos) return -1.0;
            return static_cast<double>(code_points(std::string_view(text(0)).substr(0, at)));
        }
        case Fn::substring: {
            const std::string_view all = text(0);
            const std::string_view rest = all.substr(byte_of(all, std::max(0.0, std::trunc(number(1)))));
            if (args.size() < 3) return std::string(rest);
            return std::string(rest.substr(0, byte_of(rest, std::max(0.0, std::trunc(number(2))))));
        }
        case Fn::tolower:
            return ascii_cased(text(0), false);
        case Fn::toupper:
            return ascii_cased(text(0), true);
        case Fn::trim:
            return trimmed(text(0));
        case Fn::concat:
            return text(0) + text(1);
        case Fn::year:
            return static_cast<double>(civil().year);
        case Fn::month:
            return static_cast<double>(civil().month);
        case Fn::day:
            return static_cast<double>(civil().day);
        case Fn::hour:
            return part(kHour, 24);
        case Fn::minute:
            return part(kMinute, 60);
        case Fn::second:
            return part(kSecond, 60);
        case Fn::fractionalseconds: {
            const std::int64_t us = time(0).start.us;
            return static_cast<double>(us - floor_div(us, kSecond) * kSecond) / kSecond;
        }
        case Fn::date:
            return odata::Date{floor_div(time(0).start.us, kDay)};
        case Fn::time: {
            const std::int64_t us = time(0).start.us;
            return odata::TimeOfDay{us - floor_div(us, kDay) * kDay};
        }
        case Fn::totaloffsetminutes:
            return 0.0;
        case Fn::now:
            return moment(now.us);
        case Fn::mindatetime:
            return moment(parse_rfc3339("0001-01-01T00:00:00Z")->us);
        case Fn::maxdatetime:
            return moment(parse_rfc3339("9999-12-31T23:59:59.999999Z")->us);
        case Fn::round:
            return std::round(number(0));
        case Fn::floor:
            return std::floor(number(0));
        case Fn::ceiling:
            return std::ceil(number(0));
        case Fn::before:
        case Fn::after:
        case Fn::meets:
        case Fn::during:
        case Fn::overlaps:
        case Fn::starts:
        case Fn::finishes:
            return related(c.function->fn, time(0), time(1));
        default:
            return {};  // geometry: no Observation has one of its own, so SQL has answered
    }
}

// Three values: null where the other side does not decide.
Value joined(Op op, const Value& a, const Value& b) {
    const bool decisive = op == Op::or_;
    const bool *x = std::get_if<bool>(&a), *y = std::get_if<bool>(&b);
    if ((x && *x == decisive) || (y && *y == decisive)) return decisive;
    if (x && y) return !decisive;
    return {};
}

// What a JSON value that took the type of its neighbour is, when it has another.
Value as_kind(Value v, Kind kind) {
    if (kind == Kind::text && number_in(v)) return shortest(*number_in(v));
    if (kind == Kind::boolean && !std::holds_alternative<bool>(v)) return {};
    if (kind == Kind::number && !is_number(v)) return {};
    return v;
}

}  // namespace

bool related(Op op, const Interval& a, const Interval& b) {
    switch (op) {
        case Op::eq:
            return a == b;
        case Op::ne:
            return !(a == b);
        case Op::lt:
            return a.end < b.start;
        case Op::le:
            return a.end <= b.start;
        case Op::gt:
            return a.start > b.end;
        default:
            return a.start >= b.end;
    }
}

bool related(Fn relation, const Interval& a, const Interval& b) {
    switch (relation) {
        case Fn::before:
            return a.end < b.start;
        case Fn::after:
            return a.start > b.end;
        case Fn::meets:
            return a.end == b.start || a.start == b.end;
        case Fn::during:
            return a.start >= b.start && a.end <= b.end;
        case Fn::overlaps:
            return a.start <= b.end && b.start <= a.end;
        case Fn::starts:
            return a.start == b.start;
        default:
            return a.end == b.end;
    }
}

bool is_result(const Expression& e) {
    const auto* path = e.as<odata::Path>();
    return path && path->property && path->property->name == "result" && path->members.empty();
}

std::int64_t observation_id(const ReadingOf& r) {
    const std::int64_t ms = (r.point.t_us - telemetry::limits::oldest.us) / kMillisecond;
    return (r.datastream_id << time_bits) | ms;
}

std::optional<ObservationKey> observation_key(std::int64_t id) {
    if (id <= 0) return {};
    const std::int64_t stream = id >> time_bits, ms = id & ((std::int64_t{1} << time_bits) - 1);
    if (stream == 0 || stream >= (std::int64_t{1} << stream_bits)) return {};
    const std::int64_t from = telemetry::limits::oldest.us + ms * kMillisecond;
    return ObservationKey{stream, from, from + kMillisecond - 1};
}

Value Evaluator::value(const Expression& e, const ReadingOf& r, const std::vector<Value>& of_stream,
                       const Results* results) const {
    if (const auto slot = slots_.find(&e); slot != slots_.end())
        return as_kind(of_stream[slot->second], e.kind);
    struct Visitor {
        const Evaluator& all;
        const Expression& e;
        const ReadingOf& r;
        const std::vector<Value>& of_stream;
        const Results* results;
        Value operator()(odata::Null) const { return {}; }
        Value operator()(bool b) const { return b; }
        Value operator()(double n) const { return n; }
        Value operator()(std::int64_t n) const { return n; }
        Value operator()(const std::string& s) const { return s; }
        Value operator()(Instant t) const { return moment(t.us); }
        Value operator()(const Interval& i) const { return i; }
        Value operator()(odata::Duration d) const { return d; }
        Value operator()(odata::Date d) const { return d; }
        Value operator()(odata::TimeOfDay t) const { return t; }
        Value operator()(const odata::Geometry&) const { return {}; }
        Value operator()(const odata::Lambda&) const { return {}; }
        Value operator()(const odata::Path& p) const {
            const std::string_view name = p.property->name;
            if (name == "id") return observation_id(r);
            if (name == "phenomenonTime") return moment(r.point.t_us);
            if (name == "result" && p.members.empty())
                return as_kind(results ? results->value(r.point.value) : Value(r.point.value), e.kind);
            if (name == "resultQuality") {
                constexpr std::string_view words[] = {"good", "uncertain", "bad"};
                return std::string(words[static_cast<std::size_t>(r.point.quality)]);
            }
            return {};
        }
        Value operator()(const odata::Operation& o) const {
            const Value a = all.value(o.args[0], r, of_stream, results);
            if (o.op == Op::not_) {
                const bool* b = std::get_if<bool>(&a);
                return b ? Value(!*b) : Value();
            }
            if (o.op == Op::negate) {
                if (is_number(a)) return -std::get<double>(inexact(a));
                const auto* d = std::get_if<odata::Duration>(&a);
                return d ? Value(odata::Duration{-d->us}) : Value();
            }
            const Value b = all.value(o.args[1], r, of_stream, results);
            if (o.op == Op::and_ || o.op == Op::or_) return joined(o.op, a, b);
            if (o.args[0].kind == Kind::null || o.args[1].kind == Kind::null) {
                // What has no value here, an array or an object, is a result all the same.
                const bool null = is_null(a) && is_null(b) && !is_result(o.args[0]) && !is_result(o.args[1]);
                if (o.op == Op::eq) return null;
                if (o.op == Op::ne) return !null;
            }
            return o.op <= Op::ge ? compared(o.op, a, b) : calculated(o.op, inexact(a), inexact(b));
        }
        Value operator()(const odata::In& in) const {
            const Value tested = all.value(in.args[0], r, of_stream, results);
            if (is_null(tested)) return {};
            for (std::size_t i = 1; i < in.args.size(); ++i) {
                const Value same = compared(Op::eq, tested, all.value(in.args[i], r, of_stream, results));
                if (const bool* b = std::get_if<bool>(&same); b && *b) return true;
            }
            return false;
        }
        Value operator()(const odata::Call& c) const {
            std::vector<Value> args;
            for (std::size_t i = 0; i < c.args.size(); ++i)
                args.push_back(inexact(all.value(c.args[i], r, of_stream, results)));
            return called(c, args, all.now_);
        }
    };
    return std::visit(Visitor{*this, e, r, of_stream, results}, e.node);
}

int compare(const Value& a, const Value& b) {
    if (is_null(a) || is_null(b)) return static_cast<int>(is_null(a)) - static_cast<int>(is_null(b));
    if (a.index() != b.index()) return a.index() < b.index() ? -1 : 1;
    const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    if (const bool* x = std::get_if<bool>(&a)) return order(*x, std::get<bool>(b));
    if (const double* x = number_in(a)) return order(*x, std::get<double>(b));
    if (const auto* x = std::get_if<std::int64_t>(&a)) return order(*x, std::get<std::int64_t>(b));
    if (const std::string* x = text_in(a)) return order(*x, std::get<std::string>(b));
    if (const Interval* x = time_in(a)) {
        const Interval& y = std::get<Interval>(b);
        const int start = order(x->start, y.start);
        return start != 0 ? start : order(x->end, y.end);
    }
    if (const auto* x = std::get_if<odata::Duration>(&a))
        return order(x->us, std::get<odata::Duration>(b).us);
    if (const auto* x = std::get_if<odata::Date>(&a)) return order(x->days, std::get<odata::Date>(b).days);
    return order(std::get<odata::TimeOfDay>(a).us, std::get<odata::TimeOfDay>(b).us);
}

}  // namespace hatang::telemetry::sta
