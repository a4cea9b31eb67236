#include "registry/features/collection.hpp"

#include <algorithm>

#include "json/writer.hpp"
#include "registry/assets/checks.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

using Type = Property::Type;

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

template <std::size_t n>
std::string enumeration(const std::string_view (&values)[n]) {
    std::string out = R"("type":"string","enum":[)";
    for (const std::string_view value : values)
        out.append(out.back() == '[' ? "" : ",").append(quoted(value));
    return out + "]";
}

std::string text_schema(std::size_t most) {
    return R"("type":"string","minLength":1,"maxLength":)" + std::to_string(most);
}

constexpr std::string_view integer_schema = R"("type":"integer","format":"int64")",
                           instant_schema = R"("type":"string","format":"date-time")";

Property field(std::string name, Type type, std::string schema, std::string title, std::string title_en) {
    Property p;
    p.sql = "a." + (name == "class" ? std::string("class_key") : name);
    p.name = std::move(name);
    p.type = type;
    p.schema = std::move(schema);
    p.title = std::move(title);
    p.title_en = std::move(title_en);
    // People read the list: A, Ă, Â, B … Đ. The order of PostgreSQL's ICU collation is total.
    if (type == Type::text)
        p.order = p.sql + " collate \"vi-x-icu\"";
    else if (type != Type::texts && type != Type::json)
        p.order = p.sql;
    return p;
}

Property read_only(Property p) {
    p.read_only = true;
    return p;
}
Property required(Property p) {
    p.required = true;
    return p;
}

std::vector<Property> register_fields() {
    const std::string name = text_schema(limits::name_characters_max), integer(integer_schema),
                      instant(instant_schema);
    return {
        read_only(field("class", Type::text, R"("type":"string")", "Lớp công trình", "Class")),
        read_only(field("domain", Type::text, R"("type":"string")", "Lĩnh vực", "Domain")),
        read_only(field("level", Type::text, R"("type":"string","enum":["work","item","component"])",
                        "Cấp quản lý", "Level")),
        required(field("name", Type::text, name, "Tên", "Name")),
        field("name_en", Type::text, name, "Tên tiếng Anh", "English name"),
        field("other_names", Type::texts,
              R"("type":"array","maxItems":)" + std::to_string(limits::other_names_max) + R"(,"items":{)" +
                  name + "}",
              "Tên khác", "Other names"),
        field("status", Type::text, enumeration(asset_statuses), "Trạng thái", "Status"),
        field("grade", Type::text, enumeration(asset_grades), "Cấp công trình", "Class of the work"),
        field("parent_id", Type::integer, integer, "Thuộc công trình", "Part of"),
        field("owner_id", Type::integer, integer, "Chủ sở hữu", "Owner"),
        field("operator_id", Type::integer, integer, "Đơn vị vận hành", "Operator"),
        read_only(field("ward_code", Type::text, R"("type":"string")", "Mã phường, xã", "Ward code")),
        field("address", Type::text, name, "Địa chỉ", "Address"),
        read_only(
            field("generated", Type::boolean, R"("type":"boolean")", "Dữ liệu minh họa", "Made by the demo")),
        field("source", Type::text, name, "Nguồn dữ liệu", "Source"),
        field("sensitivity", Type::text, enumeration(asset_sensitivities), "Mức độ chia sẻ", "Sensitivity"),
        read_only(field("version", Type::integer, integer, "Phiên bản", "Version")),
        field("valid_from", Type::instant, instant, "Có hiệu lực từ", "Valid from"),
        read_only(field("recorded_at", Type::instant, instant, "Ghi nhận lúc", "Recorded at")),
        field(
            "identifiers", Type::json,
            R"("type":"array","items":{"type":"object","required":["kind","value"],"properties":{)"
            R"("kind":{"type":"string"},"value":{"type":"string"},"issuer":{"type":"string"},)"
            R"("valid_from":{"type":"string","format":"date"},"valid_to":{"type":"string","format":"date"}}})",
            "Mã định danh", "Identifiers"),
    };
}

Type type_of(json::Value schema) {
    const auto type = schema.find("type");
    const std::string_view name = type ? type->text() : std::string_view();
    if (name == "string") return Type::text;
    if (name == "integer") return Type::integer;
    if (name == "number") return Type::number;
    if (name == "boolean") return Type::boolean;
    if (name == "array") {
        const auto items = schema.find("items");
        const auto kind = items ? items->find("type") : std::nullopt;
        if (kind && kind->text() == "string") return Type::texts;
    }
    return Type::json;
}

