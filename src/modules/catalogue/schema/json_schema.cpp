#include "catalogue/schema/json_schema.hpp"

#include <array>
#include <cmath>
#include <set>

#include "base/text.hpp"
#include "json/writer.hpp"

namespace hatang::catalogue {
namespace {

using json::Kind;
using json::Value;

constexpr std::array types{"object", "array", "string", "number", "integer", "boolean"};
constexpr std::array notes{"$schema",     "title",     "title_en",    "unit",
                           "description", "code_list", "enum_titles", "enum_titles_en"};

bool has_type(Value v, std::string_view type) {
    switch (v.kind()) {
        case Kind::object:
            return type == "object";
        case Kind::array:
            return type == "array";
        case Kind::text:
            return type == "string";
        case Kind::boolean:
            return type == "boolean";
        case Kind::integer:
            return type == "integer" || type == "number";
        // JSON Schema counts 6.0 as an integer (draft 2020-12, Validation, 6.1.1).
        case Kind::real:
            return type == "number" || (type == "integer" && std::trunc(v.number()) == v.number());
        case Kind::null:
            return false;
    }
    return false;
}

Error refused(std::string_view where, std::string_view keyword, std::string_view expected) {
    return Error(Code::schema_violation, std::string(where),
                 {std::string(keyword) + ": " + std::string(expected)});
}

std::optional<Error> check_enum(Value allowed, Value value, std::string_view where) {
    std::string all;
    for (const Value option : allowed.items()) {
        if (value.kind() == Kind::text && value.text() == option.text()) return std::nullopt;
        all.append(all.empty() ? "" : ", ").append(option.text());
    }
    return refused(where, "enum", all);
}

std::optional<Error> check_number(Value schema, Value value, std::string_view where) {
    const double number = value.number();
    if (const auto least = schema.find("minimum"); least && number < least->number())
        return refused(where, "minimum", least->dump());
    if (const auto most = schema.find("maximum"); most && number > most->number())
        return refused(where, "maximum", most->dump());
    return std::nullopt;
}

std::optional<Error> check_items(Value schema, Value value, std::string_view where) {
    if (const auto most = schema.find("maxItems");
        most && static_cast<std::int64_t>(value.size()) > most->integer())
        return refused(where, "maxItems", most->dump());
    const auto item_schema = schema.find("items");
    if (!item_schema) return std::nullopt;
    std::size_t index = 0;
    for (const Value item : value.items())
        if (auto error = schema_violation(*item_schema, item, json::pointer(where, index++))) return error;
    return std::nullopt;
}

std::optional<Error> check_members(Value schema, Value value, std::string_view where) {
    if (const auto most = schema.find("maxProperties");
        most && static_cast<std::int64_t>(value.size()) > most->integer())
        return refused(where, "maxProperties", most->dump());
    const auto properties = schema.find("properties");
    const auto others = schema.find("additionalProperties");
    std::set<std::string_view> seen;
    for (const auto [name, member] : value.members()) {
        const std::string at = json::pointer(where, name);
        if (!seen.insert(name).second) return Error(Code::duplicate_field, at, {std::string(name)});
        auto member_schema = properties ? properties->find(name) : std::nullopt;
        if (!member_schema && others) {
            if (others->kind() == Kind::object)
                member_schema = others;
            else if (!others->boolean())
                return refused(at, "additionalProperties", "false");
        }
        if (member_schema)
            if (auto error = schema_violation(*member_schema, member, at)) return error;
    }
    if (const auto required = schema.find("required"))
        for (const Value name : required->items())
            if (!seen.contains(name.text()))
                return refused(json::pointer(where, name.text()), "required", name.text());
    return std::nullopt;
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<const char*, N>& words) {
    for (const char* w : words)
        if (word == w) return true;
    return false;
}

std::string defect_of_keyword(std::string_view keyword, Value v, const std::string& at) {
    const auto expect = [&](bool sound) { return sound ? std::string() : at + ": malformed"; };
    if (keyword == "type") return expect(v.kind() == Kind::text && one_of(v.text(), types));
    if (keyword == "minimum" || keyword == "maximum")
        return expect(v.kind() == Kind::integer || v.kind() == Kind::real);
    if (keyword == "maxLength" || keyword == "maxItems" || keyword == "maxProperties")
        return expect(v.kind() == Kind::integer && v.integer() >= 0);
    if (keyword == "enum" || keyword == "required") {
        if (v.kind() != Kind::array) return expect(false);
        for (const Value item : v.items())
            if (item.kind() != Kind::text) return expect(false);
        return {};
    }
    if (keyword == "items") return schema_defect(v, at);
    if (keyword == "additionalProperties")
        return v.kind() == Kind::boolean ? std::string() : schema_defect(v, at);
    if (keyword == "properties") {
        if (v.kind() != Kind::object) return expect(false);
        for (const auto [name, member] : v.members())
            if (auto defect = schema_defect(member, json::pointer(at, name)); !defect.empty()) return defect;
        return {};
    }
    return one_of(keyword, notes) ? std::string() : at + ": keyword outside the subset";
}

}  // namespace

std::optional<Error> schema_violation(Value schema, Value value, std::string_view where) {
    if (const auto type = schema.find("type"); type && !has_type(value, type->text()))
        return refused(where, "type", type->text());
    if (const auto allowed = schema.find("enum"))
        if (auto error = check_enum(*allowed, value, where)) return error;
    switch (value.kind()) {
        case Kind::integer:
        case Kind::real:
            return check_number(schema, value, where);
        case Kind::text:
            if (const auto most = schema.find("maxLength");
                most && static_cast<std::int64_t>(code_points(value.text())) > most->integer())
                return refused(where, "maxLength", most->dump());
            return std::nullopt;
        case Kind::array:
            return check_items(schema, value, where);
        case Kind::object:
            return check_members(schema, value, where);
        case Kind::boolean:
        case Kind::null:
            return std::nullopt;
    }
    return std::nullopt;
}

std::string schema_defect(Value schema, std::string_view where) {
    if (schema.kind() != Kind::object) return std::string(where) + ": not an object";
    for (const auto [keyword, v] : schema.members())
        if (auto defect = defect_of_keyword(keyword, v, json::pointer(where, keyword)); !defect.empty())
            return defect;
    return {};
}

}  // namespace hatang::catalogue
