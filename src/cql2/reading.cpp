#include "cql2/reading.hpp"

#include <algorithm>

namespace hatang::cql2 {
namespace {

int deepest(const std::vector<Expression>& items) {
    int out = 0;
    for (const Expression& e : items) out = std::max(out, depth_of(e));
    return out;
}

const char* problem_of_ring(const Geometry& ring) {
    if (ring.positions.size() < 4) return "a ring of at least 4 positions";
    return ring.positions.front() == ring.positions.back() ? nullptr : "a ring that ends where it begins";
}

}  // namespace

int depth_of(const Expression& e) {
    if (const auto* o = e.as<Operation>()) return 1 + deepest(o->args);
    if (const auto* f = e.as<Function>()) return 1 + deepest(f->args);
    if (const auto* a = e.as<Array>()) return 1 + deepest(a->items);
    if (const auto* i = e.as<Interval>()) return 1 + deepest(i->ends);
    return 1;
}

const char* problem_of(const Geometry& g) {
    if (g.type == geo::Type::point) return g.positions.size() == 1 ? nullptr : "one position";
    if (g.type == geo::Type::line_string)
        return g.positions.size() >= 2 ? nullptr : "a line of at least 2 positions";
    if (g.parts.empty()) return "at least one part";
    for (const Geometry& part : g.parts)
        if (const char* problem = g.type == geo::Type::polygon ? problem_of_ring(part) : problem_of(part))
            return problem;
    return nullptr;
}

std::optional<Date> read_date(std::string_view text) {
    if (text.size() != date_form.size()) return {};
    const auto midnight = parse_rfc3339(std::string(text) + "T00:00:00Z");
    if (!midnight) return {};
    return Date{static_cast<std::int32_t>(midnight->us / kDay)};
}

std::optional<Instant> read_timestamp(std::string_view text) { return parse_rfc3339(text); }

std::optional<Expression::Node> read_bound(std::string_view text) {
    if (text == "..") return Open{};
    if (const auto date = read_date(text)) return *date;
    if (const auto at = read_timestamp(text)) return *at;
    return {};
}

bool good_property_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::name_max && std::ranges::none_of(name, [](char c) {
        return c == '"' || static_cast<unsigned char>(c) < 0x20;
    });
}

bool good_function_name(std::string_view name) {
    return name.size() <= limits::name_max && is_identifier(name) && !is_keyword(name);
}

}  // namespace hatang::cql2
