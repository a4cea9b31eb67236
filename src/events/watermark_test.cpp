#include "events/watermark.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using hatang::events::Watermark;

TEST_CASE("events watermark: each number once, gaps are watched until they fill") {
    Watermark w(10);
    const Instant now{1'000'000};
    CHECK(w.take(11, now));
    CHECK(w.take(14, now));
    CHECK(w.gaps() == 2);
    CHECK(w.read_after() == 11);
    CHECK_FALSE(w.take(14, now));
    CHECK_FALSE(w.take(11, now));
    CHECK(w.take(12, now));
    CHECK_FALSE(w.take(12, now));
    CHECK(w.read_after() == 12);
    CHECK(w.take(13, now));
    CHECK(w.read_after() == 14);
}

TEST_CASE("events watermark: a gap of a rolled back transaction is forgotten") {
    Watermark w(0);
    CHECK(w.take(2, Instant{5}));
    w.forget_before(Instant{6});
    CHECK(w.read_after() == 2);
    CHECK_FALSE(w.take(1, Instant{7}));
}

TEST_CASE("events watermark: a great jump is not watched") {
    Watermark w(0);
    CHECK(w.take(1'000'000, Instant{5}));
    CHECK(w.gaps() == 0);
}
