// Reading the embedded data files. They are part of the program: a defect is a std::logic_error, found by the
// tests.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"

namespace hatang::catalogue {

inline json::Value required(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    if (!found) throw std::logic_error("catalogue data: no " + std::string(field));
    return *found;
}

// Text of a field; empty when it is absent or null.
inline std::string text_of(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    return found && !found->is_null() ? std::string(found->text(field)) : std::string();
}

inline std::vector<std::string> texts_of(json::Value object, std::string_view field) {
    std::vector<std::string> out;
    for (const json::Value item : required(object, field).items(field)) out.emplace_back(item.text(field));
    return out;
}

}  // namespace hatang::catalogue
