// Reads resource paths and query options of SensorThings (18-088, OData 4.0 with its own additions). Pure:
// no I/O. Every byte is hostile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "telemetry/sensorthings/odata/ast.hpp"

namespace hatang::telemetry::odata {

// "Things(1)/Datastreams", decoded, without the root. Throws not_found{path}: what is no path of the model is
// no resource.
Resource parse_resource(std::string_view path);

enum class Format { json, data_array, geojson, csv };

struct Question {
    Options options;
    Format format = Format::json;
    std::optional<std::string> skip_token;  // of a next link
};

// Options in any order, each at most once, decoded. Throws the errors of errors.hpp at the
// option's name; unknown_parameter for another name.
Question parse_options(Set asked, const std::vector<std::pair<std::string, std::string>>& query);

// One $filter, for tests and for topics.
Expression parse_filter(Set asked, std::string_view text);

// Canonical form, fully bracketed: what it gives is read back as the same tree.
std::string to_text(const Expression&);
// The options as they stand in a query, names and texts, without $top and $skip.
std::vector<std::pair<std::string, std::string>> to_query(const Options&);

}  // namespace hatang::telemetry::odata
