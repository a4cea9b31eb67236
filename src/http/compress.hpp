// gzip for answers and for bodies of requests (RFC 1952). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::http {

// Fastest level: the answers are made once and read once.
std::string gzip(std::string_view bytes);
// The bytes that were packed, one member or several. Errors: body_too_large beyond `bytes_max`, where it
// stops; malformed_request for anything that is not whole gzip.
Result<std::string> gunzip(std::string_view packed, std::size_t bytes_max);
// Text formats and vector tiles shrink; images and archives do not.
bool shrinks(std::string_view content_type);

}  // namespace hatang::http
