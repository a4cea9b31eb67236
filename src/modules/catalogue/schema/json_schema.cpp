#include "catalogue/schema/json_schema.hpp"

#include <cmath>
#include <set>

#include "base/text.hpp"
#include "catalogue/dates.hpp"
#include "catalogue/schema/sentences.hpp"
#include "json/writer.hpp"

namespace hatang::catalogue {
namespace {

using json::Kind;
using json::Value;
using Violation = std::optional<Error>;

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

// Scalars only; 1 and 1.0 are the same number.
bool same(Value a, Value b) {
    const auto numeric = [](Value v) { return v.kind() == Kind::integer || v.kind() == Kind::real; };
    if (numeric(a) && numeric(b)) return a.number() == b.number();
    if (a.kind() != b.kind()) return false;
    if (a.kind() == Kind::text) return a.text() == b.text();
    return a.kind() == Kind::boolean && a.boolean() == b.boolean();
}

std::string word(Value v) { return v.kind() == Kind::text ? std::string(v.text()) : v.dump(); }

Error refused(std::string_view where, std::string_view keyword, std::string_view expected, Sentence said) {
    return Error(
        Code::schema_violation, std::string(where),
        {std::string(keyword) + ": " + std::string(expected), std::move(said.vi), std::move(said.en)});
}

class Check {
  public:
    // `fields`: the properties of the class, which know the titles that a branch of a condition does not
    // repeat.
    explicit Check(std::optional<Value> fields) : fields_(fields) {}

    Violation value(Value schema, Value v, std::string_view where, const FieldNames& field) const {
        if (schema.kind() == Kind::boolean) {
            if (schema.boolean()) return std::nullopt;
            return refused(where, "properties", "false", sentences::not_used(field));
        }
        if (const auto type = schema.find("type"); type && !has_type(v, type->text()))
            return refused(where, "type", type->text(), sentences::wrong_type(field, v, type->text()));
        if (const auto only = schema.find("const"); only && !same(*only, v))
            return refused(where, "const", word(*only), sentences::not_used(field));
        if (const auto allowed = schema.find("enum"))
            if (auto error = listed(*allowed, v, where, field)) return error;
        if (auto error = by_kind(schema, v, where, field)) return error;
        return conditions(schema, v, where, field);
    }

  private:
    Violation by_kind(Value schema, Value v, std::string_view where, const FieldNames& field) const {
        switch (v.kind()) {
            case Kind::integer:
            case Kind::real:
                return number(schema, v, where, field);
            case Kind::text:
                return text(schema, v, where, field);
            case Kind::array:
                return items(schema, v, where, field);
            case Kind::object:
                return members(schema, v, where, field);
            case Kind::boolean:
            case Kind::null:
                return std::nullopt;
        }
        return std::nullopt;
    }

    static Violation listed(Value allowed, Value v, std::string_view where, const FieldNames& field) {
        std::string all;
        for (const Value option : allowed.items()) {
            if (same(v, option)) return std::nullopt;
            all.append(all.empty() ? "" : ", ").append(word(option));
        }
        return refused(where, "enum", all, sentences::not_listed(field, v, allowed));
    }

    static Violation number(Value schema, Value v, std::string_view where, const FieldNames& field) {
        if (const auto least = schema.find("minimum"); least && v.number() < least->number())
            return refused(where, "minimum", least->dump(), sentences::below(field, v, *least));
        if (const auto most = schema.find("maximum"); most && v.number() > most->number())
            return refused(where, "maximum", most->dump(), sentences::above(field, v, *most));
        return std::nullopt;
    }

    static Violation text(Value schema, Value v, std::string_view where, const FieldNames& field) {
        const std::size_t length = code_points(v.text());
        if (const auto most = schema.find("maxLength");
            most && static_cast<std::int64_t>(length) > most->integer())
            return refused(where, "maxLength", most->dump(), sentences::too_long(field, length, *most));
        if (const auto format = schema.find("format"); format && !is_date(v.text()))
            return refused(where, "format", format->text(), sentences::no_date(field, v));
        return std::nullopt;
    }

