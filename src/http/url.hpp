// Reads the URL of an outgoing call. Strict, for what is read loosely here and loosely otherwise by a
// resolver is the classic way around a guard. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/network.hpp"

namespace hatang::http {

struct Url {
    bool secure = false;               // https
    std::string host;                  // lower case; an address without brackets
    std::optional<IpAddress> address;  // set when the host is one
    std::uint16_t port = 0;            // as given, else 443 or 80
    std::string target = "/";          // path and query
    std::string authority() const;     // for Host: without the port of the scheme
};

// "https://host[:port][/path][?query]". Nothing for other schemes, user names, fragments, blanks, odd
// spellings of IPv4 ("127.1", "0x7f.1", "2130706433": a last label that begins with a digit is an address or
// nothing), names that are not of letters, digits and hyphens (give an international name in its xn-- form).
std::optional<Url> parse_url(std::string_view);

}  // namespace hatang::http
