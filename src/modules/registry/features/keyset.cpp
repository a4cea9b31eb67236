#include "registry/features/keyset.hpp"

#include "registry/assets/filter.hpp"

namespace hatang::registry {
namespace {

Error bad_cursor(std::string_view cursor) {
    return Error(Code::invalid_parameter, "cursor", {std::string(cursor.substr(0, 100)), "`next`"});
}

std::string order_of(const SortKey& key) { return key.property ? key.property->order : std::string("a.id"); }

// The value as the property's type; nothing for null.
std::optional<db::Param> value_of(const SortKey& key, json::Value v, std::string_view cursor) {
    if (v.is_null()) return {};
    switch (key.property->type) {
        case Property::Type::integer:
            return db::Param(v.integer());
        case Property::Type::number:
            return db::Param(v.number());
        case Property::Type::boolean:
            return db::Param(v.boolean());
        case Property::Type::instant:
            if (const auto at = parse_rfc3339(v.text())) return db::Param(*at);
            throw bad_cursor(cursor);
        default:
            return db::Param(v.text());
    }
}

}  // namespace

std::string order_by(const std::vector<SortKey>& keys) {
    std::string out;
    for (const SortKey& key : keys) {
        out += order_of(key) + (key.descending ? " desc" : " asc");
        if (!key.property) return out;
        out += " nulls last, ";
    }
    return out + "a.id";
}

std::string key_columns(const std::vector<SortKey>& keys) {
    std::string out;
    for (std::size_t i = 0; i < keys.size() && keys[i].property; ++i)
        out += ", to_jsonb(" + keys[i].property->sql + ") as k" + std::to_string(i);
    return out;
}

std::string page_cursor(const std::vector<std::string>& keys, std::int64_t id) {
    if (keys.empty()) return cursor_of(id);
    std::string out = "[";
    for (const std::string& key : keys) out.append(key.empty() ? "null" : key).append(",");
    return out + std::to_string(id) + "]";
}

void add_after(db::Where& where, const std::vector<SortKey>& keys, std::string_view cursor) {
    const bool by_id = keys.empty() || !keys[0].property;
    const bool down = !keys.empty() && !keys.back().property && keys.back().descending;
    const std::string id_after = down ? "a.id < " : "a.id > ";
    if (by_id) {
        where.add(id_after + where.value(parse_cursor(cursor)));
        return;
    }
    try {
        const json::Document document = json::parse(cursor);
        std::size_t count = keys.size();
        if (!keys.back().property) --count;
        if (document.root().kind() != json::Kind::array || document.root().size() != count + 1)
            throw bad_cursor(cursor);
        // k0 after v0, or k0 = v0 and (k1 after v1, or … id after)
        std::string condition, close;
        std::size_t i = 0;
        for (const json::Value v : document.root().items()) {
            if (i == count) {
                condition += id_after + where.value(v.integer());
                break;
            }
            const std::string column = order_of(keys[i]);
            const std::optional<db::Param> value = value_of(keys[i], v, cursor);
            if (value) {
                const std::string place = where.value(*value);
                condition += "(" + column + (keys[i].descending ? " < " : " > ") + place + " or " + column +
                             " is null or (" + column + " = " + place + " and ";
            } else {
                condition += "((" + column + " is null and ";
            }
            close += "))";
            ++i;
        }
        where.add(condition + close);
    } catch (const Error&) {
        throw bad_cursor(cursor);
    }
}

}  // namespace hatang::registry
