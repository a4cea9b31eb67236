#include "telemetry/storage/codec.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>

#include "telemetry/limits.hpp"
#include "telemetry/storage/batch_codec.hpp"
#include "telemetry/storage/bytes.hpp"
#include "telemetry/storage/packed.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

bool same(const Point& a, const Point& b) {
    return a.t_us == b.t_us &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value) &&
           a.quality == b.quality;
}

// Bytes per point, after checking that every bit came back.
double round_trip(const std::vector<Point>& points) {
    const std::string payload = encode_chunk(points);
    std::vector<Point> back{Point{}};
    REQUIRE(decode_chunk(payload, back));
    REQUIRE(back.size() == points.size() + 1);
    for (std::size_t i = 0; i < points.size(); ++i) REQUIRE(same(points[i], back[i + 1]));
    // Into memory with something else in it.
    std::vector<Point> room(points.size() + 1, Point{7, 7, Quality::bad});
    REQUIRE(decode_chunk(payload, std::span(room)).value() == points.size());
    for (std::size_t i = 0; i < points.size(); ++i) REQUIRE(same(points[i], room[i]));
    CHECK(room.back().t_us == 7);
    CHECK_FALSE(decode_chunk(payload, std::span(room).first(points.size() - 1)));
    return static_cast<double>(payload.size()) / static_cast<double>(points.size());
}

std::vector<Point> series(int n, std::int64_t step_us, auto value) {
    std::vector<Point> out;
    for (int i = 0; i < n; ++i)
        out.push_back({1'795'000'000 * kSecond + i * step_us, value(i), Quality::good});
    return out;
}

}  // namespace

TEST_CASE("crc32c meets the check value of RFC 3720") {
    CHECK(crc32c("123456789") == 0xe3069283);
    CHECK(crc32c("") == 0);
    CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aa);
}

