// For tests: looking into answers.
#pragma once

#include <string_view>

namespace hatang::http {

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace hatang::http
