#include "telemetry/storage/bytes.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::size_t checksum_bytes = 4;

// Eight tables: table[k][b] is the checksum of byte b followed by k zero bytes ("slicing by 8", Kounavis and
// Berry 2005).
constexpr auto tables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> out{};
    constexpr std::uint32_t castagnoli = 0x82f63b78;  // reflected polynomial, RFC 3720 appendix B.4
    for (std::uint32_t b = 0; b < 256; ++b) {
        std::uint32_t c = b;
        for (int bit = 0; bit < 8; ++bit) c = (c >> 1) ^ (c & 1 ? castagnoli : 0);
        out[0][b] = c;
    }
    for (std::size_t k = 1; k < 8; ++k)
        for (std::size_t b = 0; b < 256; ++b) out[k][b] = (out[k - 1][b] >> 8) ^ out[0][out[k - 1][b] & 0xff];
    return out;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
    std::uint32_t c = 0xffffffff;
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        word ^= c;
        c = 0;
        for (std::size_t k = 0; k < 8; ++k) c ^= tables[7 - k][(word >> (8 * k)) & 0xff];
    }
    for (; left > 0; ++at, --left) c = (c >> 8) ^ tables[0][(c ^ static_cast<std::uint8_t>(*at)) & 0xff];
    return ~c;
}

std::string ByteWriter::take_with_checksum() {
    const std::uint32_t c = crc32c(out_);
    out_.append(reinterpret_cast<const char*>(&c), checksum_bytes);
    return std::move(out_);
}

bool strip_checksum(std::string_view& bytes) {
    if (bytes.size() < checksum_bytes) return false;
    std::uint32_t expected;
    std::memcpy(&expected, bytes.data() + bytes.size() - checksum_bytes, checksum_bytes);
    bytes.remove_suffix(checksum_bytes);
    return crc32c(bytes) == expected;
}

}  // namespace hatang::telemetry
