#include "geo/flatgeobuf.hpp"

#include <doctest/doctest.h>

#include <cstring>

namespace hatang::geo {
namespace {

template <class T>
T at(std::string_view bytes, std::size_t place) {
    T value;
    REQUIRE(place + sizeof value <= bytes.size());
    std::memcpy(&value, bytes.data() + place, sizeof value);
    return value;
}

// Where a field of a table begins; 0: absent. Reads as the FlatBuffers documentation says.
std::size_t field(std::string_view bytes, std::size_t table, int id) {
    const std::size_t vtable = table - static_cast<std::size_t>(at<std::int32_t>(bytes, table));
    if (4 + 2 * id >= at<std::uint16_t>(bytes, vtable)) return 0;
    const auto place = at<std::uint16_t>(bytes, vtable + 4 + 2 * static_cast<std::size_t>(id));
    return place ? table + place : 0;
}
std::size_t follow(std::string_view bytes, std::size_t place) {
    return place + at<std::uint32_t>(bytes, place);
}

const FgbLayer layer{"road",
                     "Đường",
                     {{"name", FgbColumnType::text, ""}, {"lanes", FgbColumnType::integer, "Số làn"}},
                     Crs::wgs84,
                     false};
const std::string line(
    "\x01\x02\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x40\x5A\x40\x00\x00\x00\x00\x00\x00\x35"
    "\x40\x00\x00\x00\x00\x00\x80\x5A\x40\x00\x00\x00\x00\x00\x00\x36\x40",
    41);

}  // namespace

TEST_CASE("the header names the columns and the system") {
    const std::string bytes = fgb_header(layer);
    CHECK(bytes.substr(0, 8) == std::string("fgb\3fgb\0", 8));
    const std::string_view header = std::string_view(bytes).substr(12);
    CHECK(at<std::uint32_t>(bytes, 8) == header.size());
    CHECK(bytes.size() % 8 == 0);
    const std::size_t root = follow(header, 0);
    CHECK(at<std::uint16_t>(header, field(header, root, 9)) == 0);  // no index
    const std::size_t columns = follow(header, field(header, root, 7));
    CHECK(at<std::uint32_t>(header, columns) == 2);
    const std::size_t second = follow(header, columns + 8);
    CHECK(at<std::uint8_t>(header, field(header, second, 1)) == 7);
    const std::size_t name = follow(header, field(header, second, 0));
    CHECK(header.substr(name + 4, at<std::uint32_t>(header, name)) == "lanes");
    const std::size_t crs = follow(header, field(header, root, 10));
    CHECK(at<std::int32_t>(header, field(header, crs, 1)) == 4326);
}

TEST_CASE("a feature holds its positions and its properties") {
    FgbProperties properties;
    properties.text(0, "Cầu Giấy");
    properties.integer(1, 4);
    std::string out;
    append_fgb_feature(out, layer, line, properties);
    append_fgb_feature(out, layer, {}, FgbProperties());
    const std::string_view first = std::string_view(out).substr(4, at<std::uint32_t>(out, 0));
    CHECK((first.size() + 4) % 8 == 0);
    const std::size_t root = follow(first, 0), geometry = follow(first, field(first, root, 0));
    const std::size_t xy = follow(first, field(first, geometry, 1));
    CHECK(at<std::uint32_t>(first, xy) == 4);
    CHECK((xy + 8) % 8 == 0);  // doubles lie on their own size, counted with the prefix
    CHECK(at<double>(first, xy + 4) == 105);
    CHECK(at<double>(first, xy + 28) == 22);
    CHECK(at<std::uint8_t>(first, field(first, geometry, 6)) == 2);
    const std::size_t values = follow(first, field(first, root, 1));
    CHECK(at<std::uint32_t>(first, values) == properties.bytes().size());
    CHECK(std::memcmp(first.data() + values + 4, properties.bytes().data(), properties.bytes().size()) == 0);
    const std::string_view second = std::string_view(out).substr(8 + first.size());
    CHECK(field(second, follow(second, 0), 0) == 0);
}

TEST_CASE("parts of a collection are geometries of their own") {
    const std::string parts = std::string("\x01\x07\x00\x00\x00\x02\x00\x00\x00", 9) + line + line;
    std::string out;
    append_fgb_feature(out, layer, parts, FgbProperties());
    const std::string_view bytes = std::string_view(out).substr(4);
    const std::size_t geometry = follow(bytes, field(bytes, follow(bytes, 0), 0));
    CHECK(at<std::uint32_t>(bytes, follow(bytes, field(bytes, geometry, 7))) == 2);
    std::string many = std::string("\x01\x05\x00\x00\x00\x02\x00\x00\x00", 9) + line + line;
    out.clear();
    append_fgb_feature(out, layer, many, FgbProperties());
    const std::string_view lines = std::string_view(out).substr(4);
    const std::size_t shape = follow(lines, field(lines, follow(lines, 0), 0));
    const std::size_t ends = follow(lines, field(lines, shape, 0));
    CHECK(at<std::uint32_t>(lines, ends) == 2);
    CHECK(at<std::uint32_t>(lines, ends + 8) == 4);
}

}  // namespace hatang::geo
