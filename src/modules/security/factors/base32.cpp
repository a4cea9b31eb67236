#include "security/factors/base32.hpp"

#include <array>
#include <cstdint>

namespace hatang::security {
namespace {

constexpr std::string_view letters32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view letters64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view letters, unsigned width) {
    std::string out;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8 | static_cast<std::uint8_t>(c)) & 0xffff;
        for (bits += 8; bits >= width; bits -= width)
            out += letters[held >> (bits - width) & ((1U << width) - 1)];
    }
    if (bits > 0) out += letters[held << (width - bits) & ((1U << width) - 1)];
    return out;
}

}  // namespace

std::string base32(std::string_view bytes) { return encode(bytes, letters32, 5); }

std::string base64url(std::string_view bytes) { return encode(bytes, letters64, 6); }

std::optional<std::string> from_base64url(std::string_view text, std::size_t bytes_max) {
    if (text.size() % 4 == 1 || text.size() * 3 / 4 > bytes_max) return std::nullopt;
    std::string out;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t value = letters64.find(c);
        if (value == letters64.npos) return std::nullopt;
        held = (held << 6 | static_cast<std::uint32_t>(value)) & 0xffff;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(held >> bits & 0xff);
    }
    if ((held & ((1U << bits) - 1)) != 0) return std::nullopt;
    return out;
}

}  // namespace hatang::security
