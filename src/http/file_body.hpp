// A file as the body of an answer, read while it is sent.
#pragma once

#include "http/message.hpp"

namespace hatang {
class Loop;
}

namespace hatang::http {

// Throws not_found when there is no such regular file. A file that shrinks meanwhile cuts the answer.
Response file_response(Loop&, std::string content_type, const std::string& path);

// "attachment" with the name in UTF-8 (RFC 6266, RFC 8187), for Content-Disposition: saved, never shown.
std::string attachment(std::string_view file_name);

}  // namespace hatang::http
