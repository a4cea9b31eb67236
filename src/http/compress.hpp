// gzip for answers (RFC 1952). Pure.
#pragma once

#include <string>
#include <string_view>

namespace hatang::http {

// Fastest level: the answers are made once and read once.
std::string gzip(std::string_view bytes);
// Text formats and vector tiles shrink; images and archives do not.
bool shrinks(std::string_view content_type);

}  // namespace hatang::http
