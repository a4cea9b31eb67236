// PostgreSQL's binary forms: big-endian integers, microseconds since 2000, arrays (src/backend/utils/adt of
// PostgreSQL 15, the *send and *recv functions).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace hatang::db::wire {

// Object identifiers of pg_type; fixed since PostgreSQL 7.
enum Oid : std::uint32_t {
    boolean = 16,
    bytea = 17,
    name = 19,
    int8 = 20,
    int2 = 21,
    int4 = 23,
    text = 25,
    oid = 26,
    xid = 28,
    json = 114,
    float4 = 700,
    float8 = 701,
    int2_array = 1005,
    int4_array = 1007,
    text_array = 1009,
    xid_array = 1011,
    bpchar = 1042,
    int8_array = 1016,
    float4_array = 1021,
    float8_array = 1022,
    varchar = 1043,
    date = 1082,
    timestamptz = 1184,
    timestamptz_array = 1185,
    uuid = 2950,
    jsonb = 3802,
};

template <class Int>
void put(std::string& out, Int value) {
    using U = std::make_unsigned_t<Int>;
    for (int shift = 8 * (static_cast<int>(sizeof(Int)) - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(static_cast<unsigned char>(static_cast<U>(value) >> shift));
}
template <class Int>
Int get(const char* bytes) {
    std::make_unsigned_t<Int> value = 0;
    for (std::size_t i = 0; i < sizeof(Int); ++i)
        value = static_cast<std::make_unsigned_t<Int>>(value << 8 | static_cast<unsigned char>(bytes[i]));
    return static_cast<Int>(value);
}
inline void put_double(std::string& out, double value) { put(out, std::bit_cast<std::int64_t>(value)); }
inline double get_double(const char* bytes) { return std::bit_cast<double>(get<std::int64_t>(bytes)); }

inline constexpr std::int64_t epoch_2000_us = 946'684'800'000'000;

// The ends of the range stand for PostgreSQL's -infinity and infinity.
inline std::int64_t from_instant(Instant t) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    if (t.us == std::numeric_limits<std::int64_t>::max()) return t.us;
    return t.us < least + epoch_2000_us ? least : t.us - epoch_2000_us;
}
inline Instant to_instant(std::int64_t wire) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    if (wire == least) return {least};
    return {wire > most - epoch_2000_us ? most : wire + epoch_2000_us};
}

}  // namespace hatang::db::wire
