// Checks a value against the subset of JSON Schema (draft 2020-12) that the attribute schemas use:
//   type (one of object array string number integer boolean), properties, required, additionalProperties
//   (boolean or schema), maxProperties, items, maxItems, enum (texts), minimum, maximum, maxLength.
// title, title_en, unit, description, code_list, enum_titles, enum_titles_en and $schema are notes for people
// and forms.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace hatang::catalogue {

// The first thing that does not fit, as Code::schema_violation: its JSON pointer below `where` and "keyword:
// expected". A member that appears twice is Code::duplicate_field. Nothing when the value fits.
std::optional<Error> schema_violation(json::Value schema, json::Value value, std::string_view where);

// What is wrong with a schema itself (a keyword outside the subset, a malformed one), as "pointer: reason";
// empty when it is sound. The catalogue refuses to start with an unsound schema.
std::string schema_defect(json::Value schema, std::string_view where = {});

}  // namespace hatang::catalogue
