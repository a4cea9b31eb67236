#include "telemetry/storage/fixed_point.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hatang::telemetry {
namespace {

constexpr int exponent_least = -1074, exponent_most = 971;  // of a double with 53 bits before the point
constexpr int fixed_bits_most = 53;
constexpr unsigned split_most = 52;

// The exponent of the lowest bit that any value has; nothing where they are no such multiples: one is no
// number or −0, or the largest has too many bits.
std::optional<int> lowest_exponent(std::span<const Point> points) {
    int least = exponent_most, most = exponent_least;  // of the lowest and of the highest bit
    for (const Point& p : points) {
        if (!std::isfinite(p.value) || (p.value == 0 && std::signbit(p.value))) return std::nullopt;
        if (p.value == 0) continue;
        int exponent = 0;
        const double fraction = std::frexp(std::abs(p.value), &exponent);
        const auto digits = static_cast<std::uint64_t>(std::ldexp(fraction, fixed_bits_most));
        least = std::min(least, exponent - fixed_bits_most + std::countr_zero(digits));
        most = std::max(most, exponent);
        if (most - least > fixed_bits_most) return std::nullopt;
    }
    return least;
}

void split_at(Fixed& out, std::span<const std::int64_t> integers, unsigned split) {
    out.split = split;
    out.steps.clear();
    out.rest.clear();
    const std::int64_t half = split == 0 ? 0 : std::int64_t{1} << (split - 1);
    for (const std::int64_t n : integers) {
        const std::int64_t above = n - out.base, steps = (above + half) >> split;
        out.steps.push_back(steps);
        if (split > 0) out.rest.push_back(above - steps * (std::int64_t{1} << split));
    }
}

// The bits between the least and the largest.
int range_bits(std::span<const std::int64_t> integers) {
    const auto [least, most] = std::ranges::minmax(integers);
    return std::bit_width(static_cast<std::uint64_t>(difference(most, least)));
}

}  // namespace

std::optional<Fixed> fixed_point(std::span<const Point> points) {
    constexpr std::size_t looked_at = 64;  // they tell where it is best split
    const std::optional<int> exponent = lowest_exponent(points);
    if (!exponent) return std::nullopt;
    std::vector<std::int64_t> all, some;
    all.reserve(points.size());
    for (const Point& p : points) all.push_back(static_cast<std::int64_t>(std::ldexp(p.value, -*exponent)));
    const std::size_t count = std::min(looked_at, all.size());
    for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
    Fixed out{.exponent = *exponent, .base = all[0], .steps = {}, .rest = {}};
    unsigned best = 0;
    int best_bits = range_bits(some);
    for (unsigned split = 1; split <= split_most; ++split) {
        split_at(out, some, split);
        const int bits = range_bits(out.steps) + range_bits(out.rest);
        if (bits < best_bits) best = split, best_bits = bits;
    }
    split_at(out, all, best);
    return out;
}

void put_fixed(ByteWriter& w, const Fixed& fixed) {
    w.signed_varint(fixed.exponent);
    w.signed_varint(fixed.base);
    w.byte(static_cast<std::uint8_t>(fixed.split));
    put_packed(w, fixed.steps);
    if (fixed.split > 0) put_packed(w, fixed.rest);
}

bool get_fixed(ByteReader& r, std::span<std::int64_t> out, std::span<std::int64_t> rest) {
    const std::int64_t exponent = r.signed_varint(), base = r.signed_varint();
    const unsigned split = r.byte();
    if (exponent < exponent_least || exponent > exponent_most || split > split_most) return false;
    if (!get_packed(r, out)) return false;
    if (split > 0 && !get_packed(r, rest)) return false;
    if (split == 0) std::ranges::fill(rest, 0);
    const double unit = std::ldexp(1.0, static_cast<int>(exponent));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto steps = static_cast<std::int64_t>(static_cast<std::uint64_t>(out[i]) << split);
        const double multiple = static_cast<double>(sum(base, sum(steps, rest[i])));
        out[i] = std::bit_cast<std::int64_t>(multiple * unit);
    }
    return true;
}

}  // namespace hatang::telemetry