// Old rows and imports may hold anything: a value of another type counts as absent.
std::string attribute_sql(std::string_view key, Type type) {
    std::string literal = "'";
    for (const char c : key) literal.append(c == '\'' ? 2 : 1, c);
    literal += '\'';
    const std::string value = "a.attributes -> " + literal, text = "a.attributes ->> " + literal;
    const auto when = [&](std::string_view kind, const std::string& then) {
        return "(case when jsonb_typeof(" + value + ") = '" + std::string(kind) + "' then " + then + " end)";
    };
    switch (type) {
        case Type::text:
            return when("string", text);
        case Type::integer:
            // Through numeric: "4.0" is an integer too; what does not fit a bigint is none.
            return when("number", "(case when abs((" + text + ")::numeric) < 9e18 then (" + text +
                                      ")::numeric::bigint end)");
        case Type::number:
            return when("number",
                        "(case when abs((" + text + ")::numeric) < 1e300 then (" + text + ")::float8 end)");
        case Type::boolean:
            return when("boolean", "(" + text + ")::boolean");
        case Type::texts:
            return when("array", "array(select jsonb_array_elements_text(" + value + "))");
        default:
            return "(" + value + ")";
    }
}

// The members of an attribute's schema but for its titles, which are written apart.
std::string schema_members(json::Value schema) {
    json::Writer w;
    w.begin_object();
    for (const auto [name, value] : schema.members())
        if (name != "title" && name != "title_en" && name != "code_list") w.raw_field(name, value.dump());
    std::string out = w.end_object().take();
    return out.substr(1, out.size() - 2);
}

Property attribute(std::string_view key, json::Value schema, bool is_required) {
    Property p;
    p.name = key;
    p.member = key;
    p.type = type_of(schema);
    p.sql = attribute_sql(key, p.type);
    if (p.type == Type::text)
        p.order = p.sql + " collate \"vi-x-icu\"";
    else if (p.type != Type::texts && p.type != Type::json)
        p.order = p.sql;
    p.schema = schema_members(schema);
    if (const auto title = schema.find("title")) p.title = title->text();
    if (const auto title = schema.find("title_en")) p.title_en = title->text();
    if (const auto codes = schema.find("enum"))
        for (const json::Value code : codes->items()) p.codes.emplace_back(code.text());
    p.required = is_required;
    return p;
}

cql2::Type cql2_type(Type type) {
    switch (type) {
        case Type::integer:
            return cql2::Type::integer;
        case Type::number:
            return cql2::Type::number;
        case Type::boolean:
            return cql2::Type::boolean;
        case Type::instant:
            return cql2::Type::instant;
        case Type::texts:
            return cql2::Type::text_array;
        default:
            return cql2::Type::text;
    }
}

}  // namespace

std::optional<std::size_t> Collection::find(std::string_view name) const {
    const auto found = std::ranges::find(properties, name, &Property::name);
    if (found == properties.end()) return std::nullopt;
    return static_cast<std::size_t>(found - properties.begin());
}

Collection collection_of(const catalogue::AssetClass& c) {
    Collection out;
    out.asset_class = &c;
    std::vector<Property> fields = register_fields();
    const json::Document document = json::parse(c.schema_json);
    std::vector<std::string_view> needed;
    if (const auto list = document.root().find("required"))
        for (const json::Value name : list->items()) needed.push_back(name.text());
    if (const auto properties = document.root().find("properties"))
        for (const auto [key, schema] : properties->members()) {
            Property p = attribute(key, schema, std::ranges::find(needed, key) != needed.end());
            if (std::ranges::find(fields, p.name, &Property::name) != fields.end()) {
                p.name = "attribute_" + p.name;
                out.renamed = true;
            }
            out.properties.push_back(std::move(p));
        }
    for (Property& p : fields) out.properties.push_back(std::move(p));

    out.queryables.items.push_back({"id", cql2::Type::integer, "a.id", {}, "Mã công trình", {}});
    out.queryables.items.push_back({"geometry", cql2::Type::geometry, "a.geom", {}, "Hình học", {}});
    for (const Property& p : out.properties)
        if (p.queryable())
            out.queryables.items.push_back({p.name, cql2_type(p.type), p.sql,
                                            p.name == "name" ? std::string("a.name_folded") : std::string(),
                                            p.title, p.codes});
    return out;
}

}  // namespace hatang::registry
