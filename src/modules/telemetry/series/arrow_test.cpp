#include "telemetry/series/arrow.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

#include "base/time.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

template <class T>
T word_at(std::string_view bytes, std::size_t at) {
    T out;
    REQUIRE(at + sizeof out <= bytes.size());
    std::memcpy(&out, bytes.data() + at, sizeof out);
    return out;
}

// Where the body of a message begins.
std::size_t body_at(std::string_view message) {
    CHECK(word_at<std::uint32_t>(message, 0) == 0xffffffff);
    const std::size_t body = 8 + word_at<std::uint32_t>(message, 4);
    CHECK(body % 8 == 0);
    return body;
}

// The place of a field of the FlatBuffers table at `table`.
std::size_t field_at(std::string_view b, std::size_t table, std::size_t field) {
    const std::size_t vtable =
        table - static_cast<std::size_t>(static_cast<std::int64_t>(word_at<std::int32_t>(b, table)));
    REQUIRE(4 + 2 * field < word_at<std::uint16_t>(b, vtable));
    const std::size_t inside = word_at<std::uint16_t>(b, vtable + 4 + 2 * field);
    REQUIRE(inside != 0);
    return table + inside;
}
std::size_t target(std::string_view b, std::size_t at) { return at + word_at<std::uint32_t>(b, at); }

}  // namespace

TEST_CASE("an Arrow stream has its schema, batches and end where the format wants them") {
    const std::string schema = arrow_schema();
    CHECK(body_at(schema) == schema.size());
    const std::size_t message = target(schema, 8), header = target(schema, field_at(schema, message, 2));
    CHECK(word_at<std::int16_t>(schema, field_at(schema, message, 0)) == 4);
    CHECK(word_at<std::uint8_t>(schema, field_at(schema, message, 1)) == 1);
    const std::size_t fields = target(schema, field_at(schema, header, 1));
    REQUIRE(word_at<std::uint32_t>(schema, fields) == 3);
    const std::vector<std::pair<std::string, std::uint8_t>> expected{{"t", 10}, {"value", 3}, {"quality", 2}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::size_t field = target(schema, fields + 4 + 4 * i);
        const std::size_t name = target(schema, field_at(schema, field, 0));
        CHECK(schema.substr(name + 4, word_at<std::uint32_t>(schema, name)) == expected[i].first);
        CHECK(word_at<std::uint8_t>(schema, field_at(schema, field, 2)) == expected[i].second);
    }

    std::vector<Point> points;
    for (int i = 0; i < 13; ++i)
        points.push_back({i * kSecond, i * 0.5, i == 5 ? Quality::bad : Quality::good});
    const std::string batch = arrow_batch(points);
    const std::size_t body = body_at(batch), record = target(batch, field_at(batch, target(batch, 8), 2));
    CHECK(word_at<std::int64_t>(batch, field_at(batch, target(batch, 8), 3)) ==
          static_cast<std::int64_t>(batch.size() - body));
    CHECK(word_at<std::int64_t>(batch, field_at(batch, record, 0)) == 13);
    const std::size_t buffers = target(batch, field_at(batch, record, 2));
    REQUIRE(word_at<std::uint32_t>(batch, buffers) == 6);
    const auto column = [&](std::size_t i) {
        return body + static_cast<std::size_t>(word_at<std::int64_t>(batch, buffers + 4 + 16 * (2 * i + 1)));
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        CHECK(word_at<std::int64_t>(batch, column(0) + 8 * i) == points[i].t_us);
        CHECK(word_at<double>(batch, column(1) + 8 * i) == points[i].value);
        CHECK(word_at<std::uint8_t>(batch, column(2) + i) == static_cast<std::uint8_t>(points[i].quality));
    }
    CHECK(batch.size() % 8 == 0);
    CHECK(arrow_end() == std::string("\xff\xff\xff\xff\0\0\0\0", 8));
}
