#include "telemetry/storage/counted.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace hatang::telemetry {
namespace {

// Above, 2^63 of them, which hostile bytes may say, would be no 32-bit number.
constexpr int step_exponent_least = -250, step_exponent_most = 64;
constexpr int sum_bits = 62;  // of the largest base + count × step

// The 32-bit numbers that the values are near, as after printing with nine digits or more; doubles at random
// are not all so near to one. Nothing where a value has none.
std::optional<std::vector<float>> near_floats(std::span<const Point> points) {
    constexpr double largest = 1e36, nearness = 0x1p-27;
    std::vector<float> out;
    for (const Point& p : points) {
        const double size = std::abs(p.value);
        if (!(size < largest)) return std::nullopt;  // also NaN
        const auto near = static_cast<float>(p.value);
        if (std::abs(p.value - static_cast<double>(near)) > size * nearness) return std::nullopt;
        if (out.empty()) out.reserve(points.size());
        out.push_back(near);
    }
    return out;
}

// The step that all distances between neighbours are nearly multiples of: the least distance, made more
// exact by longer and longer ones. 0 where there is none.
double step_of(std::vector<float> values) {
    constexpr double off_most = 0.25, multiple_most = 0x1p40;
    std::sort(values.begin(), values.end());
    std::vector<double> distances;
    for (std::size_t i = 1; i < values.size(); ++i)
        if (values[i] != values[i - 1])
            distances.push_back(static_cast<double>(values[i]) - static_cast<double>(values[i - 1]));
    if (distances.empty()) return 0;
    std::sort(distances.begin(), distances.end());
    double step = distances[0], length = 0, steps = 0;
    for (const double distance : distances) {
        const double multiple = std::round(distance / step);
        if (multiple > multiple_most || std::abs(distance - multiple * step) > off_most * step) return 0;
        length += distance;
        steps += multiple;
        step = length / steps;
    }
    return step;
}

// What rounds to a 32-bit number lies between these.
struct Between {
    double least, most;
    explicit Between(float value) {
        constexpr float infinite = std::numeric_limits<float>::infinity();
        const double v = value;
        least = (v + static_cast<double>(std::nextafter(value, -infinite))) / 2;
        most = (v + static_cast<double>(std::nextafter(value, infinite))) / 2;
    }
};

struct StepLine {
    double first, step;
};

// The line first + count × step that rounds to every number, where there is one. A `first` leaves the steps
// between a least and a largest one; the counts of the two numbers that say so tell in which direction they
// come apart, so bisection finds it. `at_zero` is the number whose count is 0.
std::optional<StepLine> line_through(std::span<const Between> numbers, std::span<const std::int64_t> counts,
                                     const Between& at_zero) {
    constexpr int rounds = 60;
    double low = at_zero.least, high = at_zero.most;
    for (int round = 0; round < rounds; ++round) {
        const double first = low + (high - low) / 2;
        double least = -std::numeric_limits<double>::infinity(), most = -least, least_by = 0, most_by = 0;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (counts[i] == 0) continue;
            const double by = 1 / static_cast<double>(counts[i]);
            double from = (numbers[i].least - first) * by, to = (numbers[i].most - first) * by;
            if (by < 0) std::swap(from, to);
            if (from > least) least = from, least_by = by;
            if (to < most) most = to, most_by = by;
        }
        if (least < most) return StepLine{first, least + (most - least) / 2};
        (least_by > most_by ? low : high) = first;
    }
    return std::nullopt;
}

// `out` with the line in whole numbers; false where it has no exponent.
bool set_line(Counted& out, const StepLine& line) {
    double largest = 0;
    for (const std::int64_t n : out.counts) largest = std::max(largest, std::abs(static_cast<double>(n)));
    largest = std::max(largest * std::abs(line.step), std::abs(line.first));
    out.exponent = std::ilogb(largest) + 2 - sum_bits;
    if (out.exponent < step_exponent_least || out.exponent > step_exponent_most) return false;
    out.base = std::llrint(std::ldexp(line.first, -out.exponent));
    out.step = std::llrint(std::ldexp(line.step, -out.exponent));
    return true;
}

// One rounding to a double, for more than 53 bits, and one to 32 bits: the same on every machine.
double counted_number(std::int64_t base, std::int64_t step, double unit, std::int64_t count) {
    const auto steps =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(count) * static_cast<std::uint64_t>(step));
    return static_cast<double>(static_cast<float>(static_cast<double>(sum(base, steps)) * unit));
}

void set_corrections(Counted& out, std::span<const Point> points) {
    const double unit = std::ldexp(1.0, out.exponent);
    out.corrections.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double guess = counted_number(out.base, out.step, unit, out.counts[i]);
        out.corrections.push_back(
            difference(std::bit_cast<std::int64_t>(points[i].value), std::bit_cast<std::int64_t>(guess)));
    }
}

}  // namespace

std::optional<Counted> counted(std::span<const Point> points) {
    const std::optional<std::vector<float>> floats = near_floats(points);
    if (!floats) return std::nullopt;
    const double step = step_of(*floats);
    if (step == 0) return std::nullopt;
    // The finest number, which says most about where the line begins.
    const float zero = *std::ranges::min_element(*floats, {}, [](float f) { return std::abs(f); });
    Counted out;
    std::vector<Between> numbers;
    for (const float f : *floats) {
        numbers.emplace_back(f);
        out.counts.push_back(std::llrint((static_cast<double>(f) - static_cast<double>(zero)) / step));
    }
    const std::optional<StepLine> line = line_through(numbers, out.counts, Between(zero));
    if (!line || !set_line(out, *line)) return std::nullopt;
    set_corrections(out, points);
    return out;
}

void put_counted(ByteWriter& w, const Counted& counted) {
    w.signed_varint(counted.exponent);
    w.signed_varint(counted.base);
    w.signed_varint(counted.step);
    put_packed(w, counted.counts);
    put_packed(w, counted.corrections);
}

bool get_counted(ByteReader& r, std::span<std::int64_t> out, std::span<std::int64_t> corrections) {
    const std::int64_t exponent = r.signed_varint(), base = r.signed_varint(), step = r.signed_varint();
    if (exponent < step_exponent_least || exponent > step_exponent_most) return false;
    if (!get_packed(r, out) || !get_packed(r, corrections)) return false;
    const double unit = std::ldexp(1.0, static_cast<int>(exponent));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double guess = counted_number(base, step, unit, out[i]);
        out[i] = sum(std::bit_cast<std::int64_t>(guess), corrections[i]);
    }
    return true;
}

}  // namespace hatang::telemetry
