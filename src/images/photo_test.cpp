#include "images/photo.hpp"

#include <doctest/doctest.h>

#include <zlib.h>

namespace hatang::images {
namespace {

void big_endian(std::string& out, std::uint32_t n) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift);
}
void chunk(std::string& out, std::string type, const std::string& data) {
    big_endian(out, static_cast<std::uint32_t>(data.size()));
    type += data;
    out += type;
    big_endian(out, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(type.data()),
                                                     static_cast<uInt>(type.size()))));
}
// A grey PNG (RFC 2083). `rows` of pixel data may be fewer than `height`.
std::string png(std::uint32_t width, std::uint32_t height, std::uint32_t rows) {
    std::string out("\x89PNG\r\n\x1A\n", 8), head;
    big_endian(head, width);
    big_endian(head, height);
    head += std::string("\x08\x00\x00\x00\x00", 5);
    chunk(out, "IHDR", head);
    const std::string raw(std::size_t{rows} * (width + 1), '\0');
    uLongf size = compressBound(static_cast<uLong>(raw.size()));
    std::string packed(size, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
             static_cast<uLong>(raw.size()));
    packed.resize(size);
    chunk(out, "IDAT", packed);
    chunk(out, "IEND", "");
    return out;
}

Code code_of(const Result<std::string>& result) { return result ? Code::internal : result.error().code; }

}  // namespace

TEST_CASE("a photo becomes a plain JPEG") {
    const auto photo = clean_photo(png(3'000, 200, 200));
    REQUIRE(photo);
    CHECK(image_kind(*photo) == ImageKind::jpeg);
    CHECK(photo->find("Exif") == std::string::npos);
    CHECK(photo->size() < 20'000);
    const auto small = clean_photo(*photo, thumbnail_side_px);
    REQUIRE(small);
    CHECK(small->size() < photo->size());
}

TEST_CASE("what is not a whole photo is refused") {
    CHECK(code_of(clean_photo("")) == Code::unsupported_image);
    CHECK(code_of(clean_photo("GIF89a…")) == Code::unsupported_image);
    CHECK(code_of(clean_photo("<svg xmlns='http://www.w3.org/2000/svg'/>")) == Code::unsupported_image);
    CHECK(code_of(clean_photo("\xFF\xD8\xFF\xE0 not a picture")) == Code::unsupported_image);
    const std::string whole = png(500, 500, 500);
    CHECK(code_of(clean_photo(whole.substr(0, whole.size() / 2))) == Code::unsupported_image);
    CHECK(code_of(clean_photo(png(100'000, 100'000, 1))) == Code::out_of_range);
}

}  // namespace hatang::images
