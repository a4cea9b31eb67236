#include "demo/replay.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::demo;

TEST_CASE("demo replay: takes the named column, or the last") {
    const auto last = read_csv_column("Time,a,b\nt,1,2\r\nt,3,4.5\n", "", 0);
    REQUIRE(last);
    CHECK(*last == std::vector<double>{2, 4.5});
    const auto named = read_csv_column("Time,a,b\nt,1,2\n", "a", 0);
    REQUIRE(named);
    CHECK(*named == std::vector<double>{1});
    CHECK((*read_csv_column("h\n1\n2\n3\n", "", 2)).size() == 2);
}

TEST_CASE("demo replay: a row without a number is named") {
    const auto bad = read_csv_column("Time,a\nt,1\nt,nan\n", "", 0);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().where == "row 3");
    CHECK(read_csv_column("Time,a\n", "c", 0).error().code == Code::not_found);
}
