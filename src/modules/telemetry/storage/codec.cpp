#include "telemetry/storage/codec.hpp"

#include <cassert>
#include <cmath>

#include "telemetry/limits.hpp"
#include "telemetry/storage/bytes.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::uint8_t chunk_version = 1;
constexpr std::array<std::int64_t, 3> time_units_us{1, kMillisecond, kSecond};
constexpr std::uint8_t unit_mask = 0x03, irregular_bit = 0x04, values_mask = 0x30, known_bits = 0x37;
enum class Values : std::uint8_t { constant = 0x00, scaled = 0x10, exclusive_or = 0x20, raw = 0x30 };

constexpr std::array<double, 10> powers_of_ten{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
// Integers up to here are exact as doubles and leave room for the rounding of the product.
constexpr double scaled_most = 4503599627370496.0;  // 2^52

std::uint64_t bits_of(double v) { return std::bit_cast<std::uint64_t>(v); }
double of_bits(std::uint64_t b) { return std::bit_cast<double>(b); }

std::uint8_t largest_unit(std::span<const Point> points) {
    std::uint8_t unit = 2;
    for (const Point& p : points)
        while (p.t_us % time_units_us[unit] != 0) --unit;
    return unit;
}

void put_times(ByteWriter& w, std::span<const Point> points, std::int64_t unit_us, bool irregular) {
    std::int64_t before = points[0].t_us / unit_us, step = 0;
    w.signed_varint(before);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const std::int64_t t = points[i].t_us / unit_us, this_step = difference(t, before);
        if (i == 1)
            w.signed_varint(this_step);
        else if (irregular)
            w.signed_varint(difference(this_step, step));
        before = t;
        step = this_step;
    }
}

bool is_regular(std::span<const Point> points) {
    for (std::size_t i = 2; i < points.size(); ++i)
        if (difference(points[i].t_us, points[i - 1].t_us) != difference(points[1].t_us, points[0].t_us))
            return false;
    return true;
}

// The integer that gives `value` back exactly when divided by 10^decimals.
bool to_scaled(double value, int decimals, std::int64_t& out) {
    const double power = powers_of_ten[static_cast<std::size_t>(decimals)];
    const double product = value * power;
    if (!(std::abs(product) <= scaled_most)) return false;  // also NaN
    out = std::llround(product);
    return bits_of(static_cast<double>(out) / power) == bits_of(value);
}

// The smallest number of decimals that serves every value. Values that need different numbers share the
// largest.
bool scale_all(std::span<const Point> points, int& decimals, std::vector<std::int64_t>& out) {
    out.resize(points.size());
    for (decimals = 0; decimals < static_cast<int>(powers_of_ten.size()); ++decimals) {
        std::size_t i = 0;
        while (i < points.size() && to_scaled(points[i].value, decimals, out[i])) ++i;
        if (i == points.size()) return true;
    }
    return false;
}

std::string exclusive_or_bytes(std::span<const Point> points) {
    ByteWriter w;
    std::uint64_t before = 0;
    for (const Point& p : points) {
        const std::uint64_t x = bits_of(p.value) ^ before;
        const int zero_low = x == 0 ? 0 : std::countr_zero(x) / 8;
        const int kept = x == 0 ? 0 : 8 - zero_low - std::countl_zero(x) / 8;
        w.byte(static_cast<std::uint8_t>(zero_low << 4 | kept));
        w.low_bytes(x >> (8 * zero_low), kept);
        before = bits_of(p.value);
    }
    return w.take();
}

bool all_equal(std::span<const Point> points) {
    for (const Point& p : points)
        if (bits_of(p.value) != bits_of(points[0].value)) return false;
    return true;
}

void put_qualities(ByteWriter& w, std::span<const Point> points) {
    for (std::size_t i = 0; i < points.size();) {
        std::size_t end = i + 1;
        while (end < points.size() && points[end].quality == points[i].quality) ++end;
        w.byte(static_cast<std::uint8_t>(points[i].quality));
        w.varint(end - i);
        i = end;
    }
}

void get_times(ByteReader& r, std::span<Point> points, std::uint64_t unit_us, bool irregular) {
    std::int64_t t = r.signed_varint(), step = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (i == 1) step = r.signed_varint();
        if (i > 1 && irregular) step = sum(step, r.signed_varint());
        if (i > 0) t = sum(t, step);
        points[i].t_us = static_cast<std::int64_t>(static_cast<std::uint64_t>(t) * unit_us);
    }
}

