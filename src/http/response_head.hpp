// The status line and headers of an answer (RFC 9112). Pure.
#pragma once

#include <ctime>
#include <string>

#include "http/message.hpp"

namespace hatang::http {

// Adds Date, Content-Type, Content-Length (or chunked coding where the length is not known) and, unless
// `keep_alive`, "Connection: close". A header whose value has a control character is left out: it could start
// another header.
std::string response_head(const Response&, bool keep_alive, std::time_t now);

// 204 and 304 have no body and no length (RFC 9110 section 8.6).
bool has_body(int status);

}  // namespace hatang::http
