// The attribute schema of a class as everybody reads it: its own attributes, then those of the blocks that it
// includes (data/blocks.json: construction, condition, value, position, note), each block a group of the
// form.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "catalogue/code_lists/code_lists.hpp"
#include "json/value.hpp"

namespace hatang::catalogue {

// By key. The values live as long as the document they came from.
using Blocks = std::map<std::string, json::Value, std::less<>>;
Blocks read_blocks(json::Value root);

// `item`: a class of data/classes/*.json. Throws std::logic_error for an unknown block or code list.
std::string class_schema(json::Value item, const Blocks&, const CodeLists&);

}  // namespace hatang::catalogue
