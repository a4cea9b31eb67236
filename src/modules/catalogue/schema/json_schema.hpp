// Checks a value against the subset of JSON Schema (draft 2020-12) that the attribute schemas use:
//   type (one of object array string number integer boolean), const, enum, minimum, maximum, maxLength,
//   format (date), properties, required, additionalProperties, maxProperties, items, maxItems, allOf,
//   if/then/else, dependentRequired, dependentSchemas, and the schemas true and false.
// title, title_en, unit, description, code_list, enum_titles, enum_titles_en, groups, mandatory and $schema
// are notes for people and forms; README.md tells what forms make of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace hatang::catalogue {

// The first thing that does not fit, as Code::schema_violation with its JSON pointer below `where` and three
// words: "keyword: expected" for programs, then a Vietnamese and an English sentence with the title of the
// field, its value and what is expected. A member that appears twice is Code::duplicate_field. Nothing when
// the value fits.
std::optional<Error> schema_violation(json::Value schema, json::Value value, std::string_view where);

// What is wrong with a schema itself (a keyword outside the subset, a malformed one), as "pointer: reason";
// empty when it is sound. The catalogue refuses to start with an unsound schema.
std::string schema_defect(json::Value schema, std::string_view where = {});

}  // namespace hatang::catalogue
