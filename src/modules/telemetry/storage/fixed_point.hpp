// Values of converters as whole numbers: a part of the chunk format, described in
// docs/internals/observation-storage.md, section 3.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "telemetry/storage/packed.hpp"
#include "telemetry/storage/point.hpp"

namespace hatang::telemetry {

// Whole multiples of 2^exponent, exactly. A converter counts in steps of its own, and what is then added to
// its values rounds them in their last bits: so each multiple is a number of steps of 2^split and a small
// rest.
struct Fixed {
    int exponent = 0;
    unsigned split = 0;     // 0: there is no rest
    std::int64_t base = 0;  // what steps and rest come to is above it
    std::vector<std::int64_t> steps, rest;
    std::size_t bytes() const { return packed_size(steps) + (split == 0 ? 0 : packed_size(rest)); }
};

// Nothing where the values are no such multiples.
std::optional<Fixed> fixed_point(std::span<const Point>);

void put_fixed(ByteWriter&, const Fixed&);
// Fills `out` with the bits of the values; `rest` is room for as many. False when the bytes are not what
// put_fixed makes.
bool get_fixed(ByteReader&, std::span<std::int64_t> out, std::span<std::int64_t> rest);

}  // namespace hatang::telemetry
