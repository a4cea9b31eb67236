// For tests: bytes as specifications print them.
#pragma once

#include <string>
#include <string_view>

namespace hatang::security {

inline std::string bytes(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return out;
}

}  // namespace hatang::security
