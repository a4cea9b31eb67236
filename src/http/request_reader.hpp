// Inside of the server: turns a parsed header into a Request.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/message.hpp"

namespace hatang::http {

// Without the body and without who asks. Errors: method_not_allowed, malformed_request (Host missing or
// twice, target), invalid_utf8.
Result<Request> read_request_head(const boost::beast::http::request<boost::beast::http::string_body>&);

}  // namespace hatang::http
