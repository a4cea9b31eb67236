// How a client spells this server.
#pragma once

#include <string>

#include "http/message.hpp"

namespace hatang::http {

// "https://ha-tang.example.vn"; empty when the client does not say, and addresses are then relative.
std::string base_url(const Request&);

}  // namespace hatang::http
