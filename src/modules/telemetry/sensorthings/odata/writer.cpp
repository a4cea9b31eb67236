// The canonical form of an expression.
#include <charconv>

#include "telemetry/sensorthings/odata/literals.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"

namespace hatang::telemetry::odata {
namespace {

constexpr std::string_view op_words[] = {"or", "and", "not", "eq",  "ne",  "lt",  "le", "gt",
                                         "ge", "add", "sub", "mul", "div", "mod", "-"};

std::string number_text(double n) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, n).ptr};
}

std::string quoted_text(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += c;
        out += c;
    }
    return out + "'";
}

std::string variable_text(int n) { return n == 0 ? "$it/" : "v" + std::to_string(n) + "/"; }

std::string links_text(const std::vector<const Navigation*>& steps) {
    std::string out;
    for (const Navigation* step : steps) out.append(step->name).append("/");
    return out;
}

struct ExpressionWriter {
    std::string operator()(Null) const { return "null"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(double n) const { return number_text(n); }
    std::string operator()(std::int64_t n) const { return std::to_string(n); }
    std::string operator()(const std::string& s) const { return quoted_text(s); }
    std::string operator()(Instant t) const { return to_rfc3339(t); }
    std::string operator()(const Interval& i) const { return to_rfc3339(i.start) + "/" + to_rfc3339(i.end); }
    std::string operator()(Duration d) const { return "duration'" + write_duration(d) + "'"; }
    std::string operator()(Date d) const { return write_date(d); }
    std::string operator()(TimeOfDay t) const { return write_time_of_day(t); }
    std::string operator()(const Geometry& g) const { return "geography'" + g.wkt + "'"; }
    std::string operator()(const Path& p) const {
        std::string out = variable_text(p.variable) + links_text(p.steps);
        out += p.property->name;
        for (const std::string& member : p.members) out += "/" + member;
        return out;
    }
    std::string operator()(const Operation& o) const {
        const std::string word(op_words[static_cast<std::size_t>(o.op)]);
        if (o.op == Op::not_) return "(not (" + to_text(o.args[0]) + "))";
        if (o.op == Op::negate) return "(-(" + to_text(o.args[0]) + "))";
        return "(" + to_text(o.args[0]) + " " + word + " " + to_text(o.args[1]) + ")";
    }
    std::string operator()(const In& in) const {
        return "(" + to_text(in.args[0]) + " in " + list(in.args, 1) + ")";
    }
    std::string operator()(const Call& c) const { return std::string(c.function->name) + list(c.args, 0); }
    std::string operator()(const Lambda& l) const {
        std::string out = variable_text(l.from_variable) + links_text(l.steps) + (l.all ? "all(" : "any(");
        if (!l.body.empty()) out += "v" + std::to_string(l.variable) + ": " + to_text(l.body[0]);
        return out + ")";
    }
    static std::string list(const std::vector<Expression>& args, std::size_t first) {
        std::string out = "(";
        for (std::size_t i = first; i < args.size(); ++i) {
            if (i > first) out += ", ";
            out += to_text(args[i]);
        }
        return out + ")";
    }
};

std::string expand_text(const std::vector<Expand>& items) {
    std::string out;
    for (const Expand& item : items) {
        if (!out.empty()) out += ",";
        out += item.navigation->name;
        auto options = to_query(item.options);
        if (item.options.top) options.emplace_back("$top", std::to_string(*item.options.top));
        if (item.options.skip) options.emplace_back("$skip", std::to_string(*item.options.skip));
        for (std::size_t i = 0; i < options.size(); ++i)
            out.append(i ? ";" : "(").append(options[i].first).append("=").append(options[i].second);
        if (!options.empty()) out += ")";
    }
    return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> to_query(const Options& o) {
    std::vector<std::pair<std::string, std::string>> out;
    if (o.filter) out.emplace_back("$filter", to_text(*o.filter));
    std::string keys, names;
    for (const OrderBy& key : o.orderby)
        keys.append(keys.empty() ? "" : ",").append(to_text(key.value)).append(key.descending ? " desc" : "");
    if (!keys.empty()) out.emplace_back("$orderby", keys);
    if (o.select)
        for (const std::string_view name : *o.select) names.append(names.empty() ? "" : ",").append(name);
    if (!names.empty()) out.emplace_back("$select", names);
    if (!o.expand.empty()) out.emplace_back("$expand", expand_text(o.expand));
    if (o.count) out.emplace_back("$count", "true");
    return out;
}

std::string to_text(const Expression& e) { return std::visit(ExpressionWriter{}, e.node); }

}  // namespace hatang::telemetry::odata
