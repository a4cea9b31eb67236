#include "telemetry/storage/codec.hpp"

#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include "telemetry/limits.hpp"
#include "telemetry/storage/bytes.hpp"
#include "telemetry/storage/counted.hpp"
#include "telemetry/storage/fixed_point.hpp"
#include "telemetry/storage/packed.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::uint8_t version_1 = 1, version_2 = 2;
constexpr std::array<std::int64_t, 3> time_units_us{1, kMillisecond, kSecond};
constexpr std::uint8_t unit_mask = 0x03, values_mask = 0x30;
// Of version 1.
constexpr std::uint8_t irregular_bit = 0x04, known_bits_1 = 0x37;
enum class Values : std::uint8_t { constant = 0x00, scaled = 0x10, exclusive_or = 0x20, raw = 0x30 };
// Of version 2. Times: regular, second differences as they are, or what lies beside a straight line. Fixed
// and counted are kinds of bits.
constexpr std::uint8_t times_mask = 0x0c, corrected_bit = 0x40, fixed_bit = 0x80,
                       counted_bits = corrected_bit | fixed_bit;
enum class Times : std::uint8_t { regular = 0x00, packed = 0x04, line = 0x08 };
enum class Packed : std::uint8_t { constant = 0x00, scaled = 0x10, bits = 0x20, single = 0x30 };

