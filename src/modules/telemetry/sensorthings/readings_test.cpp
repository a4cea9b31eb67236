#include "telemetry/sensorthings/readings.hpp"

#include <doctest/doctest.h>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"

using namespace hatang;
using namespace hatang::telemetry;
using namespace hatang::telemetry::sta;

namespace {

constexpr std::int64_t t0_us = 1'767'225'600'000'000;  // 2026-01-01T00:00:00Z

ReadingOf reading(double value, std::int64_t us = t0_us, Quality quality = Quality::good) {
    return {7, {us, value, quality}};
}

bool fits(std::string_view filter, const ReadingOf& r) {
    const odata::Expression e = odata::parse_filter(odata::Set::observations, filter);
    const Slots none;
    return Evaluator(none, {t0_us + kDay}).holds(e, r, {});
}

}  // namespace

TEST_CASE("an Observation's id leads back to its stream and millisecond") {
    const ReadingOf r = reading(1, t0_us + 123'456);
    const auto key = observation_key(observation_id(r));
    REQUIRE(key);
    CHECK(key->datastream_id == 7);
    CHECK(key->from_us == t0_us + 123'000);
    CHECK(key->to_us == t0_us + 123'999);
    const ReadingOf last{(std::int64_t{1} << 22) - 1,
                         {telemetry::limits::oldest.us + ((std::int64_t{1} << 41) - 1) * kMillisecond}};
    CHECK(observation_id(last) == INT64_MAX);
    CHECK(observation_key(INT64_MAX)->datastream_id == last.datastream_id);
    CHECK(observation_key(INT64_MAX)->from_us == last.point.t_us);
    for (const std::int64_t none : {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, std::int64_t{5}})
        CHECK(!observation_key(none));
}

TEST_CASE("filters on readings") {
    const ReadingOf r = reading(-2.5, t0_us + 3'723'250'000, Quality::uncertain);  // 01:02:03.25
    for (const std::string_view yes :
         {"result eq -2.5",
          "result lt -2 and result gt -3",
          "result in (1, -2.5)",
          "not result gt 0",
          "result mul 2 add 1 eq -4",
          "round(result) eq -3",
          "floor(result) eq -3",
          "ceiling(result) eq -2",
          "result mod 2 eq -0.5",
          "-result eq 2.5",
          "result eq '-2.5'",
          "resultQuality eq 'uncertain'",
          "substringof('cert', resultQuality)",
          "length(resultQuality) eq 9",
          "substring(resultQuality, 2, 3) eq 'cer'",
          "indexof(resultQuality, 'tain') eq 5",
          "indexof(resultQuality, 'x') eq -1",
          "concat(tolower('AB'), toupper('c')) eq 'abC'",
          "phenomenonTime gt 2026-01-01T00:00:00Z",
          "phenomenonTime eq 2026-01-01T08:02:03.25+07:00",
          "hour(phenomenonTime) eq 1",
          "minute(phenomenonTime) eq 2 and second(phenomenonTime) eq 3",
          "fractionalseconds(phenomenonTime) eq 0.25",
          "year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 1 and day(phenomenonTime) eq 1",
          "date(phenomenonTime) eq 2026-01-01",
          "time(phenomenonTime) gt 01:02:03",
          "resultTime eq null",
          "phenomenonTime ne null",
          "now() sub phenomenonTime lt duration'P1D'",
          "phenomenonTime add duration'PT1H' gt 2026-01-01T02:00:00Z",
          "during(phenomenonTime, 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z)",
          "overlaps(phenomenonTime, 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z)",
          "before(phenomenonTime, 2026-01-02T00:00:00Z)",
          "result eq 1 or result eq -2.5",
          "result div 0 eq 1 or result eq -2.5"}) {
        CAPTURE(yes);
        CHECK(fits(yes, r));
    }
    for (const std::string_view no :
         {"result gt 0", "result eq 'x'", "resultTime gt 2026-01-01T00:00:00Z",
          "not resultTime gt 2026-01-01T00:00:00Z", "result div 0 eq 1", "not (result div 0 eq 1)",
          "validTime eq 2026-01-01T00:00:00Z", "parameters/x eq 1", "result/x eq 1",
          "after(phenomenonTime, 2026-01-02T00:00:00Z)"}) {
        CAPTURE(no);
        CHECK(!fits(no, r));
    }
}

TEST_CASE("ids beyond 2^53 stay exact") {
    const ReadingOf r{4'000'000, {t0_us, 1}};
    CHECK(observation_id(r) > (std::int64_t{1} << 53));
    CHECK(fits("id eq " + std::to_string(observation_id(r)), r));
    CHECK(!fits("id eq " + std::to_string(observation_id(r) + 1), r));
    CHECK(fits("id lt " + std::to_string(observation_id(r) + 1), r));
}

TEST_CASE("a filter is taken apart: streams, times, readings") {
    const auto parts = [](std::string_view filter) {
        return odata::parse_filter(odata::Set::observations, filter);
    };
    const odata::Expression e = parts(
        "Datastream/id eq 3 and (phenomenonTime ge 2026-01-01T00:00:00Z and 2026-01-02T00:00:00Z gt "
        "phenomenonTime) and result gt 3 and (Datastream/name eq 'x' or result eq 1)");
    const TakenApart apart = take_apart(e);
    CHECK(apart.of_stream.size() == 1);
    CHECK(apart.of_reading.size() == 2);
    CHECK(apart.from_us == t0_us);
    CHECK(apart.to_us == t0_us + kDay - 1);
    std::vector<const odata::Expression*> slots;
    for (const odata::Expression* r : apart.of_reading) stream_parts(*r, slots);
    CHECK(slots.size() == 1);

    const odata::Expression exact = parts("phenomenonTime eq 2026-01-01T00:00:00Z");
    CHECK(take_apart(exact).from_us == take_apart(exact).to_us);
    CHECK(take_apart(exact).of_reading.empty());
    const odata::Expression either = parts("phenomenonTime lt 2026-01-01T00:00:00Z or result eq 1");
    CHECK(take_apart(either).from_us == telemetry::limits::oldest.us);
    CHECK(take_apart(either).of_reading.size() == 1);
}

TEST_CASE("conditions tell which chunks are worth decoding") {
    const auto of = [](std::string_view filter) {
        const odata::Expression e = odata::parse_filter(odata::Set::observations, filter);
        return worth_decoding(take_apart(e).of_reading);
    };
    CHECK(of("result gt 5").least == 5);
    CHECK(of("5 ge result").most == 5);
    CHECK(of("5 ge result").least == -INFINITY);
    const WorthDecoding between = of("result ge 1 and result lt 3 and resultQuality ne 'good'");
    CHECK(between.least == 1);
    CHECK(between.most == 3);
    CHECK(between.not_good);
    CHECK(of("result eq 7").least == 7);
    CHECK(of("result eq 7").most == 7);
    CHECK(of("resultQuality eq 'bad'").not_good);
    for (const std::string_view filter :
         {"result ne 5", "result eq '5'", "result gt 5 or result lt 3", "not (result gt 5)",
          "result add 1 gt 5", "resultQuality eq 'good'", "resultQuality ne 'bad'", "result eq null"})
        CHECK_MESSAGE(of(filter).all(), filter);
}

TEST_CASE("a condition on the times of a datastream is known from its first and last reading") {
    const Instant first{t0_us}, last{t0_us + kDay};
    const auto holds = [&](std::string_view filter) {
        const odata::Expression e = odata::parse_filter(odata::Set::datastreams, filter);
        const auto condition = time_condition(e);
        REQUIRE_MESSAGE(condition, filter);
        return condition->holds(first, last);
    };
    for (const std::string_view filter :
         {"overlaps(phenomenonTime,2026-01-02T00:00:00Z/2026-01-05T00:00:00Z)",
          "during(phenomenonTime,2026-01-01T00:00:00Z/2026-01-02T00:00:00Z)",
          "before(phenomenonTime,2026-01-03T00:00:00Z)", "after(2026-01-03T00:00:00Z,phenomenonTime)",
          "meets(phenomenonTime,2026-01-02T00:00:00Z/2026-01-03T00:00:00Z)",
          "starts(phenomenonTime,2026-01-01T00:00:00Z)", "finishes(phenomenonTime,2026-01-02T00:00:00Z)",
          "phenomenonTime le 2026-01-02T00:00:00Z", "phenomenonTime ge 2026-01-01T00:00:00Z",
          "phenomenonTime eq 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z",
          "2026-01-03T00:00:00Z gt phenomenonTime", "phenomenonTime ne 2026-01-01T00:00:00Z"})
        CHECK_MESSAGE(holds(filter), filter);
    for (const std::string_view filter :
         {"overlaps(phenomenonTime,2026-01-03T00:00:00Z/2026-01-05T00:00:00Z)",
          "during(phenomenonTime,2026-01-01T00:00:00Z/2026-01-01T12:00:00Z)",
          "phenomenonTime lt 2026-01-02T00:00:00Z", "phenomenonTime eq 2026-01-01T00:00:00Z",
          "2026-01-03T00:00:00Z lt phenomenonTime"})
        CHECK_MESSAGE(!holds(filter), filter);
    for (const std::string_view filter :
         {"phenomenonTime eq null", "name eq 'x'", "phenomenonTime gt resultTime"})
        CHECK_MESSAGE(!time_condition(odata::parse_filter(odata::Set::datastreams, filter)), filter);
}
