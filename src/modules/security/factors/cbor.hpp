// A reader of the part of CBOR (RFC 8949) that WebAuthn uses (CTAP2 canonical form): integers, byte and text
// strings, arrays, maps, true, false and null; definite lengths only. Bounded in depth, items and bytes; it
// copies nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace hatang::security {

struct CborBytes {
    std::string_view value;
};
struct CborText {
    std::string_view value;
};
struct CborValue;
using CborArray = std::vector<CborValue>;
struct CborMember;
using CborMap = std::vector<CborMember>;

struct CborValue {
    std::variant<std::nullptr_t, bool, std::int64_t, CborBytes, CborText, CborArray, CborMap> is;
};
struct CborMember {
    CborValue key, value;
};

// The first item of `bytes`, which must outlive it, and how many bytes it took. Nothing for all else: floats,
// tags, indefinite lengths, lengths or integers that are not in their shortest form, a key twice, text that
// is not UTF-8, more than limits::cbor_items_max items or limits::cbor_depth_max levels.
struct CborRead {
    CborValue value;
    std::size_t size = 0;
};
std::optional<CborRead> read_cbor(std::string_view bytes);

// Members by key; nullptr when there is none or the value is no map.
const CborValue* find(const CborValue& map, std::string_view key);
const CborValue* find(const CborValue& map, std::int64_t key);
std::optional<std::int64_t> integer_in(const CborValue& map, std::int64_t key);
std::optional<std::string_view> bytes_in(const CborValue& map, std::int64_t key);

}  // namespace hatang::security
