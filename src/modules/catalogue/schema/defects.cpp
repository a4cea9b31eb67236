// Whether a schema lies within the subset: asked once for each class when the program starts.
#include <array>
#include <set>

#include "catalogue/schema/json_schema.hpp"

namespace hatang::catalogue {
namespace {

using json::Kind;
using json::Value;

constexpr std::array types{"object", "array", "string", "number", "integer", "boolean"};
constexpr std::array notes{"$schema",     "title",     "title_en",    "unit",
                           "description", "code_list", "enum_titles", "enum_titles_en"};

template <std::size_t N>
bool one_of(std::string_view word, const std::array<const char*, N>& words) {
    for (const char* w : words)
        if (word == w) return true;
    return false;
}

bool is_number(Value v) { return v.kind() == Kind::integer || v.kind() == Kind::real; }
bool is_scalar(Value v) { return v.kind() == Kind::text || v.kind() == Kind::boolean || is_number(v); }

bool all_texts(Value v) {
    if (v.kind() != Kind::array) return false;
    for (const Value item : v.items())
        if (item.kind() != Kind::text) return false;
    return true;
}
bool all_scalars(Value v) {
    if (v.kind() != Kind::array) return false;
    for (const Value item : v.items())
        if (!is_scalar(item)) return false;
    return true;
}

std::string of_members(Value v, const std::string& at) {
    if (v.kind() != Kind::object) return at + ": malformed";
    for (const auto [name, member] : v.members())
        if (auto defect = schema_defect(member, json::pointer(at, name)); !defect.empty()) return defect;
    return {};
}

std::string of_items(Value v, const std::string& at) {
    if (v.kind() != Kind::array || v.size() == 0) return at + ": malformed";
    std::size_t index = 0;
    for (const Value item : v.items())
        if (auto defect = schema_defect(item, json::pointer(at, index++)); !defect.empty()) return defect;
    return {};
}

std::string of_keyword(std::string_view keyword, Value v, const std::string& at) {
    const auto expect = [&](bool sound) { return sound ? std::string() : at + ": malformed"; };
    if (keyword == "type") return expect(v.kind() == Kind::text && one_of(v.text(), types));
    if (keyword == "const") return expect(is_scalar(v));
    if (keyword == "enum") return expect(all_scalars(v));
    if (keyword == "minimum" || keyword == "maximum") return expect(is_number(v));
    if (keyword == "maxLength" || keyword == "maxItems" || keyword == "maxProperties")
        return expect(v.kind() == Kind::integer && v.integer() >= 0);
    if (keyword == "format") return expect(v.kind() == Kind::text && v.text() == "date");
    if (keyword == "required") return expect(all_texts(v));
    if (keyword == "items" || keyword == "if" || keyword == "then" || keyword == "else" ||
        keyword == "additionalProperties")
        return schema_defect(v, at);
    if (keyword == "allOf") return of_items(v, at);
    if (keyword == "properties" || keyword == "dependentSchemas") return of_members(v, at);
    if (keyword == "dependentRequired") {
        if (v.kind() != Kind::object) return expect(false);
        for (const auto [name, wanted] : v.members())
            if (!all_texts(wanted)) return json::pointer(at, name) + ": malformed";
        return {};
    }
    if (keyword == "groups" || keyword == "mandatory") return {};  // of_notes looks at them
    return one_of(keyword, notes) ? std::string() : at + ": keyword outside the subset";
}

// Groups of a form and the mandatory core name properties that exist; a property stands in one group.
std::string of_notes(Value schema, std::string_view where, std::string_view keyword) {
    const auto list = schema.find(keyword), properties = schema.find("properties");
    if (!list) return {};
    const std::string at = json::pointer(where, keyword);
    if (list->kind() != Kind::array || !properties) return at + ": malformed";
    std::set<std::string_view> seen;
    std::size_t index = 0;
    for (const Value item : list->items()) {
        const std::string here = json::pointer(at, index++);
        const auto names = item.kind() == Kind::object ? item.find("properties") : std::nullopt;
        if (!names || !all_texts(*names) || !item.find(keyword == "groups" ? "title" : "legal_basis"))
            return here + ": malformed";
        for (const Value name : names->items()) {
            if (!properties->find(name.text())) return here + ": no property " + std::string(name.text());
            if (!seen.insert(name.text()).second && keyword == "groups")
                return here + ": twice " + std::string(name.text());
        }
    }
    return {};
}

}  // namespace

std::string schema_defect(Value schema, std::string_view where) {
    if (schema.kind() == Kind::boolean) return {};
    if (schema.kind() != Kind::object) return std::string(where) + ": not an object";
    for (const auto [keyword, v] : schema.members())
        if (auto defect = of_keyword(keyword, v, json::pointer(where, keyword)); !defect.empty())
            return defect;
    if (auto defect = of_notes(schema, where, "groups"); !defect.empty()) return defect;
    return of_notes(schema, where, "mandatory");
}

}  // namespace hatang::catalogue
