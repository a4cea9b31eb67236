#include "telemetry/line_protocol/intake.hpp"

#include <doctest/doctest.h>

#include "telemetry/limits.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

constexpr Instant noon{1'795'000'000 * kSecond};

struct Lines {
    Streams streams;
    Book book;
    SeriesCache cache{book, streams};
    UnitWatch units;
    std::int64_t forbidden = 0;
    LineOutcome outcome;

    Lines() {
        for (const std::int64_t id : {1, 2, 3}) streams.at(id).about.sensor_id = 1;
        book.put(Source::line_protocol, "pump,id=a flow", {1, 1, 0});
        book.put(Source::line_protocol, "pump,id=a temp_f", {2, 5.0 / 9, -160.0 / 9});
        book.put(Source::line_protocol, "pump,id=a serial", {std::nullopt, 1, 0});
    }
    std::vector<Reading> take(std::string_view text, std::int64_t unit_ns = 1, std::size_t most = 100) {
        LineReader reader(text);
        LineIntake intake(cache, Arrivals(units), noon,
                          [this](const Stream& s) { return s.about.id != forbidden; });
        std::vector<Reading> out;
        for (bool more = true; more;) {
            const LineBlock block = read_lines(reader, noon, unit_ns, most);
            intake.take(block, out);
            more = block.more;
        }
        outcome = intake.outcome();
        return out;
    }
    std::string refusals() const {
        std::string out;
        for (const LineRefusal& r : outcome.first)
            out += std::to_string(r.line) + ":" + std::string(error_info(r.error.code).code) + " ";
        return out;
    }
};

}  // namespace

