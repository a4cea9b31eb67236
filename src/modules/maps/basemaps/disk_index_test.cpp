#include "maps/basemaps/disk_index.hpp"

#include <doctest/doctest.h>

namespace hatang::maps {

TEST_CASE("the least lately used go first, and only as many as must") {
    DiskIndex index(100);
    CHECK(index.put("a", 40).empty());
    CHECK(index.put("b", 40).empty());
    CHECK(index.use("a"));
    CHECK(index.put("c", 40) == std::vector<std::string>{"b"});
    CHECK_FALSE(index.use("b"));
    CHECK(index.put("d", 100) == std::vector<std::string>{"a", "c"});
    CHECK(index.bytes() == 100);
}

TEST_CASE("a file that comes again counts once, one that is too large goes itself") {
    DiskIndex index(100);
    index.put("a", 60);
    CHECK(index.put("a", 70).empty());
    CHECK(index.bytes() == 70);
    CHECK(index.put("b", 101) == std::vector<std::string>{"a", "b"});
    CHECK(index.bytes() == 0);
    CHECK(index.files() == 0);
    index.remove("nothing");
}

}  // namespace hatang::maps
