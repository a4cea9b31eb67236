#include "json/describe.hpp"

#include <cmath>

namespace hatang::json {

void check_text(std::string_view text, const Limits& limits, std::string_view where) {
    const std::size_t length = code_points(text);
    if (length > limits.length_max)
        throw Error(Code::text_too_long, std::string(where), {std::to_string(limits.length_max)});
    if (length < limits.length_min) throw Error(Code::text_empty, std::string(where));
}

void check_number(double number, const Limits& limits, std::string_view where) {
    if (number >= limits.least && number <= limits.most) return;
    const auto text = [](double n) {
        Writer w;
        w.value(n);
        return w.take();
    };
    std::string range;
    if (std::isfinite(limits.least)) range = "≥ " + text(limits.least);
    if (std::isfinite(limits.most)) range.append(range.empty() ? "≤ " : ", ≤ ").append(text(limits.most));
    throw Error(Code::out_of_range, std::string(where), {text(number), range});
}

Instant read_instant(std::string_view text, std::string_view where) {
    if (const auto t = parse_rfc3339(text)) return *t;
    throw Error(Code::invalid_time, std::string(where), {std::string(text.substr(0, 64))});
}

void write_schema_limits(Writer& w, const Limits& limits, bool is_text, bool is_number) {
    if (is_text) {
        w.field("maxLength", limits.length_max);
        if (limits.length_min > 0) w.field("minLength", limits.length_min);
    }
    if (is_number) {
        if (std::isfinite(limits.least)) w.field("minimum", limits.least);
        if (std::isfinite(limits.most)) w.field("maximum", limits.most);
    }
}

}  // namespace hatang::json
