#include "registry/transfer/csv.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

std::vector<std::vector<std::string>> rows_of(std::string_view text, std::size_t piece = 1'000'000) {
    std::vector<std::vector<std::string>> out;
    CsvReader reader([&](std::vector<std::string>& row) { out.push_back(row); });
    for (std::size_t at = 0; at < text.size(); at += piece) reader.feed(text.substr(at, piece));
    reader.finish();
    return out;
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("rows, quotes, line ends and separators") {
    const Rows wanted{{"a", "b"}, {"1", "x, \"y\"\nz"}, {"", "2"}};
    for (const std::size_t piece : {1, 2, 3, 1000})
        CHECK(rows_of("\xEF\xBB\xBF"
                      "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n,2",
                      piece) == wanted);
    CHECK(rows_of("a;b\n1,5;2\n") == Rows{{"a", "b"}, {"1,5", "2"}});
    CHECK(rows_of("a\tb\n1\t2") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(rows_of("\"a,b\";c\n") == Rows{{"a,b", "c"}});
    CHECK(rows_of("a,b\n2\" pipe,\"\"\n") == Rows{{"a", "b"}, {"2\" pipe", ""}});
    CHECK(rows_of("").empty());
    CHECK(rows_of("only") == Rows{{"only"}});
}

TEST_CASE("what is no table is refused") {
    CHECK_THROWS_AS(rows_of(std::string_view("a,b\n\0,", 6)), Error);
    CHECK_THROWS_AS(rows_of("\xFF\xFE"
                            "a"),
                    Error);
    CHECK_THROWS_AS(rows_of("a,b\n\"open"), Error);
    CHECK_THROWS_AS(rows_of(std::string(100'000'000, 'x')), Error);
    CHECK_THROWS_AS(rows_of(std::string(1'000'000, ',')), Error);
}

}  // namespace hatang::registry
