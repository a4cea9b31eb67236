// Items of the module's data files (data/*.json), each valid from a date to a date.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace hatang::security {

// Empty for null. Throws std::logic_error for a field that is not there: the files are the program's own.
inline std::string text_of_item(json::Value item, std::string_view field) {
    const auto found = item.find(field);
    if (!found) throw std::logic_error("security data: no " + std::string(field));
    return found->is_null() ? std::string() : std::string(found->text(field));
}

inline bool valid_on(std::string_view date, json::Value item) {
    const std::string to = text_of_item(item, "valid_to");
    return date >= text_of_item(item, "valid_from") && (to.empty() || date < to);
}

}  // namespace hatang::security
