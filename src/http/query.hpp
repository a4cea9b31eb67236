// The query of a request as the struct of its route: the code that is the same for every struct.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "json/describe.hpp"

namespace hatang::http::detail {

enum class QueryKind : std::uint8_t { boolean, integer, number, text };
struct QueryField {
    std::string_view name;
    QueryKind kind = QueryKind::text;
};
// The query as a JSON object, each parameter of the kind of its field. Throws unknown_parameter and
// invalid_parameter.
std::string query_json(const Request&, std::span<const QueryField>);
// An array of {name, in, required, description, schema}: the query parameters of a route.
void write_query_schema(json::Writer&, json::Schemas&, std::span<const json::SchemaField>);
// Throws unknown_parameter for the first one: of routes that take none.
void refuse_query(const Request&);

}  // namespace hatang::http::detail
