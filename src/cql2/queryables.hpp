// What a collection can be filtered by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hatang::cql2 {

enum class Type {
    text,
    integer,
    number,
    boolean,
    instant,  // timestamptz
    date,
    geometry,  // SRID 4326
    text_array,
    integer_array,
    number_array,
};

struct Queryable {
    std::string name;
    Type type = Type::text;
    // Of that type; text of this program, never of a caller: "a.name", "(a.attributes ->> 'lanes')::bigint".
    std::string sql;
    // For a text that is never NULL: an expression, never NULL, that contains fold() of it (base/text.hpp)
    // and has a trigram index. Comparisons without case and accents are then served by that index.
    std::string folded_sql = {};
    std::string title = {};
    std::vector<std::string> codes = {};  // its code list, for the description; other values may be asked for
};

struct Queryables {
    std::vector<Queryable> items;

    const Queryable* find(std::string_view name) const {
        for (const Queryable& q : items)
            if (q.name == name) return &q;
        return nullptr;
    }
};

}  // namespace hatang::cql2
