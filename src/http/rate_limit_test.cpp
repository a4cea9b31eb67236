#include "http/rate_limit.hpp"

#include <doctest/doctest.h>

using namespace hatang::http;

namespace {

constexpr std::int64_t start = 1'000'000'000'000, second = 1'000'000;

int taken_at(TokenBuckets& buckets, std::uint64_t key, int per_minute, std::int64_t now) {
    int n = 0;
    while (buckets.take(key, per_minute, now) == 0) ++n;
    return n;
}

}  // namespace

TEST_CASE("a minute's worth at once, then evenly") {
    TokenBuckets buckets(64);
    const auto key = TokenBuckets::key("address", "192.0.2.1");
    CHECK(taken_at(buckets, key, 60, start) == 60);
    CHECK(buckets.take(key, 60, start) == 1);
    CHECK(buckets.take(key, 60, start + second / 2) == 1);
    CHECK(buckets.take(key, 60, start + second) == 0);
    CHECK(buckets.take(key, 60, start + second) == 1);
    CHECK(taken_at(buckets, key, 60, start + 31 * second) == 30);
    CHECK(taken_at(buckets, key, 60, start + 1'000 * second) == 60);
}

TEST_CASE("the wait is the time to the next token, and a refusal takes nothing") {
    TokenBuckets buckets(64);
    const auto key = TokenBuckets::key("route", "7");
    CHECK(taken_at(buckets, key, 2, start) == 2);
    for (int i = 0; i < 10; ++i) CHECK(buckets.take(key, 2, start) == 30);
    CHECK(buckets.take(key, 2, start + 29 * second) == 1);
    CHECK(buckets.take(key, 2, start + 30 * second) == 0);
}

TEST_CASE("callers and kinds are counted apart") {
    TokenBuckets buckets(64);
    const auto a = TokenBuckets::key("address", "a"), b = TokenBuckets::key("address", "b"),
               c = TokenBuckets::key("account", "a");
    CHECK(taken_at(buckets, a, 5, start) == 5);
    CHECK(taken_at(buckets, b, 5, start) == 5);
    CHECK(taken_at(buckets, c, 5, start) == 5);
}

TEST_CASE("a flood of callers stays in the memory, and does not stop others") {
    TokenBuckets buckets(64);
    const auto busy = TokenBuckets::key("address", "busy");
    CHECK(taken_at(buckets, busy, 100, start) == 100);
    for (int i = 0; i < 10'000; ++i)
        CHECK(buckets.take(TokenBuckets::key("address", std::to_string(i)), 100, start) == 0);
    // The emptiest bucket of a set is the last to go.
    CHECK(buckets.take(busy, 100, start) == 1);
}

TEST_CASE("a clock that steps back gives no tokens away and stops nobody for ever") {
    TokenBuckets buckets(64);
    const auto key = TokenBuckets::key("address", "a");
    CHECK(buckets.take(key, 60, start) == 0);
    CHECK(buckets.take(key, 60, start - second) == 0);
    CHECK(buckets.take(key, 60, start + 200 * second) == 0);
}

TEST_CASE("one IPv6 customer is one caller") {
    CHECK(rate_key_of_address("192.0.2.1") == "192.0.2.1");
    CHECK(rate_key_of_address("2001:db8:0:1::1") == rate_key_of_address("2001:db8:0:1:ffff::2"));
    CHECK(rate_key_of_address("2001:db8:0:1::1") != rate_key_of_address("2001:db8:0:2::1"));
}
