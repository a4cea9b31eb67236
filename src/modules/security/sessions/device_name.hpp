// A browser by the name that its owner would give it.
#pragma once

#include <string>
#include <string_view>

namespace hatang::security {

// "Chrome, Windows" from a User-Agent header; its beginning where neither is known. At most
// limits::device_name_length_max bytes of UTF-8.
std::string device_name(std::string_view user_agent);

}  // namespace hatang::security
