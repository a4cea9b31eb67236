#include "json/describe.hpp"

#include <algorithm>
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

void read_members(Value v, void* object, std::span<const ReadField> fields, std::string_view where) {
    std::uint64_t seen = 0;  // one bit a field: a struct has at most 64
    for (const auto [name, item] : v.members(where)) {
        const auto f = std::ranges::find(fields, name, &ReadField::name);
        if (f == fields.end()) throw Error(Code::unknown_field, pointer(where, name), {std::string(name)});
        const std::uint64_t bit = std::uint64_t{1} << (f - fields.begin());
        if (seen & bit) throw Error(Code::duplicate_field, pointer(where, name), {std::string(name)});
        seen |= bit;
        f->read(f->member(object), item, f->limits, pointer(where, name));
    }
    std::uint64_t bit = 1;
    for (const ReadField& f : fields) {
        if (f.required && !(seen & bit))
            throw Error(Code::missing_field, pointer(where, f.name), {std::string(f.name)});
        bit <<= 1;
    }
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

void write_struct_schema(Writer& w, Schemas& all, std::string_view name,
                         std::span<const SchemaField> fields) {
    if (all.enter(name)) {
        Writer body;
        body.begin_object().field("type", "object").field("additionalProperties", false);
        body.key("required").begin_array();
        for (const SchemaField& f : fields)
            if (f.required) body.value(f.name);
        body.end_array().key("properties").begin_object();
        for (const SchemaField& f : fields) {
            body.key(f.name);
            f.write(body, all, f.limits, f.about);
        }
        body.end_object().end_object();
        all.define(name, body.take());
    }
    w.begin_object().field("$ref", "#/components/schemas/" + std::string(name)).end_object();
}

}  // namespace hatang::json
