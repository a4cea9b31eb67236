// Kinds of identifiers: who gives them, by which law, with which structure where one is published. A kind
// that is not here is taken too; then nothing is known of its structure. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::registry {

struct IdentifierKind {
    std::string key, name_vi, name_en, issuer, legal_basis, example;
    std::string pattern;         // ECMAScript; empty: no structure is published
    bool opaque = false;         // carries no structure by law: none may be set
    bool issued_here = false;    // given by this program, never typed in
    bool province = false;       // begins with the code of a province
    std::size_t length_max = 0;  // characters; 0: that of every identifier
};

// In the order in which they are shown. Read once from data/identifier_kinds.json.
const std::vector<IdentifierKind>& identifier_kinds();
const IdentifierKind* find_identifier_kind(std::string_view key);

// Whether a value has the published structure of its kind, its check character included; true where none is
// published.
bool has_published_structure(std::string_view kind, std::string_view value);

// A structure as a city sets it for a kind without a published one: # is a digit, @ a letter A-Z, * either;
// every other character stands for itself.
bool fits_mask(std::string_view mask, std::string_view value);
// Whether a mask says anything: at least one of # @ *, no blanks at its ends, not too long.
bool valid_mask(std::string_view mask);

}  // namespace hatang::registry
