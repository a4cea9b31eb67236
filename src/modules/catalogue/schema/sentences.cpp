#include "catalogue/schema/sentences.hpp"

#include <algorithm>

namespace hatang::catalogue {
namespace {

using json::Kind;
using json::Value;

// Values of strangers are quoted as far as one can read them.
constexpr std::size_t quoted_bytes_max = 80;

std::string quoted(std::string_view text) {
    std::size_t end = std::min(text.size(), quoted_bytes_max);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return "“" + std::string(text.substr(0, end)) + (end < text.size() ? "…”" : "”");
}

// 12.5 as people write it: 12,5 and 12.5; groups of three from 10,000 on (a year has none).
Sentence number(Value v) {
    const std::string plain = v.dump();
    const std::size_t dot = std::min(plain.find('.'), plain.size());
    std::string whole = plain.substr(0, dot), rest = plain.substr(dot);
    if (rest == ".0") rest.clear();
    if (rest.find('e') != std::string::npos || whole.find('e') != std::string::npos) return {plain, plain};
    const std::size_t sign = whole.starts_with('-') ? 1 : 0;
    std::string vi = whole, en = whole;
    if (whole.size() - sign > 4)
        for (std::size_t at = whole.size() - 3; at > sign && at < whole.size(); at -= 3) {
            vi.insert(at, ".");
            en.insert(at, ",");
        }
    if (!rest.empty()) vi.append(",").append(rest.substr(1)), en.append(rest);
    return {vi, en};
}

Sentence join(const Sentence& a, std::string_view vi, std::string_view en, const Sentence& b = {}) {
    return {a.vi + std::string(vi) + b.vi, a.en + std::string(en) + b.en};
}

std::string text_member(const std::optional<Value>& object, std::string_view name) {
    if (!object || object->kind() != Kind::object) return {};
    const auto found = object->find(name);
    return found && found->kind() == Kind::text ? std::string(found->text()) : std::string();
}

std::string code_title(const std::optional<Value>& schema, std::string_view titles, std::string_view code) {
    if (!schema || schema->kind() != Kind::object) return {};
    return text_member(schema->find(titles), code);
}

Sentence type_words(std::string_view type) {
    if (type == "integer") return {"số nguyên", "a whole number"};
    if (type == "number") return {"số", "a number"};
    if (type == "string") return {"chữ", "a text"};
    if (type == "boolean") return {"có hoặc không", "yes or no"};
    if (type == "array") return {"danh sách", "a list"};
    return {"nhóm giá trị có tên", "an object"};
}

}  // namespace

Sentence FieldNames::title() const {
    const std::string vi = text_member(schema, "title"), en = text_member(schema, "title_en");
    return {quoted(vi.empty() ? key : vi), quoted(en.empty() ? (vi.empty() ? key : vi) : en)};
}

Sentence FieldNames::shown(Value value) const {
    switch (value.kind()) {
        case Kind::boolean:
            return value.boolean() ? Sentence{"có", "yes"} : Sentence{"không", "no"};
        case Kind::integer:
        case Kind::real: {
            const std::string unit = text_member(schema, "unit");
            return unit.empty() ? number(value) : join(number(value), " " + unit, " " + unit);
        }
        case Kind::text: {
            const std::string vi = code_title(schema, "enum_titles", value.text()),
                              en = code_title(schema, "enum_titles_en", value.text());
            return {quoted(vi.empty() ? value.text() : vi), quoted(en.empty() ? value.text() : en)};
        }
        case Kind::null:
            return {"trống", "empty"};
        case Kind::array:
        case Kind::object:
            return {quoted(value.dump()), quoted(value.dump())};
    }
    return {};
}

namespace sentences {

Sentence wrong_type(const FieldNames& field, Value value, std::string_view type) {
    return join(join(field.title(), " là ", " is ", field.shown(value)), "; phải là ", "; it must be ",
                type_words(type));
}
Sentence below(const FieldNames& field, Value value, Value least) {
    return join(join(field.title(), " là ", " is ", field.shown(value)), "; không được nhỏ hơn ",
                "; it must not be less than ", field.shown(least));
}
Sentence above(const FieldNames& field, Value value, Value most) {
    return join(join(field.title(), " là ", " is ", field.shown(value)), "; không được lớn hơn ",
                "; it must not be more than ", field.shown(most));
}
Sentence not_listed(const FieldNames& field, Value value, Value allowed) {
    Sentence all;
    for (const Value option : allowed.items())
        all = join(all, all.vi.empty() ? "" : ", ", all.en.empty() ? "" : ", ", field.shown(option));
    return join(join(field.title(), " là ", " is ", field.shown(value)), "; phải là một trong ",
                "; it must be one of ", all);
}
Sentence too_long(const FieldNames& field, std::size_t characters, Value most) {
    const std::string n = std::to_string(characters);
    return join(join(field.title(), " dài " + n + " ký tự; tối đa ", " has " + n + " characters; at most "),
                "", "", number(most));
}
Sentence no_date(const FieldNames& field, Value value) {
    return join(join(field.title(), " là ", " is ", field.shown(value)),
                "; phải là ngày có thật, dạng 2026-07-01", "; it must be a real day such as 2026-07-01");
}
Sentence too_many(const FieldNames& field, std::size_t items, Value most) {
    const std::string n = std::to_string(items);
    return join(join(field.title(), " có " + n + " dòng; tối đa ", " has " + n + " items; at most "), "", "",
                number(most));
}
Sentence missing(const FieldNames& field) {
    return {"Thiếu " + field.title().vi, field.title().en + " is missing"};
}
Sentence not_used(const FieldNames& field) { return join(field.title(), " phải để trống", " must be empty"); }
Sentence unknown(std::string_view key) {
    return {"Loại công trình này không có thuộc tính " + quoted(key),
            "this class has no attribute " + quoted(key)};
}
Sentence because(Sentence said, Sentence why) { return join(said, " vì ", " because ", why); }

}  // namespace sentences
}  // namespace hatang::catalogue