TEST_CASE("mapped values become readings, in the unit of their datastream") {
    Lines l;
    const auto readings = l.take("pump,id=a flow=2.5,temp_f=212 1794999000123456789\npump,id=a flow=3i");
    REQUIRE(readings.size() == 3);
    CHECK(readings[0].datastream_id == 1);
    CHECK(readings[0].value == 2.5);
    CHECK(readings[0].t.us == 1'794'999'000'123'456);
    CHECK(readings[1].datastream_id == 2);
    CHECK(readings[1].value == doctest::Approx(100));
    CHECK(readings[2].t == noon);  // no time: when it came
    CHECK(l.outcome.refused == 0);
}

TEST_CASE("the precision of a request") {
    Lines l;
    CHECK(l.take("pump,id=a flow=1 1794999000", *precision_ns("s"))[0].t.us == 1'794'999'000 * kSecond);
    CHECK(l.take("pump,id=a flow=1 1794999000000", *precision_ns("ms"))[0].t.us == 1'794'999'000 * kSecond);
    CHECK(l.take("pump,id=a flow=1 1794999000000000", *precision_ns("us"))[0].t.us ==
          1'794'999'000 * kSecond);
    CHECK(l.take("pump,id=a flow=1 29916650", *precision_ns("m"))[0].t.us == 29'916'650 * kMinute);
    CHECK_FALSE(precision_ns("days"));
    // Seconds that were nanoseconds are beyond every calendar, not a wrapped number.
    CHECK(l.take("pump,id=a flow=1 1794999000000000000", *precision_ns("s")).empty());
    CHECK(l.refusals() == "1:time_in_future ");
    CHECK(l.take("pump,id=a flow=1 -9223372036854775808", *precision_ns("h")).empty());
    CHECK(l.refusals() == "1:time_too_old ");
    CHECK(l.take("pump,id=a flow=1 -1", 1).empty());
    CHECK(l.refusals() == "1:time_too_old ");
}

TEST_CASE("nothing disappears without a number") {
    Lines l;
    const auto readings = l.take(
        "pump,id=a flow=1,serial=\"x\",speed=4\n"  // stored, left out, waits
        "pump,id=a flow=\"much\"\n"                // a text is no reading
        "pump,id=a flow=9007199254740993i\n"       // not exact
        "bad line\n"
        "pump,id=a,id=b flow=1\n"
        "pump,id=a flow=1 1\n");
    CHECK(readings.size() == 1);
    CHECK(l.outcome.fields == 8);
    CHECK(l.outcome.waiting == 1);
    CHECK(l.outcome.left_out == 1);
    CHECK(l.outcome.refused == 5);
    CHECK(l.refusals() ==
          "2:wrong_result_type 3:out_of_range 4:invalid_line 5:invalid_series 6:time_too_old ");
    REQUIRE(l.book.waiting({}).size() == 1);
    const WaitingSeries& w = *l.book.waiting({})[0];
    CHECK(w.series == "pump,id=a speed");
    CHECK(w.value == 4);
    CHECK(w.count == 1);
    l.take("pump,id=a speed=t");
    CHECK(w.count == 2);
    CHECK(w.kind == ValueKind::boolean);
}

TEST_CASE("a series that is mapped later is stored from then on, and a lost mapping waits again") {
    Lines l;
    CHECK(l.take("pump,id=a speed=4").empty());
    l.book.put(Source::line_protocol, "pump,id=a speed", {3, 1, 0});
    CHECK(l.book.waiting({}).empty());
    CHECK(l.take("pump,id=a speed=4").size() == 1);
    l.book.erase(Source::line_protocol, "pump,id=a speed");
    CHECK(l.take("pump,id=a speed=4").empty());
    CHECK(l.book.waiting({}).size() == 1);
}

TEST_CASE("a sender writes what is theirs alone; a datastream that is gone takes nothing") {
    Lines l;
    l.forbidden = 1;
    CHECK(l.take("pump,id=a flow=1,temp_f=32").size() == 1);
    CHECK(l.refusals() == "1:datastream_not_allowed ");
    l.book.put(Source::line_protocol, "pump,id=a flow", {99, 1, 0});
    CHECK(l.take("pump,id=a flow=1").empty());
    CHECK(l.refusals() == "1:datastream_not_allowed ");
    l.streams.at(99).about.sensor_id = 1;
    CHECK(l.take("pump,id=a flow=1").size() == 1);
    l.streams.forget(99);
    CHECK(l.take("pump,id=a flow=1").empty());
    CHECK(l.refusals() == "1:datastream_not_allowed ");
}

TEST_CASE("thousands of series are each found again") {
    Lines l;
    constexpr std::int64_t count = 3'000;
    std::string text;
    for (std::int64_t i = 1; i <= count; ++i) {
        l.streams.at(i).about.sensor_id = 1;
        for (const char* field : {"a", "b"})
            l.book.put(Source::line_protocol, "m,i=" + std::to_string(i) + " " + field, {i, 1, 0});
        text += "m,i=" + std::to_string(i) + " a=" + std::to_string(i) + ",b=" + std::to_string(-i) + "\n";
    }
    for (int round = 0; round < 2; ++round) {
        const auto readings = l.take(text, 1, 10'000);
        REQUIRE(readings.size() == 2 * count);
        for (std::int64_t i = 0; i < 2 * count; ++i) {
            const Reading& r = readings[static_cast<std::size_t>(i)];
            CHECK(r.datastream_id == i / 2 + 1);
            CHECK(r.value == static_cast<double>(i % 2 == 0 ? i / 2 + 1 : -(i / 2 + 1)));
        }
    }
}

TEST_CASE("readings come in portions, refusals are told for the first lines only") {
    Lines l;
    std::string text;
    for (int i = 0; i < 25; ++i)
        text += "pump,id=a flow=1,temp_f=1 " + std::to_string(i + 1'794'999'000) + "\nbad\n";
    CHECK(l.take(text, *precision_ns("s"), 7).size() == 50);
    CHECK(l.outcome.refused == 25);
    CHECK(l.outcome.first.size() == 10);
}

TEST_CASE("the waiting list is bounded: what finds no place is refused") {
    Lines l;
    std::string text;
    for (std::size_t i = 0; i <= limits::waiting_series_max; ++i)
        text += "m,i=" + std::to_string(i) + " f=1\n";
    CHECK(l.take(text).empty());
    CHECK(l.outcome.waiting == static_cast<std::int64_t>(limits::waiting_series_max));
    CHECK(l.outcome.refused == 1);
    CHECK(l.outcome.refused_by_code.at(Code::too_many_waiting).count == 1);
    l.book.forget_waiting(Source::line_protocol);
    CHECK(l.take("m,i=new f=1").empty());
    CHECK(l.outcome.refused == 0);
}
