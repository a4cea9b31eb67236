#include "registry/transfer/other_tags.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace hatang::registry::osm {

TEST_CASE("other_tags as GDAL writes them") {
    using Tags = std::vector<std::pair<std::string, std::string>>;
    CHECK(read_other_tags("").empty());
    CHECK(read_other_tags(R"("bridge"=>"yes","name:vi"=>"Cầu \"Mới\", \\ 2")") ==
          Tags{{"bridge", "yes"}, {"name:vi", "Cầu \"Mới\", \\ 2"}});
    CHECK(read_other_tags(R"("a"=>"")") == Tags{{"a", ""}});
    for (const char* bad :
         {"x", "\"a\"", "\"a\"=>", "\"a\"=>\"b", "\"a\"=>\"b\",", "\"a\"=>\"b\"\"c\"=>\"d\"", "\"a\\"})
        CHECK_THROWS_AS(read_other_tags(bad), Error);
}

}  // namespace hatang::registry::osm
