#include "security/factors/cbor.hpp"

#include <doctest/doctest.h>

#include <string>

#include "security/factors/test_bytes.hpp"
#include "security/limits.hpp"

using namespace hatang::security;

namespace {

std::optional<std::int64_t> integer(std::string_view hex) {
    const std::string held = bytes(hex);
    const auto read = read_cbor(held);
    if (!read || read->size != held.size()) return std::nullopt;
    const auto* n = std::get_if<std::int64_t>(&read->value.is);
    return n ? std::optional(*n) : std::nullopt;
}

bool refused(std::string_view hex) {
    const std::string held = bytes(hex);
    return !read_cbor(held);
}

}  // namespace

// RFC 8949 appendix A.
TEST_CASE("integers: the vectors of RFC 8949") {
    CHECK(integer("00") == 0);
    CHECK(integer("17") == 23);
    CHECK(integer("1818") == 24);
    CHECK(integer("1903e8") == 1000);
    CHECK(integer("1a000f4240") == 1000000);
    CHECK(integer("1b000000e8d4a51000") == 1000000000000);
    CHECK(integer("20") == -1);
    CHECK(integer("3863") == -100);
    CHECK(integer("3903e7") == -1000);
    CHECK(refused("1bffffffffffffffff"));
    CHECK(refused("3bffffffffffffffff"));
}

TEST_CASE("strings, arrays and maps: the vectors of RFC 8949") {
    const std::string text = bytes("6449455446"), array = bytes("8301820203820405"),
                      map = bytes("a26161016162820203"), coded = bytes("a201020304");
    CHECK(std::get<CborText>(read_cbor(text)->value.is).value == "IETF");
    CHECK(std::get<CborArray>(read_cbor(array)->value.is).size() == 3);
    const CborValue letters = read_cbor(map)->value;
    REQUIRE(find(letters, "b"));
    CHECK(std::get<CborArray>(find(letters, "b")->is).size() == 2);
    CHECK(!find(letters, "c"));
    CHECK(!find(letters, 1));
    const CborValue numbers = read_cbor(coded)->value;
    CHECK(integer_in(numbers, 1) == 2);
    CHECK(integer_in(numbers, 3) == 4);
    CHECK(!integer_in(numbers, 2));
    CHECK(!bytes_in(numbers, 1));
}

TEST_CASE("what WebAuthn does not use is refused") {
    CHECK(refused(""));
    CHECK(refused("f93c00"));                                        // half float
    CHECK(refused("fb3ff199999999999a"));                            // double
    CHECK(refused("c074323031332d30332d32315432303a30343a30305a"));  // tag
    CHECK(refused("5f42010243030405ff"));                            // indefinite byte string
    CHECK(refused("9fff"));                                          // indefinite array
    CHECK(refused("bfff"));
    CHECK(refused("f7"));      // undefined
    CHECK(refused("1817"));    // not the shortest form
    CHECK(refused("190018"));  // the same
    CHECK(refused("62c328"));  // not UTF-8
}

TEST_CASE("hostile lengths, depths and keys") {
    CHECK(refused("5affffffff"));
    CHECK(refused("9affffffff"));
    CHECK(refused("bb7fffffffffffffff"));
    CHECK(refused("a201010102"));  // a key twice
    CHECK(refused("a280018002"));  // keys that are arrays
    std::string deep(static_cast<std::size_t>(limits::cbor_depth_max), '\x81');
    CHECK(!read_cbor(deep + std::string(1, '\0')));
    CHECK(read_cbor(deep.substr(1) + std::string(1, '\0')));
    std::string wide("\x98\x40", 2);
    CHECK(!read_cbor(wide + std::string(64, '\0')));  // 64 items and their array
}
