// Varints, zigzag, little-endian words and the checksum that both payload formats are made of.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace hatang::telemetry {

static_assert(std::endian::native == std::endian::little, "payloads are little-endian; add byte swaps here");

inline std::uint64_t zigzag(std::int64_t n) {
    return (static_cast<std::uint64_t>(n) << 1) ^ static_cast<std::uint64_t>(n >> 63);
}
inline std::int64_t unzigzag(std::uint64_t n) { return static_cast<std::int64_t>((n >> 1) ^ (~(n & 1) + 1)); }
// Differences wrap, so that any two 64-bit numbers have one.
inline std::int64_t difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
inline std::int64_t sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

class ByteWriter {
  public:
    void byte(std::uint8_t b) { out_ += static_cast<char>(b); }
    void varint(std::uint64_t n) {
        char buffer[10];
        int size = 0;
        for (; n >= 0x80; n >>= 7) buffer[size++] = static_cast<char>(n | 0x80);
        buffer[size++] = static_cast<char>(n);
        out_.append(buffer, static_cast<std::size_t>(size));
    }
    void signed_varint(std::int64_t n) { varint(zigzag(n)); }
    void word(std::uint64_t bits) { out_.append(reinterpret_cast<const char*>(&bits), sizeof bits); }
    void low_bytes(std::uint64_t bits, int count) {
        out_.append(reinterpret_cast<const char*>(&bits), static_cast<std::size_t>(count));
    }
    void append(std::string_view bytes) { out_.append(bytes); }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }
    std::size_t size() const { return out_.size(); }
    std::string take() { return std::move(out_); }
    std::string take_with_checksum();

  private:
    std::string out_;
};

// Reads beyond the end give 0 and set failed(); callers check it once after a loop of bounded length.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes)
        : at_(reinterpret_cast<const std::uint8_t*>(bytes.data())), end_(at_ + bytes.size()) {}
    std::uint8_t byte() {
        if (at_ == end_) return fail();
        return *at_++;
    }
    std::uint64_t varint() {
        if (at_ != end_ && *at_ < 0x80) return *at_++;
        return long_varint();
    }
    std::int64_t signed_varint() { return unzigzag(varint()); }
    std::uint64_t word() { return low_bytes(8); }
    std::uint64_t low_bytes(int count) {
        if (end_ - at_ < count) return fail();
        std::uint64_t bits = 0;
        std::memcpy(&bits, at_, static_cast<std::size_t>(count));
        at_ += count;
        return bits;
    }
    // Where the next `count` bytes begin, which are passed over; null when there are not so many.
    const std::uint8_t* skip(std::size_t count) {
        if (left() < count) {
            fail();
            return nullptr;
        }
        at_ += count;
        return at_ - count;
    }
    bool failed() const { return failed_; }
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  private:
    std::uint64_t long_varint() {
        std::uint64_t n = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at_ == end_) return fail();
            const std::uint8_t b = *at_++;
            if (shift == 63 && b > 1) return fail();
            n |= static_cast<std::uint64_t>(b & 0x7f) << shift;
            if (b < 0x80) return n;
        }
        return fail();
    }
    std::uint8_t fail() {
        failed_ = true;
        at_ = end_;
        return 0;
    }
    const std::uint8_t *at_, *end_;
    bool failed_ = false;
};

std::uint32_t crc32c(std::string_view);

// The bytes before a right checksum trailer; nothing when it does not fit.
bool strip_checksum(std::string_view& bytes);

}  // namespace hatang::telemetry