TEST_CASE("chunk codec: city sensors cost a few bytes") {
    std::mt19937_64 random(1);
    std::int64_t level = 523;
    const auto walk = [&](int) {
        return static_cast<double>(level += static_cast<std::int64_t>(random() % 21) - 10) / 100;
    };
    CHECK(round_trip(series(1'000, kSecond, walk)) < 1.2);
    auto jittered = series(1'000, kSecond, walk);
    for (Point& p : jittered) p.t_us += static_cast<std::int64_t>(random() % 40) * kMillisecond;
    CHECK(round_trip(jittered) < 3.2);
    CHECK(round_trip(series(1'000, kSecond, [](int) { return 7.25; })) < 0.1);
    CHECK(round_trip(series(1, kSecond, [](int) { return 1.0; })) < 40);
}

TEST_CASE("chunk codec: every double comes back to the bit") {
    std::mt19937_64 random(2);
    CHECK(round_trip(series(1'000, kSecond, [&](int) { return std::bit_cast<double>(random()); })) < 9.1);
    CHECK(round_trip(series(500, 7, [](int i) { return std::sin(i * 0.01); })) < 9.1);
    const double special[] = {0.0,
                              -0.0,
                              1e308,
                              5e-324,
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              std::bit_cast<double>(0x7ff8'0000'dead'beefULL),
                              std::bit_cast<double>(0xfff0'0000'0000'0001ULL),
                              0.1,
                              4503599627370497.0};
    round_trip(series(200, kMillisecond, [&](int i) { return special[i % 10]; }));
    for (const double v : special) round_trip(series(3, kSecond, [&](int) { return v; }));
    round_trip(series(3, kSecond, [](int i) { return i == 1 ? -0.0 : 1.0; }));
}

TEST_CASE("chunk codec: random shapes of times, values and qualities") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 500; ++round) {
        std::vector<Point> points;
        std::int64_t t = static_cast<std::int64_t>(random() >> (random() % 60));
        if (round % 7 == 0) t = std::numeric_limits<std::int64_t>::min() / 2;
        const std::int64_t unit = std::array<std::int64_t, 3>{1, 1'000, 1'000'000}[random() % 3];
        t -= t % unit;
        const double power = std::pow(10, random() % 12);
        const auto size = 1 + random() % 300;
        for (std::size_t i = 0; i < size; ++i) {
            t += unit * static_cast<std::int64_t>(1 + (random() >> (40 + random() % 24)));
            const double v =
                static_cast<double>(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000) / power;
            points.push_back({t, v, static_cast<Quality>(random() % 20 == 0 ? random() % 3 : 0)});
        }
        round_trip(points);
    }
}

TEST_CASE("chunk codec: means of decimals, few values and straight lines cost little") {
    std::mt19937_64 random(6);
    // Means of readings with three decimals: a bit or two beside the nearest decimal.
    const auto mean = [&](int) {
        const double a = static_cast<double>(40'000 + random() % 500) / 1'000;
        return (a + 0.1) - 0.1;
    };
    CHECK(round_trip(series(1'000, kSecond, mean)) < 1.8);
    // Devices that speak 32 bits: decimals, and anything.
    std::int64_t level = 2'345;
    const auto single = [&](int) {
        return static_cast<double>(
            static_cast<float>(level += static_cast<std::int64_t>(random() % 21) - 10) / 100);
    };
    CHECK(round_trip(series(1'000, kSecond, single)) < 0.8);
    const auto noise = [&](int) {
        return static_cast<double>(std::sin(static_cast<float>(random() % 100'000)));
    };
    CHECK(round_trip(series(1'000, kSecond, noise)) < 4.6);
    // A converter of 24 bits; the same with a calibration, which rounds in the last bits.
    std::int64_t counted = 1 << 20;
    const auto steps = [&](int) {
        return static_cast<double>(counted += static_cast<std::int64_t>(random() % 2'001) - 1'000) * 0x1p-17;
    };
    CHECK(round_trip(series(1'000, kSecond, steps)) < 1.6);
    CHECK(round_trip(series(1'000, kSecond, [&](int i) { return (steps(i) + 200.3) - 207.9; })) < 2.2);
    const double few[] = {0.1 / 3, 17.25 / 7, 3e9 / 7, -2.5e-8 / 3};
    CHECK(round_trip(series(1'000, kSecond, [&](int) { return few[random() % 4]; })) < 0.5);
    CHECK(round_trip(series(1'000, kSecond, [](int i) { return i * 0.25; })) < 0.2);
    auto jittered = series(1'000, kSecond, [](int) { return 1.0; });
    for (Point& p : jittered) p.t_us += static_cast<std::int64_t>(random() % 40) * kMillisecond;
    CHECK(round_trip(jittered) < 0.9);
    CHECK(round_trip(series(16'384, 1, [&](int) { return std::bit_cast<double>(random()); })) < 8.2);
}

namespace {

// A logger: steps of a converter behind a calibration, computed in 32 bits.
float logged(std::int64_t count) {
    return static_cast<float>(-2.81006293e-7 + static_cast<double>(count) * 1.19174744663e-6);
}

double one_ulp_beside(double v) { return std::bit_cast<double>(std::bit_cast<std::uint64_t>(v) + 1); }

}  // namespace

TEST_CASE("chunk codec: loggers that compute in 32 bits cost little more than their converter counts") {
    std::mt19937_64 random(8);
    std::int64_t count = 0;
    const auto next = [&] { return logged(count += static_cast<std::int64_t>(random() % 2'001) - 1'000); };
    CHECK(round_trip(series(1'000, kSecond, [&](int) { return next(); })) < 1.6);
    const auto printed = [&](const char* format) {
        char text[40];
        std::snprintf(text, sizeof text, format, static_cast<double>(next()));
        return std::strtod(text, nullptr);
    };
    CHECK(round_trip(series(1'000, kSecond, [&](int) { return printed("%.15g"); })) < 3.2);
    CHECK(round_trip(series(1'000, kSecond, [&](int) { return printed("%.16f"); })) < 3.2);
    // A few values beside what is expected: each way, wherever they stand.
    const double beside[] = {0.0, -0.0, 1e-300, 5e-324, 1e35, -1e35, 1e37, 0.1, 1.5, 3e-39};
    for (const double other : beside)
        for (const int at : {0, 1, 500, 999}) {
            round_trip(series(1'000, kSecond, [&](int i) { return i == at ? other : next(); }));
            round_trip(series(1'000, kSecond, [&](int i) { return i == at ? other : printed("%.15g"); }));
        }
    round_trip(series(1'000, kSecond, [&](int) { return one_ulp_beside(next()); }));
    round_trip(series(1'000, kSecond, [&](int i) { return i == 7 ? one_ulp_beside(next()) : next(); }));
    // Steps of every size, at every place, also below the normal numbers of 32 bits. Large ones are whole
    // numbers.
    double bytes = 0, sizes = 0;
    for (int exponent = -149; exponent < 120; ++exponent) {
        const double unit = std::ldexp(1.1, exponent),
                     first = std::ldexp(1.3, exponent + static_cast<int>(random() % 16));
        const double each = round_trip(series(200, kSecond, [&](int) {
            return static_cast<double>(
                static_cast<float>(first + static_cast<double>(random() % 1'000) * unit));
        }));
        if (exponent < -20) bytes += each, ++sizes;
    }
    CHECK(bytes / sizes < 2);
}

TEST_CASE("packed integers of every width and many lengths come back, and nothing behind them is read") {
    std::mt19937_64 random(7);
    for (unsigned width = 0; width <= 64; ++width)
        for (const std::size_t length : {1, 2, 3, 7, 63, 64, 65, 130, 200}) {
            std::vector<std::int64_t> integers;
            const auto least = static_cast<std::int64_t>(random() >> (random() % 64));
            for (std::size_t i = 0; i < length; ++i) {
                const std::uint64_t above = width == 0 ? 0 : random() >> (64 - width);
                integers.push_back(sum(least, static_cast<std::int64_t>(above)));
            }
            ByteWriter w;
            put_packed(w, integers);
            const std::string all = w.take();
            // On the heap to the byte, so that AddressSanitizer sees a read behind the end.
            const std::vector<char> bytes(all.begin(), all.end());
            std::vector<std::int64_t> back(length);
            ByteReader r({bytes.data(), bytes.size()});
            REQUIRE(get_packed(r, back));
            CHECK(r.left() == 0);
            REQUIRE(back == integers);
            ByteReader cut({bytes.data(), bytes.size() - 1});
            CHECK_FALSE((get_packed(cut, back) && !cut.failed()));
        }
}

TEST_CASE("chunk codec: version 1 is still read") {
    const auto written = [](std::uint8_t modes, auto values) {
        ByteWriter w;
        w.byte(1);
        w.byte(modes);
        if ((modes & 0x30) == 0x10) w.byte(2);  // decimals
        w.varint(3);
        w.signed_varint(1'795'000'000);
        w.signed_varint(60);
        w.signed_varint(5);  // second difference
        values(w);
        w.byte(0);
        w.varint(2);
        w.byte(2);
        w.varint(1);
        return w.take_with_checksum();
    };
    const auto read = [](const std::string& payload) {
        std::vector<Point> out(3, Point{7, 7, Quality::bad});
        REQUIRE(decode_chunk(payload, std::span(out)).value() == 3);
        out.clear();
        REQUIRE(decode_chunk(payload, out));
        REQUIRE(out.size() == 3);
        CHECK(out[1].t_us == 1'795'000'060 * kSecond);
        CHECK(out[2].t_us == 1'795'000'125 * kSecond);
        CHECK(out[1].quality == Quality::good);
        CHECK(out[2].quality == Quality::bad);
        return std::vector<double>{out[0].value, out[1].value, out[2].value};
    };
    const std::uint8_t seconds_irregular = 0x06;
    CHECK(read(written(seconds_irregular | 0x10, [](ByteWriter& w) {
              for (const int n : {525, -3, 300}) w.signed_varint(n);
          })) == std::vector<double>{5.25, 5.22, 8.22});
    CHECK(read(written(seconds_irregular, [](ByteWriter& w) {
              w.word(std::bit_cast<std::uint64_t>(7.5));
          })) == std::vector<double>{7.5, 7.5, 7.5});
    CHECK(read(written(seconds_irregular | 0x30, [](ByteWriter& w) {
              for (const double v : {1.5, 0.1, -2.0}) w.word(std::bit_cast<std::uint64_t>(v));
          })) == std::vector<double>{1.5, 0.1, -2.0});
    // 1.5, the same again, then 3.0: 0x3ff8… ^ 0x4008… = 0x7ff0…
    CHECK(read(written(seconds_irregular | 0x20, [](ByteWriter& w) {
              w.byte(0x62);
              w.low_bytes(0x3ff8, 2);
              w.byte(0);
              w.byte(0x62);
              w.low_bytes(0x7ff0, 2);
          })) == std::vector<double>{1.5, 1.5, 3.0});
}

TEST_CASE("chunk codec: damaged and hostile bytes are refused") {
    const std::string payload = encode_chunk(series(100, kSecond, [](int i) { return i * 0.5; }));
    std::vector<Point> out;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        std::string damaged = payload;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        CHECK_FALSE(decode_chunk(damaged, out));
        CHECK_FALSE(decode_chunk(std::string_view(payload).substr(0, i), out));
    }
    // Right checksum, hostile contents.
    std::mt19937_64 random(4);
    for (int round = 0; round < 20'000; ++round) {
        ByteWriter w;
        w.byte(static_cast<std::uint8_t>(1 + round % 2));
        w.byte(static_cast<std::uint8_t>(random() & (round % 2 == 0 ? 0x37 : 0xff)));
        for (auto left = random() % 40; left > 0; --left) w.byte(static_cast<std::uint8_t>(random()));
        const auto refused = decode_chunk(w.take_with_checksum(), out);
        if (!refused) CHECK(refused.error().code == Code::damaged_data);
        CHECK(out.size() <= telemetry::limits::chunk_points_max);
        out.clear();
    }
    // Lines of steps that lead far away.
    for (int round = 0; round < 20'000; ++round) {
        ByteWriter w;
        w.byte(2);
        w.byte(0xe0);  // regular, bits, counted
        w.varint(2);
        for (int i = 0; i < 2; ++i) w.signed_varint(i);
        w.signed_varint(static_cast<std::int64_t>(random() % 400) - 300);
        for (int i = 0; i < 2; ++i) w.signed_varint(static_cast<std::int64_t>(random() >> (random() % 64)));
        for (int list = 0; list < 2; ++list) {
            w.byte(0);
            w.signed_varint(static_cast<std::int64_t>(random()));
            w.byte(64);
            for (int i = 0; i < 2; ++i) w.word(random());
        }
        w.byte(0);
        w.varint(2);
        if (decode_chunk(w.take_with_checksum(), out)) CHECK(out.size() == 2);
        out.clear();
    }
}

TEST_CASE("batch codec") {
    std::mt19937_64 random(5);
    std::vector<Reading> readings;
    for (int i = 0; i < 5'000; ++i)
        readings.push_back(
            {static_cast<std::int64_t>(1 + random() % 10'000),
             {1'795'000'000 * kSecond + static_cast<std::int64_t>(random() % 1'000) * kMillisecond},
             static_cast<double>(random() % 1'000) / 10,
             static_cast<Quality>(random() % 3)});
    const std::string payload = encode_batch(readings);
    CHECK(payload.size() < 15 * readings.size());
    auto back = decode_batch(payload);
    REQUIRE(back);
    REQUIRE(back->size() == readings.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        CHECK((*back)[i].datastream_id == readings[i].datastream_id);
        CHECK((*back)[i].t == readings[i].t);
        CHECK((*back)[i].value == readings[i].value);
        CHECK((*back)[i].quality == readings[i].quality);
    }
    CHECK(decode_batch(encode_batch({}))->empty());
    for (std::size_t i = 0; i < 100; ++i) CHECK_FALSE(decode_batch(std::string_view(payload).substr(0, i)));
    ByteWriter huge;
    huge.byte(1);
    huge.varint(std::uint64_t{1} << 60);
    CHECK_FALSE(decode_batch(huge.take_with_checksum()));
}
