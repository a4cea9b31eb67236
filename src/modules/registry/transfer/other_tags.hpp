// The column other_tags of GDAL's OpenStreetMap layers: tags without a column of their own, written as
// PostgreSQL's hstore: "key"=>"value","key"=>"value". Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hatang::registry::osm {

// In their order. Throws invalid_value for anything else; quotes and backslashes are escaped by a backslash.
std::vector<std::pair<std::string, std::string>> read_other_tags(std::string_view);

}  // namespace hatang::registry::osm