constexpr std::array<double, 17> powers_of_ten{1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                               1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
constexpr std::size_t decimals_end_1 = 10;  // version 1 has fewer
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

std::vector<std::int64_t> times_of(std::span<const Point> points, std::int64_t unit_us) {
    std::vector<std::int64_t> out;
    out.reserve(points.size());
    for (const Point& p : points) out.push_back(p.t_us / unit_us);
    return out;
}

bool is_regular(std::span<const std::int64_t> times) {
    for (std::size_t i = 2; i < times.size(); ++i)
        if (difference(times[i], times[i - 1]) != difference(times[1], times[0])) return false;
    return true;
}

// A straight line through times: `slope` is the step of one reading, in 65,536ths.
constexpr unsigned slope_bits = 16;
std::uint64_t slope_of(std::span<const std::int64_t> times) {
    const auto span = static_cast<std::uint64_t>(difference(times.back(), times.front()));
    if (span >> (64 - slope_bits) != 0) return 0;
    return (span << slope_bits) / (times.size() - 1);
}
std::int64_t on_line(std::int64_t first, std::uint64_t slope, std::size_t i) {
    return sum(first, static_cast<std::int64_t>((i * slope) >> slope_bits));
}

// The integers that give the values back when divided by 10^decimals, each with the correction of its last
// bits: means of readings with few decimals differ from the nearest decimal by a bit or two.
struct Scaled {
    int decimals = 0;
    bool single = false;  // the values are of 32 bits, made wider
    std::vector<std::int64_t> integers, corrections;
    bool exact = true;
    std::size_t bytes() const { return packed_size(integers) + (exact ? 0 : packed_size(corrections)); }
};

double unscaled(std::int64_t n, double power, bool single) {
    const double value = static_cast<double>(n) / power;
    return single ? static_cast<double>(static_cast<float>(value)) : value;
}

// Nothing where a value is too large for it, or no number.
std::optional<Scaled> scale(std::span<const Point> points, int decimals, bool single) {
    const double power = powers_of_ten[static_cast<std::size_t>(decimals)];
    Scaled out{.decimals = decimals, .single = single, .integers = {}, .corrections = {}};
    out.integers.reserve(points.size());
    out.corrections.reserve(points.size());
    for (const Point& p : points) {
        const double product = p.value * power;
        if (!(std::abs(product) <= scaled_most)) return std::nullopt;  // also NaN
        const auto n = static_cast<std::int64_t>(std::llrint(product));
        const auto value = static_cast<std::int64_t>(bits_of(p.value)),
                   back = static_cast<std::int64_t>(bits_of(unscaled(n, power, single)));
        out.integers.push_back(n);
        out.corrections.push_back(difference(value, back));
        out.exact = out.exact && value == back;
    }
    return out;
}

bool all_single(std::span<const Point> points) {
    // Larger ones have no float; their conversion would be undefined.
    constexpr double most = 3e38;
    return std::all_of(points.begin(), points.end(), [](const Point& p) {
        return std::abs(p.value) < most && static_cast<double>(static_cast<float>(p.value)) == p.value;
    });
}

// The smallest number of decimals that gives every value as it is, else the one that takes the fewest bytes.
// A few values tell which numbers are worth trying.
std::optional<Scaled> best_scaled(std::span<const Point> points) {
    constexpr std::size_t looked_at = 24, tried_most = 2;
    std::vector<Point> some;
    for (std::size_t i = 0; i < std::min(looked_at, points.size()); ++i)
        some.push_back(points[i * points.size() / std::min(looked_at, points.size())]);
    constexpr int single_decimals_end = 7;  // a float has about as many digits
    const bool single = all_single(points);
    std::vector<std::pair<std::size_t, int>> worth;
    for (int decimals = 0; decimals < static_cast<int>(powers_of_ten.size()); ++decimals) {
        const std::optional<Scaled> trial = scale(some, decimals, false);
        if (!trial) break;
        const std::optional<Scaled> narrow =
            single && decimals < single_decimals_end ? scale(some, decimals, true) : std::nullopt;
        if (trial->exact || (narrow && narrow->exact)) {
            std::optional<Scaled> all = scale(points, decimals, !trial->exact);
            if (all && all->exact) return all;
        }
        worth.emplace_back(trial->bytes(), decimals);
    }
    std::stable_sort(worth.begin(), worth.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::optional<Scaled> best;
    for (std::size_t i = 0; i < std::min(tried_most, worth.size()); ++i) {
        std::optional<Scaled> all = scale(points, worth[i].second, false);
        if (all && (!best || all->bytes() < best->bytes())) best = std::move(all);
    }
    return best;
}

// The bits of the values without the low ones that are zero in all of them, whose number is `zeros`.
struct Bits {
    int zeros = 0;
    std::vector<std::int64_t> integers;
    std::size_t bytes() const { return packed_size(integers); }
};

Bits bits_of_all(std::span<const Point> points) {
    std::uint64_t any = 0;
    for (const Point& p : points) any |= bits_of(p.value);
    Bits out{.zeros = any == 0 ? 0 : std::countr_zero(any), .integers = {}};
    out.integers.reserve(points.size());
    for (const Point& p : points)
        out.integers.push_back(static_cast<std::int64_t>(bits_of(p.value)) >> out.zeros);
    return out;
}

bool all_equal(std::span<const Point> points) {
    for (const Point& p : points)
        if (bits_of(p.value) != bits_of(points[0].value)) return false;
    return true;
}

// How the values of a chunk are written: one of these, else they are all the same.
struct Written {
    std::optional<Scaled> scaled;
    std::optional<Fixed> fixed;
    std::optional<Counted> counted;
    std::optional<Bits> bits;

    std::uint8_t modes() const {
        if (scaled)
            return static_cast<std::uint8_t>(scaled->single ? Packed::single : Packed::scaled) |
                   (scaled->exact ? 0 : corrected_bit);
        if (!fixed && !counted && !bits) return static_cast<std::uint8_t>(Packed::constant);
        return static_cast<std::uint8_t>(Packed::bits) | (counted ? counted_bits : fixed ? fixed_bit : 0);
    }

    void put(ByteWriter& w, double constant) const {
        if (scaled) {
            put_packed(w, scaled->integers);
            if (!scaled->exact) put_packed(w, scaled->corrections);
        } else if (counted) {
            put_counted(w, *counted);
        } else if (fixed) {
            put_fixed(w, *fixed);
        } else if (bits) {
            w.byte(static_cast<std::uint8_t>(bits->zeros));
            put_packed(w, bits->integers);
        } else {
            w.word(bits_of(constant));
        }
    }
};

// Decimals where few give the values exactly, else what takes the fewest bytes.
Written best_values(std::span<const Point> points) {
    constexpr int few_decimals = 9;  // more are not written down by hand: a computed number was printed
    Written out;
    if (all_equal(points)) return out;
    std::optional<Scaled> scaled = best_scaled(points);
    const bool exact = scaled && scaled->exact;
    if (exact && scaled->decimals <= few_decimals) return {.scaled = std::move(scaled)};
    std::size_t least = std::numeric_limits<std::size_t>::max();
    const auto offer = [&](auto&& values, auto place) {
        const std::size_t bytes = values ? values->bytes() : least;
        if (bytes >= least) return;
        least = bytes;
        out = {};
        out.*place = std::move(values);
    };
    if (!exact) {
        offer(std::optional(bits_of_all(points)), &Written::bits);
        offer(fixed_point(points), &Written::fixed);
    }
    offer(counted(points), &Written::counted);
    offer(std::move(scaled), &Written::scaled);
    return out;
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
        const std::span<Point> of_run = points.subspan(i, run);
        if (quality != 0)  // the others are good already
            for (Point& p : of_run) p.quality = static_cast<Quality>(quality);
        i += run;
    }
    return true;
}

// `room` gives the places of so many points; none when it has not got them.
template <class Room>
bool decode_1(ByteReader& r, Room room) {
    const std::uint8_t modes = r.byte();
    const std::uint8_t unit = modes & unit_mask;
    if ((modes & ~known_bits_1) != 0 || unit >= time_units_us.size()) return false;
    const auto values = static_cast<Values>(modes & values_mask);
    const std::size_t decimals = values == Values::scaled ? r.byte() : 0;
    const std::uint64_t n = r.varint();
    if (decimals >= decimals_end_1 || n == 0 || n > limits::chunk_points_max) return false;

    const std::span<Point> points = room(n);
    if (points.empty()) return false;
    std::ranges::fill(points, Point{});
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
    return get_qualities(r, points);
}

// Times in units and bits of values of one chunk, until they are put together as points. Loops over columns
// are loops that the compiler makes wide.
struct Columns {
    std::array<std::int64_t, limits::chunk_points_max> times, values, corrections;
};

bool get_packed_times(ByteReader& r, std::span<std::int64_t> out, Times times) {
    if (times == Times::packed) return get_packed(r, out);
    const std::int64_t first = r.signed_varint();
    if (times == Times::line) {
        const std::uint64_t slope = r.varint();
        if (!get_packed(r, out)) return false;
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = sum(on_line(first, slope, i), out[i]);
        return true;
    }
    const std::int64_t step = out.size() > 1 ? r.signed_varint() : 0;
    std::int64_t t = first;
    for (std::int64_t& out_t : out) {
        out_t = t;
        t = sum(t, step);
    }
    return true;
}

// `out`: the bits of the values.
bool get_packed_values(ByteReader& r, std::span<std::int64_t> out, std::span<std::int64_t> corrections,
                       Packed values, std::size_t decimals, bool corrected) {
    if (values == Packed::constant) {
        std::ranges::fill(out, static_cast<std::int64_t>(r.word()));
        return true;
    }
    if (values == Packed::bits) {
        const unsigned zeros = r.byte();
        if (zeros > 63 || !get_packed(r, out)) return false;
        for (std::int64_t& v : out) v = static_cast<std::int64_t>(static_cast<std::uint64_t>(v) << zeros);
        return true;
    }
    if (!get_packed(r, out)) return false;
    const double power = powers_of_ten[decimals];
    if (values == Packed::single) {
        for (std::int64_t& v : out) v = static_cast<std::int64_t>(bits_of(unscaled(v, power, true)));
        return true;
    }
    for (std::int64_t& v : out) v = static_cast<std::int64_t>(bits_of(unscaled(v, power, false)));
    if (!corrected) return true;
    if (!get_packed(r, corrections)) return false;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = sum(out[i], corrections[i]);
    return true;
}

template <class Room>
bool decode_2(ByteReader& r, Room room) {
    const std::uint8_t modes = r.byte();
    const std::uint8_t unit = modes & unit_mask;
    const auto times_are = static_cast<Times>(modes & times_mask);
    const auto values_are = static_cast<Packed>(modes & values_mask);
    const bool counted = (modes & counted_bits) == counted_bits,
               corrected = !counted && (modes & corrected_bit) != 0,
               fixed = !counted && (modes & fixed_bit) != 0;
    if (unit >= time_units_us.size() || times_are > Times::line ||
        (corrected && values_are != Packed::scaled) || ((fixed || counted) && values_are != Packed::bits))
        return false;
    const bool scaled = values_are == Packed::scaled || values_are == Packed::single;
    const std::size_t decimals = scaled ? r.byte() : 0;
    const std::uint64_t n = r.varint();
    if (decimals >= powers_of_ten.size() || n == 0 || n > limits::chunk_points_max) return false;

    const std::span<Point> points = room(n);
    if (points.empty()) return false;
    thread_local Columns columns;
    const std::span<std::int64_t> times(columns.times.data(), n), values(columns.values.data(), n),
        corrections(columns.corrections.data(), n);
    if (!get_packed_times(r, times, times_are)) return false;
    if (counted ? !get_counted(r, values, corrections)
        : fixed ? !get_fixed(r, values, corrections)
                : !get_packed_values(r, values, corrections, values_are, decimals, corrected))
        return false;
    const auto unit_us = static_cast<std::uint64_t>(time_units_us[unit]);
    for (std::size_t i = 0; i < n; ++i)
        points[i] = {static_cast<std::int64_t>(static_cast<std::uint64_t>(times[i]) * unit_us),
                     of_bits(static_cast<std::uint64_t>(values[i])), Quality::good};
    return get_qualities(r, points);
}

template <class Room>
bool decode(std::string_view payload, Room room) {
    if (!strip_checksum(payload)) return false;
    ByteReader r(payload);
    const std::uint8_t version = r.byte();
    const bool good = version == version_2   ? decode_2(r, room)
                      : version == version_1 ? decode_1(r, room)
                                             : false;
    return good && !r.failed() && r.left() == 0;
}

Error damaged_chunk() { return Error(Code::damaged_data, {}, {"telemetry.chunk"}); }

}  // namespace

