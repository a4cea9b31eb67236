// Code lists: the allowed words of an attribute, with their Vietnamese and English names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace hatang::catalogue {

struct CodeEntry {
    std::string key, name_vi, name_en;
};
struct CodeList {
    std::string key, name_vi, name_en, legal_basis, valid_from, valid_to;
    std::vector<CodeEntry> codes;
};
using CodeLists = std::map<std::string, CodeList, std::less<>>;

CodeLists read_code_lists(json::Value root);
// Copies an attribute schema; where it names a code list ("code_list": "surface") it adds `enum` with the
// keys of the list and `enum_titles`, `enum_titles_en` with their names. Throws std::logic_error for an
// unknown list.
void write_expanded(json::Writer&, json::Value schema, const CodeLists&);

}  // namespace hatang::catalogue
