// The list that is written by hand against what the descriptions of its structs write.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

#include "telemetry/views.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

std::string described(const LatestList& list) {
    json::Writer w;
    w.begin_object().key("items").begin_array();
    for (const LatestItem& item : list.items) json::write(w, item);
    w.end_array().end_object();
    return w.take();
}

}  // namespace

TEST_CASE("latest: the list is what its description says") {
    CHECK(json::to_json(LatestList{}) == described({}));
    LatestList list;
    constexpr std::int64_t many = std::numeric_limits<std::int64_t>::max();
    const Instant last = *parse_rfc3339("9999-12-31T23:59:59.999999Z");
    for (const double v : {0.0,
                           -0.0,
                           0.01,
                           -0.05,
                           0.1,
                           12.34,
                           12.345,
                           1.0 / 3,
                           99.99,
                           1e4,
                           9999.99,
                           -9999.5,
                           1e5,
                           20000.25,
                           123456.78,
                           1e17,
                           1e18,
                           1e-7,
                           5e-324,
                           1.7976931348623157e308,
                           std::numeric_limits<double>::infinity(),
                           std::nan("")})
        for (const Instant t : {Instant{0}, Instant{-1}, Instant{1'796'008'610'910'529}, Instant{kDay - 1},
                                Instant{kDay}, last, Instant{1'796'008'610'000'000}})
            for (const Quality q : {Quality::good, Quality::uncertain, Quality::bad})
                list.items.push_back({list.items.size() % 2 == 0 ? many : 7,
                                      list.items.size() % 3 == 0 ? std::nullopt : std::optional(-many), t, v,
                                      q, list.items.size() % 5 == 0});
    std::mt19937_64 random{20261130};
    for (int i = 0; i < 20'000; ++i) {
        const auto n = static_cast<std::int64_t>(random() % 4'000'000) - 2'000'000;
        list.items.push_back({i, i, Instant{static_cast<std::int64_t>(random() % (80 * 365 * kDay))},
                              static_cast<double>(n) / (i % 2 == 0 ? 100 : 1'000), Quality::good, false});
    }
    CHECK((json::to_json(list) == described(list)));
}
