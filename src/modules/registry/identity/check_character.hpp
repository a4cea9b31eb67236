// ISO/IEC 7064, hybrid system MOD 37,36: one check character over digits and capital letters. It finds every
// single wrong character and nearly every exchange of two neighbours that a person makes while copying. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace hatang::registry {

// Of a text of 0-9 and A-Z; nothing when another character is in it or there is none.
std::optional<char> check_character(std::string_view text);
// Whether the last character is the check character of those before it.
bool check_character_holds(std::string_view text);

}  // namespace hatang::registry