std::string encode_chunk(std::span<const Point> points) {
    assert(!points.empty() && points.size() <= limits::chunk_points_max);
    const std::uint8_t unit = largest_unit(points);
    const std::vector<std::int64_t> times = times_of(points, time_units_us[unit]);
    std::vector<std::int64_t> beside;
    std::uint64_t slope = 0;
    auto times_are = Times::regular;
    if (!is_regular(times)) {
        slope = slope_of(times);
        for (std::size_t i = 0; i < times.size(); ++i)
            beside.push_back(difference(times[i], on_line(times[0], slope, i)));
        times_are = packed_size(beside) < packed_size(times) ? Times::line : Times::packed;
    }
    const Written values = best_values(points);
    ByteWriter w;
    w.reserve(64 + 4 * points.size());
    w.byte(version_2);
    w.byte(static_cast<std::uint8_t>(unit | static_cast<std::uint8_t>(times_are) | values.modes()));
    if (values.scaled) w.byte(static_cast<std::uint8_t>(values.scaled->decimals));
    w.varint(points.size());
    if (times_are == Times::packed) {
        put_packed(w, times);
    } else {
        w.signed_varint(times[0]);
        if (times_are == Times::line) {
            w.varint(slope);
            put_packed(w, beside);
        } else if (times.size() > 1) {
            w.signed_varint(difference(times[1], times[0]));
        }
    }
    values.put(w, points[0].value);
    put_qualities(w, points);
    return w.take_with_checksum();
}

Result<bool> decode_chunk(std::string_view payload, std::vector<Point>& out) {
    const std::size_t old_size = out.size();
    const auto behind = [&](std::size_t n) {
        out.resize(old_size + n);
        return std::span(out).subspan(old_size);
    };
    if (decode(payload, behind)) return true;
    out.resize(old_size);
    return damaged_chunk();
}

Result<std::size_t> decode_chunk(std::string_view payload, std::span<Point> out) {
    std::size_t count = 0;
    const auto in_front = [&](std::size_t n) {
        count = n;
        return n <= out.size() ? out.first(n) : std::span<Point>();
    };
    if (decode(payload, in_front)) return count;
    return damaged_chunk();
}

}  // namespace hatang::telemetry