void get_scaled(ByteReader& r, std::span<Point> points, double power) {
    std::int64_t n = 0;
    for (Point& p : points) {
        n = sum(n, r.signed_varint());
        p.value = static_cast<double>(n) / power;
    }
}

bool get_exclusive_or(ByteReader& r, std::span<Point> points) {
    std::uint64_t bits = 0;
    for (Point& p : points) {
        const std::uint8_t shape = r.byte();
        const int zero_low = shape >> 4, kept = shape & 0x0f;
        if (zero_low > 7 || zero_low + kept > 8) return false;
        bits ^= r.low_bytes(kept) << (8 * zero_low);
        p.value = of_bits(bits);
    }
    return true;
}

bool get_qualities(ByteReader& r, std::span<Point> points) {
    for (std::size_t i = 0; i < points.size();) {
        const std::uint8_t quality = r.byte();
        const std::uint64_t run = r.varint();
        if (quality > static_cast<std::uint8_t>(Quality::bad) || run == 0 || run > points.size() - i)
            return false;
        for (const std::size_t end = i + run; i < end; ++i) points[i].quality = static_cast<Quality>(quality);
    }
    return true;
}

bool decode(std::string_view payload, std::vector<Point>& out) {
    if (!strip_checksum(payload)) return false;
    ByteReader r(payload);
    if (r.byte() != chunk_version) return false;
    const std::uint8_t modes = r.byte();
    const std::uint8_t unit = modes & unit_mask;
    if ((modes & ~known_bits) != 0 || unit >= time_units_us.size()) return false;
    const auto values = static_cast<Values>(modes & values_mask);
    const std::size_t decimals = values == Values::scaled ? r.byte() : 0;
    const std::uint64_t n = r.varint();
    if (decimals >= powers_of_ten.size() || n == 0 || n > limits::chunk_points_max) return false;

    const std::size_t old_size = out.size();
    out.resize(old_size + n);
    const std::span<Point> points(out.data() + old_size, n);
    get_times(r, points, static_cast<std::uint64_t>(time_units_us[unit]), (modes & irregular_bit) != 0);
    switch (values) {
        case Values::constant: {
            const double value = of_bits(r.word());
            for (Point& p : points) p.value = value;
            break;
        }
        case Values::scaled:
            get_scaled(r, points, powers_of_ten[decimals]);
            break;
        case Values::exclusive_or:
            if (!get_exclusive_or(r, points)) return false;
            break;
        case Values::raw:
            for (Point& p : points) p.value = of_bits(r.word());
            break;
    }
    return get_qualities(r, points) && !r.failed() && r.left() == 0;
}

}  // namespace

std::string encode_chunk(std::span<const Point> points) {
    assert(!points.empty() && points.size() <= limits::chunk_points_max);
    const std::uint8_t unit = largest_unit(points);
    const bool irregular = !is_regular(points);
    int decimals = 0;
    std::vector<std::int64_t> scaled;
    std::string by_xor;
    auto values = Values::raw;
    if (all_equal(points))
        values = Values::constant;
    else if (scale_all(points, decimals, scaled))
        values = Values::scaled;
    else if (by_xor = exclusive_or_bytes(points); by_xor.size() < 8 * points.size())
        values = Values::exclusive_or;

    ByteWriter w;
    w.reserve(32 + 4 * points.size());
    w.byte(chunk_version);
    w.byte(static_cast<std::uint8_t>(unit | (irregular ? irregular_bit : 0) |
                                     static_cast<std::uint8_t>(values)));
    if (values == Values::scaled) w.byte(static_cast<std::uint8_t>(decimals));
    w.varint(points.size());
    put_times(w, points, time_units_us[unit], irregular);
    switch (values) {
        case Values::constant:
            w.word(bits_of(points[0].value));
            break;
        case Values::scaled:
            for (std::int64_t before = 0; const std::int64_t n : scaled) {
                w.signed_varint(n - before);
                before = n;
            }
            break;
        case Values::exclusive_or:
            w.append(by_xor);
            break;
        case Values::raw:
            for (const Point& p : points) w.word(bits_of(p.value));
            break;
    }
    put_qualities(w, points);
    return w.take_with_checksum();
}

Result<bool> decode_chunk(std::string_view payload, std::vector<Point>& out) {
    const std::size_t old_size = out.size();
    if (decode(payload, out)) return true;
    out.resize(old_size);
    return Error(Code::damaged_data, {}, {"telemetry.chunk"});
}

}  // namespace hatang::telemetry
