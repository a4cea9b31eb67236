// Readings of several streams in chunks, late chunks and heads: many random questions, each compared
// with a plain list.
#include "telemetry/sensorthings/observations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "base/error.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/storage/storage.hpp"
#include "telemetry/test_streams.hpp"

using namespace hatang;
using namespace hatang::telemetry;
using namespace hatang::telemetry::sta;

namespace {

constexpr Instant begin_of_readings{1'767'225'600 * kSecond};

struct ReadWorld {
    TestTelemetry database{4};
    ManualClock clock{begin_of_readings + 30 * kDay};
    Storage storage{database.loop, clock, database.pool};
    std::vector<ReadingOf> all;
    std::mt19937_64 random{20261129};

    ReadWorld() { database.loop.run_until(storage.start()); }
    ~ReadWorld() { database.loop.run_until(storage.stop()); }

    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
    }

    // Those whose time is taken are left out.
    void put(std::int64_t stream, std::int64_t first_s, int count, std::int64_t step_s) {
        std::vector<Reading> readings;
        for (int i = 0; i < count; ++i) {
            const Instant t = begin_of_readings + (first_s + i * step_s) * kSecond;
            const auto same = [&](const ReadingOf& r) {
                return r.datastream_id == stream && r.point.t_us == t.us;
            };
            if (std::ranges::any_of(all, same)) continue;
            const double value = static_cast<double>(below(200)) / 4;
            const bool odd = stream == database.ids[1] && below(300) == 0;
            const Quality quality = odd ? static_cast<Quality>(1 + below(2)) : Quality::good;
            // A reading that is bad is in no minimum and no maximum.
            const double told = quality == Quality::bad ? value * 3 : value;
            readings.push_back({stream, t, told, quality});
            all.push_back({stream, {t.us, told, quality}});
        }
        bool done = readings.empty();
        const auto send = [&]() -> task<void> {
            if (!done)
                storage.committer.put(
                    {.readings = std::move(readings), .done = [&](const auto&) { done = true; }});
            while (!done) co_await database.loop.sleep(std::chrono::milliseconds(1));
        };
        database.loop.run_until(send());
    }
    void seal() { database.loop.run_until(storage.sealer.seal_due(true)); }

    void fill() {
        for (int round = 0; round < 4; ++round) {
            for (std::size_t i = 0; i < 3; ++i) put(database.ids[i], round * 4'000, 1'300, 3);
            seal();
        }
        // Late ones: some become chunks that overlap others, some stay in memory beside newer ones.
        put(database.ids[0], 1, 700, 6);
        put(database.ids[1], 5'001, 300, 30);
        seal();
        put(database.ids[0], 10'001, 40, 60);
        put(database.ids[0], 30'000, 50, 3);
        put(database.ids[2], 23'901, 20, 1);
    }
    ObservationPage read(const ObservationQuery& q) {
        return database.loop.run_until(
            read_observations(database.loop, database.pool, storage.streams, q, clock.now()));
    }
};

struct PlainAnswer {
    std::vector<ReadingOf> rows;
    bool more = false;
    std::int64_t count = 0;
};

PlainAnswer plain(std::vector<ReadingOf> rows, const ObservationQuery& q, double least) {
    std::erase_if(rows, [&](const ReadingOf& r) {
        const bool asked =
            std::ranges::any_of(q.streams, [&](const auto& s) { return s.id == r.datastream_id; });
        return !asked || r.point.t_us < q.from_us || r.point.t_us > q.to_us || !(r.point.value >= least);
    });
    const auto by_id = [](const ReadingOf& a, const ReadingOf& b) {
        return std::pair(a.datastream_id, a.point.t_us) < std::pair(b.datastream_id, b.point.t_us);
    };
    std::ranges::sort(rows, by_id);
    if (!q.order.empty()) {
        const std::string_view name = q.order[0].value->as<odata::Path>()->property->name;
        const auto key = [&](const ReadingOf& r) {
            return name == "id"       ? static_cast<double>(observation_id(r))
                   : name == "result" ? r.point.value
                                      : static_cast<double>(r.point.t_us);
        };
        std::ranges::stable_sort(rows, [&](const ReadingOf& a, const ReadingOf& b) {
            return q.order[0].descending ? key(a) > key(b) : key(a) < key(b);
        });
    }
    PlainAnswer out;
    out.count = static_cast<std::int64_t>(rows.size());
    for (std::size_t i = static_cast<std::size_t>(q.skip); i < rows.size(); ++i) {
        out.more = static_cast<std::int64_t>(out.rows.size()) == q.top;
        if (out.more) break;
        out.rows.push_back(rows[i]);
    }
    return out;
}

}  // namespace

TEST_CASE("pages of readings are those of a plain list, whatever is asked") {
    ReadWorld w;
    w.fill();
    std::vector<odata::Expression> keys;
    for (const std::string_view key : {"id eq 1", "phenomenonTime eq null", "result eq 1"})
        keys.push_back(odata::parse_filter(odata::Set::observations, key).as<odata::Operation>()->args[0]);
    const odata::Expression at_least = odata::parse_filter(odata::Set::observations, "result ge 40");

    for (int i = 0; i < 150; ++i) {
        ObservationQuery q;
        for (const std::int64_t id : w.database.ids)
            if (w.below(3) > 0) q.streams.push_back({id, {}});
        q.from_us = begin_of_readings.us + (w.below(3) == 0 ? w.below(30'000) * kSecond : -kDay);
        q.to_us = w.below(3) == 0 ? q.from_us + w.below(10'000) * kSecond : INT64_MAX;
        const bool filtered = w.below(3) == 0;
        if (filtered) q.conditions.push_back(&at_least);
        if (const std::int64_t key = w.below(4); key < 3)
            q.order.push_back({&keys[static_cast<std::size_t>(key)], w.below(2) == 0});
        q.skip = w.below(2) == 0 ? 0 : w.below(3'000);
        q.top = w.below(4) == 0 ? 1 : w.below(1'500);
        q.count = w.below(4) == 0;
        CAPTURE(i);
        CAPTURE(q.streams.size());
        CAPTURE(q.skip);
        CAPTURE(q.top);
        CAPTURE(filtered);
        const PlainAnswer expected = plain(w.all, q, filtered ? 40 : -1);
        const ObservationPage page = w.read(q);
        if (q.count) CHECK(page.count == expected.count);
        if (q.top > 0) CHECK(page.more == expected.more);
        REQUIRE(page.readings.size() == expected.rows.size());
        for (std::size_t k = 0; k < expected.rows.size(); ++k) {
            REQUIRE(page.readings[k].datastream_id == expected.rows[k].datastream_id);
            REQUIRE(page.readings[k].point.t_us == expected.rows[k].point.t_us);
            REQUIRE(page.readings[k].point.value == expected.rows[k].point.value);
        }
    }
}

TEST_CASE("pages behind one another hold every reading once; which streams have one is found") {
    ReadWorld w;
    w.fill();
    ObservationQuery q;
    for (const std::int64_t id : w.database.ids) q.streams.push_back({id, {}});
    q.from_us = begin_of_readings.us;
    q.to_us = INT64_MAX;
    q.top = 997;
    std::size_t seen = 0;
    for (int pages = 0; pages < 100; ++pages) {
        const ObservationPage page = w.read(q);
        seen += page.readings.size();
        if (!page.more) break;
        q.after = page.readings.back();
    }
    CHECK(seen == w.all.size());

    ObservationQuery any;
    any.streams = q.streams;
    any.from_us = begin_of_readings.us;
    any.to_us = INT64_MAX;
    any.any = true;
    CHECK(w.read(any).datastreams == std::vector(w.database.ids.begin(), w.database.ids.begin() + 3));
    any.from_us = begin_of_readings.us + 30'000 * kSecond;
    CHECK(w.read(any).datastreams == std::vector(w.database.ids.begin(), w.database.ids.begin() + 1));
    const odata::Expression never = odata::parse_filter(odata::Set::observations, "result gt 1000");
    any.from_us = begin_of_readings.us;
    any.conditions.push_back(&never);
    CHECK(w.read(any).datastreams.empty());

    // And which features: streams whose readings are told apart stand beside others.
    any.any_feature = true;
    for (std::size_t i = 0; i < 3; ++i) any.streams[i].feature = 5 + static_cast<std::int64_t>(i);
    any.streams[1].by_feature = std::make_shared<SlotsByFeature>(SlotsByFeature{{6, {}}, {9, {}}});
    CHECK(w.read(any).features.empty());
    const odata::Expression some = odata::parse_filter(odata::Set::observations, "result gt 10");
    any.conditions = {&some};
    const ObservationPage found = w.read(any);
    CHECK(found.features == std::vector<std::int64_t>{5, 6, 7});
    CHECK(found.datastreams.size() == 3);
    any.conditions.clear();
    CHECK(w.read(any).features == std::vector<std::int64_t>{5, 6, 7});
}

TEST_CASE("which streams have a reading that fits is what a plain list says, and little is decoded for it") {
    ReadWorld w;
    // As where Citus distributes the tables: the same, asked for in another way.
    SUBCASE("on one node") {}
    SUBCASE("on several") { w.storage.streams.distributed = true; }
    w.fill();
    const Slots none;
    const Evaluator evaluator(none, w.clock.now());
    ObservationQuery q;
    for (const std::int64_t id : w.database.ids) q.streams.push_back({id, {}});
    q.any = true;
    std::int64_t decoded = 0;
    q.decoded = &decoded;
    const auto ask = [&](std::string_view filter, std::int64_t from_us, std::int64_t to_us) {
        const odata::Expression e = odata::parse_filter(odata::Set::observations, filter);
        q.conditions = take_apart(e).of_reading;
        q.from_us = from_us;
        q.to_us = to_us;
        decoded = 0;
        std::vector<std::int64_t> expected;
        for (const StreamToRead& s : q.streams)
            if (std::ranges::any_of(w.all, [&](const ReadingOf& r) {
                    return r.datastream_id == s.id && r.point.t_us >= from_us && r.point.t_us <= to_us &&
                           evaluator.holds(e, r, {});
                }))
                expected.push_back(s.id);
        std::vector<std::int64_t> found = w.read(q).datastreams;
        std::ranges::sort(found);
        CAPTURE(filter);
        CHECK(found == expected);
    };
    const std::int64_t begin = begin_of_readings.us;
    for (const std::string_view filter :
         {"result ge 49.75", "result gt 49.75", "result gt 100", "result lt 0.25", "0.25 gt result",
          "result eq 25.25", "result gt 20 and result lt 20.25", "resultQuality eq 'uncertain'",
          "resultQuality eq 'bad' and result gt 60", "resultQuality ne 'good'", "resultQuality eq 'good'",
          "result gt 49 or resultQuality eq 'bad'", "result in (1, 2.25)", "not (result lt 49.75)",
          "result add 1 gt 50", "result eq '25.25'", "result ne 25.25"}) {
        ask(filter, begin, INT64_MAX);
        for (int i = 0; i < 12; ++i) {
            const std::int64_t from_us = begin + w.below(35'000) * kSecond;
            ask(filter, from_us, from_us + w.below(4'000) * kSecond);
        }
    }
    ask("result gt 1000", begin, INT64_MAX);
    CHECK(decoded <= 8);  // those with readings that are not good: what they hold is not known
    q.streams.erase(q.streams.begin() + 1);
    ask("result gt 1000", begin, INT64_MAX);
    CHECK(decoded == 0);
    ask("resultQuality eq 'bad'", begin, INT64_MAX);
    CHECK(decoded == 0);
}
