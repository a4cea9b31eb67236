// JSON Merge Patch (RFC 7396) over JSON texts. Pure.
#pragma once

#include <string>
#include <string_view>

#include "json/value.hpp"

namespace hatang::registry {

// The target with the members of the patch: null removes, objects merge, all else replaces.
std::string merge_json(json::Value target, json::Value patch);
// Whether two JSON values say the same: members in any order, 1 and 1.0 alike.
bool same_json(json::Value, json::Value);
bool same_json(std::string_view, std::string_view);

}  // namespace hatang::registry
