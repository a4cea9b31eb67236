#include "http/compress.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::http;

namespace {

std::string unpack_outcome(std::string_view packed, std::size_t most) {
    const Result<std::string> out = gunzip(packed, most);
    return out ? *out : std::string(error_info(out.error().code).code);
}

}  // namespace

TEST_CASE("what was packed comes out again") {
    const std::string text = "lưu lượng,trạm=Hà\\ Đông value=1.5 1700000000\n";
    CHECK(unpack_outcome(gzip(text), 1'000) == text);
    CHECK(unpack_outcome(gzip(""), 0) == "");
    const std::string large(1'000'000, 'x');
    CHECK(unpack_outcome(gzip(large), large.size()) == large);
    // RFC 1952 section 2.2: members one after the other.
    CHECK(unpack_outcome(gzip("a") + gzip("b"), 10) == "ab");
}

TEST_CASE("a bomb stops at the limit, and half a body is none") {
    const std::string packed = gzip(std::string(20'000'000, '\0'));
    CHECK(packed.size() < 100'000);
    CHECK(unpack_outcome(packed, 1'000'000) == "body_too_large");
    CHECK(unpack_outcome(gzip("abc"), 2) == "body_too_large");
    for (std::size_t cut = 0; cut < gzip("abc").size(); ++cut)
        CHECK(unpack_outcome(gzip("abc").substr(0, cut), 10) == "malformed_request");
    CHECK(unpack_outcome(gzip("abc") + "x", 10) == "malformed_request");
    std::string damaged = gzip("abc");
    damaged[damaged.size() - 5] ^= 1;  // the checksum
    CHECK(unpack_outcome(damaged, 10) == "malformed_request");
    CHECK(unpack_outcome("plain", 10) == "malformed_request");
}
