#include "telemetry/devices/gaps.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::telemetry;

namespace {

std::string gaps_text(std::vector<std::int64_t> seconds) {
    for (std::int64_t& s : seconds) s *= kSecond;
    std::string out;
    for (const Gap& g : find_gaps(seconds, 10 * kSecond, {0}, {100 * kSecond}))
        out += std::to_string(g.from.us / kSecond) + "-" + std::to_string(g.to.us / kSecond) + ":" +
               std::to_string(g.missing) + " ";
    return out;
}

}  // namespace

TEST_CASE("gaps lie between readings and at both ends") {
    CHECK(gaps_text({0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}) == "");
    CHECK(gaps_text({5, 14, 26, 35, 44, 57, 64, 75, 84, 96}) == "");
    CHECK(gaps_text({0, 10, 20, 30, 70, 80, 90}) == "30-70:3 ");
    CHECK(gaps_text({0, 10, 20, 40, 50, 60, 70, 80, 90}) == "20-40:1 ");
    CHECK(gaps_text({50, 60, 70, 80, 90}) == "0-50:5 ");
    CHECK(gaps_text({0, 10, 20, 30, 40}) == "40-100:5 ");
    CHECK(gaps_text({}) == "0-100:10 ");
}
