// A class of works as a collection of features: its properties, what they are in SQL, and what may be done
// with each. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/api.hpp"
#include "cql2/cql2.hpp"

namespace hatang::registry {

struct Property {
    enum class Type { text, integer, number, boolean, instant, texts, json };
    std::string name;  // in GeoJSON
    Type type = Type::text;
    std::string sql;     // of that type, over the row `a`; never fails, whatever the row holds
    std::string order;   // what to sort by: texts in Vietnamese order; empty: not sortable
    std::string member;  // key in the attributes; empty: a field of the register
    std::string schema;  // members of its JSON Schema: "\"type\":\"string\",…"
    std::string title, title_en;
    std::vector<std::string> codes;
    bool required = false, read_only = false;
    bool queryable() const { return type != Type::json; }
};

struct Collection {
    const catalogue::AssetClass* asset_class = nullptr;
    std::vector<Property> properties;  // the attributes of the class, then the fields of the register
    // Some attribute has the name of a field of the register and is shown as "attribute_<name>".
    bool renamed = false;
    cql2::Queryables queryables;

    const std::string& key() const { return asset_class->key; }
    // Position in `properties`; nothing for unknown names.
    std::optional<std::size_t> find(std::string_view name) const;
};

Collection collection_of(const catalogue::AssetClass&);

}  // namespace hatang::registry
