#include "telemetry/ingest/parse.hpp"

#include <doctest/doctest.h>

#include "telemetry/limits.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

// "code where" of the error, or "ok".
template <class Body>
std::string outcome(Body body) {
    try {
        body();
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return "ok";
}
std::string batch(std::string_view readings) {
    return outcome([&] { parse_readings("{\"readings\":[" + std::string(readings) + "]}"); });
}

}  // namespace

TEST_CASE("batches are read") {
    const auto readings = parse_readings(
        R"({"readings":[{"datastream":7,"t":"2026-11-24T08:30:00+07:00","value":2},
            {"value":-0.5,"quality":"bad","t":"2026-11-24T01:30:00.25Z","datastream":8}]})");
    REQUIRE(readings.size() == 2);
    CHECK(readings[0].datastream_id == 7);
    CHECK(to_rfc3339(readings[0].t) == "2026-11-24T01:30:00Z");
    CHECK(readings[0].quality == Quality::good);
    CHECK(readings[1].value == -0.5);
    CHECK(readings[1].quality == Quality::bad);
    CHECK(parse_readings(R"({"readings":[]})").empty());
}

TEST_CASE("bad batches name the place") {
    constexpr std::string_view good = R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":1})";
    const std::string second = std::string(good) + ",";
    CHECK(batch(good) == "ok");
    CHECK(batch(second + R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":"NaN"})") ==
          "wrong_result_type /readings/1/value");
    CHECK(batch(second + R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":null})") ==
          "wrong_result_type /readings/1/value");
    CHECK(batch(second + R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":NaN})") == "invalid_json ");
    CHECK(batch(R"({"datastream":"1","t":"2026-11-24T01:30:00Z","value":1})") ==
          "wrong_type /readings/0/datastream");
    CHECK(batch(R"({"datastream":1.5,"t":"2026-11-24T01:30:00Z","value":1})") ==
          "wrong_type /readings/0/datastream");
    CHECK(batch(R"({"datastream":1,"t":"2026-11-24T01:30:00","value":1})") == "invalid_time /readings/0/t");
    CHECK(batch(R"({"datastream":1,"t":1795000000,"value":1})") == "wrong_type /readings/0/t");
    CHECK(batch(R"({"datastream":1,"value":1})") == "missing_field /readings/0/t");
    CHECK(batch(R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":1,"value":2})") ==
          "duplicate_field /readings/0/value");
    CHECK(batch(R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":1,"quality":"fine"})") ==
          "invalid_value /readings/0/quality");
    CHECK(batch(R"({"datastream":1,"t":"2026-11-24T01:30:00Z","value":1,"unit":"m"})") ==
          "unknown_field /readings/0/unit");
    CHECK(batch("3") == "wrong_type /readings/0");
    CHECK(outcome([] { parse_readings("{}"); }) == "missing_field /readings");
    CHECK(outcome([] { parse_readings(R"({"readings":{}})"); }) == "wrong_type /readings");
    CHECK(outcome([] { parse_readings(R"({"readings":[],"x":1})"); }) == "unknown_field /x");
    std::string many(good);
    for (std::size_t i = 0; i < limits::readings_per_batch_max; ++i) many.append(",").append(good);
    CHECK(batch(many) == "too_many_items /readings");
}

TEST_CASE("the rules of a reading") {
    Streams streams;
    Stream& s = streams.at(1);
    s.about.sensor_id = 1;
    s.about.least = 0;
    s.about.most = 10;
    const Instant now{1'795'000'000 * kSecond};
    const auto rule = [&](Reading r) {
        const auto error = check_reading(streams, now, r, "/readings/4");
        return error ? std::string(error_info(error->code).code) + " " + error->where : "ok";
    };
    CHECK(rule({1, now, 5}) == "ok");
    CHECK(rule({2, now, 5}) == "unknown_datastream /readings/4/datastream");
    CHECK(rule({1, now + 61 * kSecond, 5}) == "time_in_future /readings/4/t");
    CHECK(rule({1, now + 60 * kSecond, 5}) == "ok");
    CHECK(rule({1, limits::oldest + -1, 5}) == "time_too_old /readings/4/t");
    CHECK(rule({1, now, std::numeric_limits<double>::quiet_NaN()}) == "not_a_number /readings/4/value");
    s.result = ResultType::boolean;
    CHECK(rule({1, now, 1}) == "ok");
    CHECK(rule({1, now, 2}) == "wrong_result_type /readings/4/value");
    s.result = ResultType::count;
    CHECK(rule({1, now, 7}) == "ok");
    CHECK(rule({1, now, 0.5}) == "wrong_result_type /readings/4/value");
    // The codes of terms come from where terms are made.
    s.result = ResultType::text;
    CHECK(rule({1, now, 0}) == "wrong_result_type /readings/4/value");
    Reading code{1, now, 0};
    CHECK_FALSE(check_reading(streams, now, code, "", {.coded = true}));
    s.result = ResultType::number;
    Reading implausible{1, now, 11}, bad{1, now, -1, Quality::bad};
    CHECK_FALSE(check_reading(streams, now, implausible, ""));
    CHECK(implausible.quality == Quality::uncertain);
    CHECK_FALSE(check_reading(streams, now, bad, ""));
    CHECK(bad.quality == Quality::bad);
}
