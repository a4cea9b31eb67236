#include "registry/identity/succession_core.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

using namespace hatang;
using namespace hatang::registry;

namespace {

using Ids = std::vector<std::int64_t>;

// The code of the error, or "" when it may be.
std::string refused(std::string_view kind, const Ids& before, const Ids& after, std::size_t fresh = 0) {
    try {
        check_succession(kind, before, after, fresh);
        return "";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code);
    }
}

}  // namespace

TEST_CASE("a work that is split or merged may go on, one that is replaced may not") {
    CHECK(refused("split", {1}, {1}, 1) == "");
    CHECK(refused("split", {1}, {1}) == "succession_shape");
    CHECK(refused("split", {1}, {1, 1}) == "duplicate_field");
    CHECK(refused("merge", {1, 2}, {1}) == "");
    CHECK(refused("merge", {1, 1}, {1}) == "duplicate_field");
    CHECK(refused("replace", {1}, {1}) == "duplicate_field");
    CHECK(kept_title("split", 1).en == "1 asset split off");
    CHECK(kept_title("merge", 2).vi == "Gộp thêm 2 công trình");
}

TEST_CASE("each kind of succession has its numbers of works") {
    CHECK(refused("split", {1}, {2, 3}) == "");
    CHECK(refused("split", {1}, {}, 2) == "");
    CHECK(refused("split", {1}, {2}, 1) == "");
    CHECK(refused("split", {1}, {2}) == "succession_shape");
    CHECK(refused("split", {1, 4}, {2, 3}) == "succession_shape");
    CHECK(refused("merge", {1, 2}, {3}) == "");
    CHECK(refused("merge", {1}, {3}) == "succession_shape");
    CHECK(refused("merge", {1, 2}, {3}, 1) == "succession_shape");
    CHECK(refused("replace", {1}, {}, 1) == "");
    CHECK(refused("replace", {1}, {2, 3}) == "succession_shape");
    CHECK(refused("demolish", {1}, {}) == "");
    CHECK(refused("demolish", {1}, {2}) == "succession_shape");
    CHECK(refused("demolish", {}, {}) == "succession_shape");
    CHECK(refused("vanish", {1}, {}) == "invalid_value");
}

TEST_CASE("nothing follows itself") {
    CHECK(refused("replace", {1}, {1}) == "duplicate_field");
    CHECK(refused("merge", {1, 1}, {2}) == "duplicate_field");
    CHECK(refused("split", {1}, {2, 2}) == "duplicate_field");
}

TEST_CASE("titles count what a reader may not see by name") {
    CHECK(ended_title("split", 3).vi == "Tách thành 3 công trình");
    CHECK(begun_title("merge", 2).en == "Merged from 2 assets");
    CHECK(ended_title("demolish", 0).vi == "Phá dỡ");
}
