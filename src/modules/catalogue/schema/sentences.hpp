// What a violation of an attribute schema says to people: the title of the field, its value, what is
// expected.
#pragma once

#include <string>
#include <string_view>

#include "json/value.hpp"

namespace hatang::catalogue {

struct Sentence {
    std::string vi, en;
};

// A field as people know it: its schema in the class (titles, unit, names of codes) or nothing, and its key.
struct FieldNames {
    std::optional<json::Value> schema;
    std::string_view key;

    Sentence title() const;                   // “Chiều dài”
    Sentence shown(json::Value value) const;  // 12,5 m; “Bê tông nhựa”
};

namespace sentences {

Sentence wrong_type(const FieldNames&, json::Value value, std::string_view type);
Sentence below(const FieldNames&, json::Value value, json::Value least);
Sentence above(const FieldNames&, json::Value value, json::Value most);
Sentence not_listed(const FieldNames&, json::Value value, json::Value allowed);
Sentence too_long(const FieldNames&, std::size_t characters, json::Value most);
Sentence no_date(const FieldNames&, json::Value value);
Sentence too_many(const FieldNames&, std::size_t items, json::Value most);
Sentence missing(const FieldNames&);
Sentence not_used(const FieldNames&);      // a condition leaves no room for the field
Sentence unknown(std::string_view key);    // the class has no such field
Sentence because(Sentence, Sentence why);  // adds the condition that led here

}  // namespace sentences
}  // namespace hatang::catalogue