    Violation items(Value schema, Value v, std::string_view where, const FieldNames& field) const {
        if (const auto most = schema.find("maxItems");
            most && static_cast<std::int64_t>(v.size()) > most->integer())
            return refused(where, "maxItems", most->dump(), sentences::too_many(field, v.size(), *most));
        const auto item_schema = schema.find("items");
        if (!item_schema) return std::nullopt;
        // Columns of a table have titles of their own; a plain item goes by the name of its list.
        const bool table = item_schema->kind() == Kind::object && item_schema->find("properties");
        const Check inner(table ? item_schema->find("properties") : fields_);
        const bool named = item_schema->kind() == Kind::object && item_schema->find("enum_titles");
        const FieldNames item_field{named ? *item_schema : field.schema, field.key};
        std::size_t index = 0;
        for (const Value item : v.items())
            if (auto error = inner.value(*item_schema, item, json::pointer(where, index++), item_field))
                return error;
        return std::nullopt;
    }

    Violation members(Value schema, Value v, std::string_view where, const FieldNames& field) const {
        if (const auto most = schema.find("maxProperties");
            most && static_cast<std::int64_t>(v.size()) > most->integer())
            return refused(where, "maxProperties", most->dump(), sentences::too_many(field, v.size(), *most));
        const auto properties = schema.find("properties");
        const auto others = schema.find("additionalProperties");
        std::set<std::string_view> seen;
        for (const auto [name, member] : v.members()) {
            const std::string at = json::pointer(where, name);
            if (!seen.insert(name).second) return Error(Code::duplicate_field, at, {std::string(name)});
            auto member_schema = properties ? properties->find(name) : std::nullopt;
            if (!member_schema && others) {
                if (others->kind() == Kind::object)
                    member_schema = others;
                else if (!others->boolean())
                    return refused(at, "additionalProperties", "false", sentences::unknown(name));
            }
            if (member_schema)
                if (auto error = value(*member_schema, member, at, names(name))) return error;
        }
        if (const auto required = schema.find("required"))
            for (const Value name : required->items())
                if (!seen.contains(name.text()))
                    return refused(json::pointer(where, name.text()), "required", name.text(),
                                   sentences::missing(names(name.text())));
        return std::nullopt;
    }

    Violation conditions(Value schema, Value v, std::string_view where, const FieldNames& field) const {
        if (const auto all = schema.find("allOf"))
            for (const Value one : all->items())
                if (auto error = value(one, v, where, field)) return error;
        if (const auto condition = schema.find("if")) {
            const bool holds = !value(*condition, v, where, field);
            if (const auto branch = schema.find(holds ? "then" : "else"))
                if (auto error = value(*branch, v, where, field)) return explained(*error, *condition, v);
        }
        if (v.kind() != Kind::object) return std::nullopt;
        if (const auto dependent = schema.find("dependentRequired"))
            for (const auto [name, wanted] : dependent->members())
                if (v.find(name))
                    for (const Value other : wanted.items())
                        if (!v.find(other.text()))
                            return refused(
                                json::pointer(where, other.text()), "dependentRequired", name,
                                sentences::because(sentences::missing(names(other.text())), entered(name)));
        if (const auto dependent = schema.find("dependentSchemas"))
            for (const auto [name, branch] : dependent->members())
                if (v.find(name))
                    if (auto error = value(branch, v, where, field)) return error;
        return std::nullopt;
    }

    // Adds which value of which field led to the branch that the object does not fit.
    Violation explained(Error error, Value condition, Value v) const {
        const auto tested = condition.find("properties");
        if (error.code != Code::schema_violation || !tested || v.kind() != Kind::object) return error;
        for (const auto [name, ignored] : tested->members()) {
            const auto given = v.find(name);
            const FieldNames field = names(name);
            const Sentence title = field.title(), shown = given ? field.shown(*given) : Sentence{};
            const Sentence why = given ? Sentence{title.vi + " là " + shown.vi, title.en + " is " + shown.en}
                                       : Sentence{title.vi + " còn trống", title.en + " is empty"};
            const Sentence said = sentences::because({error.args[1], error.args[2]}, why);
            error.args[1] = said.vi;
            error.args[2] = said.en;
            break;
        }
        return error;
    }

    Sentence entered(std::string_view name) const {
        const Sentence title = names(name).title();
        return {"đã nhập " + title.vi, title.en + " is given"};
    }

    FieldNames names(std::string_view key) const {
        return {fields_ && fields_->kind() == Kind::object ? fields_->find(key) : std::nullopt, key};
    }

    std::optional<Value> fields_;
};

}  // namespace

std::optional<Error> schema_violation(Value schema, Value value, std::string_view where) {
    const auto fields = schema.kind() == Kind::object ? schema.find("properties") : std::nullopt;
    return Check(fields).value(schema, value, where, {schema, "attributes"});
}

}  // namespace hatang::catalogue
