// The documents of OGC API Features that are not features: landing page, conformance, collections, schemas,
// functions. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/features/collection.hpp"
#include "registry/features/totals.hpp"

namespace hatang::registry {

// `base`: what addresses begin with (formats.hpp).
std::string landing_json(std::string_view base);
std::string conformance_json();
std::string collection_json(std::string_view base, const Collection&, const Extent*);
std::string collections_json(std::string_view base, const std::vector<const Collection*>&, const Extents&);

// JSON Schema 2020-12 (OGC 23-058 and 19-079r2).
enum class SchemaKind { schema, queryables, sortables };
std::string schema_json(std::string_view base, const Collection&, SchemaKind);

// OpenAPI 3.0.3 of everything below /ogc that this module serves.
std::string api_json(std::string_view base);

}  // namespace hatang::registry
