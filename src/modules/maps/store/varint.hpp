// Numbers of seven bits a byte, as in Protocol Buffers. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hatang::maps {

inline void put_varint(std::string& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
    out += static_cast<char>(n);
}

inline std::uint64_t zigzag(std::int64_t n) {
    return (static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63);
}
inline std::int64_t unzigzag(std::uint64_t n) {
    return static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1);
}

// Takes a number off the front; 0 at the end of the bytes.
inline std::uint64_t take_varint(std::string_view& bytes) {
    std::uint64_t n = 0;
    std::size_t used = 0;
    for (int shift = 0; used < bytes.size() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[used++]);
        n |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) break;
    }
    bytes.remove_prefix(used);
    return n;
}

}  // namespace hatang::maps
