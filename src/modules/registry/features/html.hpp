// The pages of the OGC API for people: Vietnamese, without script, with one style sheet of their own. Pure.
#pragma once

#include <string>
#include <string_view>

#include "registry/features/features.hpp"

namespace hatang::registry {

inline constexpr std::string_view html_type = "text/html; charset=utf-8";

std::string landing_page(std::string_view base);
std::string conformance_page(std::string_view json);
std::string collections_page(const std::vector<const Collection*>&, const Extents&);
std::string collection_page(const Collection&, const Extent*);
std::string items_page(const Context&, const http::Request&, const Question&, const Page&,
                       std::optional<std::int64_t> matched, std::string_view next_href);
std::string item_page(const Context&, const http::Request&, const Collection&, std::string_view feature_json);
// A schema, the functions, the interface: the document as it is.
std::string document_page(std::string_view title, std::string_view json, std::string_view json_href);

// "a & b" → "a &amp; b", fit for attributes too.
std::string escaped(std::string_view);

}  // namespace hatang::registry
