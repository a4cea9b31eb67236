// Values of loggers that compute in 32 bits from steps of a converter: a part of the chunk format, described
// in docs/internals/observation-storage.md, section 3.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "telemetry/storage/packed.hpp"
#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

// (base + count × step) × 2^exponent, rounded to 32 bits. The correction is what is then missing to the bits
// of the value: a few of the last ones where it was printed on its way.
struct Counted {
    int exponent = 0;
    std::int64_t base = 0, step = 0;
    std::vector<std::int64_t> counts, corrections;
    std::size_t bytes() const {
        constexpr std::size_t line = 22;  // exponent, base and step, at most
        return line + packed_size(counts) + packed_size(corrections);
    }
};

// Nothing where the values are not near 32-bit numbers on a line of equal steps.
std::optional<Counted> counted(std::span<const Point>);

void put_counted(ByteWriter&, const Counted&);
// Fills `out` with the bits of the values; `corrections` is room for as many. False when the bytes are not
// what put_counted makes.
bool get_counted(ByteReader&, std::span<std::int64_t> out, std::span<std::int64_t> corrections);

}  // namespace hatang::telemetry
