#include "base/time.hpp"

#include <doctest/doctest.h>

using namespace hatang;

TEST_CASE("time: RFC 3339 is read with its zone") {
    CHECK(parse_rfc3339("1970-01-01T00:00:00Z")->us == 0);
    CHECK(parse_rfc3339("2026-11-24T08:30:00+07:00") == parse_rfc3339("2026-11-24T01:30:00Z"));
    CHECK(parse_rfc3339("2026-11-24T01:30:00.123456789Z")->us % kSecond == 123456);
    CHECK(parse_rfc3339("2024-02-29T00:00:00Z").has_value());
}

TEST_CASE("time: what is not RFC 3339 is refused") {
    for (const char* text :
         {"", "2026-11-24", "2026-11-24T01:30:00", "2026-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
          "2026-11-24T24:00:00Z", "2026-11-24T01:30:60Z", "2026-11-24T01:30:00.Z", "2026-11-24T01:30:00+7:00",
          "2026-11-24T01:30:00Zx", "26-11-24T01:30:00Z", "2026-11-24T01:30:00.1234567890Z"})
        CHECK_MESSAGE(!parse_rfc3339(text).has_value(), text);
}

TEST_CASE("time: writing gives back what was read") {
    for (const char* text : {"1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2026-11-24T01:30:00.25Z",
                             "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
        CHECK(to_rfc3339(*parse_rfc3339(text)) == text);
}
