// The target of a request line: percent-decoding and the query. Pure; every byte is hostile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace hatang::http {

struct Target {
    std::string path;                                        // decoded, starts with '/'
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, duplicates kept
};

// Origin form ("/a?b=c") or absolute form ("http://host/a?b=c", RFC 9112 section 3.2). Errors:
// malformed_request (no path, a bad escape, a NUL), invalid_utf8.
Result<Target> parse_target(std::string_view target);

// Nothing when a '%' is not followed by two hexadecimal digits. In a query '+' is a blank.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

// Everything but letters, digits and -._~ as bytes in hexadecimal (RFC 3986 section 2.3).
std::string percent_encode(std::string_view);

// The parts of "/a/b" without the first '/': "a", "b". "/" has one empty part.
std::vector<std::string_view> path_segments(std::string_view path);

}  // namespace hatang::http
