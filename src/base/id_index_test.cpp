#include "base/id_index.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace hatang;

TEST_CASE("an index finds what was put under an id, and nothing else") {
    std::vector<int> things(3);
    IdIndex<int> index;
    CHECK(index.find(0) == nullptr);
    index.put(0, &things[0]);
    index.put(511, &things[1]);
    index.put(512'000, &things[2]);
    CHECK(index.find(0) == &things[0]);
    CHECK(index.find(511) == &things[1]);
    CHECK(index.find(512'000) == &things[2]);
    using Limits = std::numeric_limits<std::int64_t>;
    for (const std::int64_t id : {std::int64_t{1}, std::int64_t{512}, std::int64_t{511'999},
                                  std::int64_t{512'512}, std::int64_t{-1}, Limits::min(), Limits::max()}) {
        CAPTURE(id);
        CHECK(index.find(id) == nullptr);
    }
}

TEST_CASE("an index forgets what is erased from it") {
    int thing = 0;
    IdIndex<int> index;
    index.put(7, &thing);
    index.erase(7);
    index.erase(-1);
    CHECK(index.find(7) == nullptr);
    index.put(7, &thing);
    index.clear();
    CHECK(index.find(7) == nullptr);
}
