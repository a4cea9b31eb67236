#include "telemetry/sensorthings/write_observations.hpp"

#include <doctest/doctest.h>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/broker_reader.hpp"

using namespace hatang;
using namespace hatang::telemetry;
using namespace hatang::telemetry::sta;

namespace {

constexpr Instant posted_at{1'795'000'000 * kSecond};

// "code where" of the error, or what was read: "datastream time value quality;" of each.
std::string message_of(std::string_view text, std::optional<std::int64_t> datastream = 9) {
    std::string out;
    try {
        for (const PostedObservation& o : read_message(text, {datastream, {}, false}, posted_at))
            out += std::to_string(o.reading.datastream_id) + " " + to_rfc3339(o.reading.t) + " " +
                   std::to_string(o.reading.value).substr(0, 4) + " " +
                   std::to_string(static_cast<int>(o.reading.quality)) + ";";
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return out;
}

}  // namespace

TEST_CASE("Observations of the broker, one or an array") {
    const std::string now = to_rfc3339(posted_at);
    CHECK(message_of(R"({"phenomenonTime":"2026-11-24T01:30:00Z","result":4.25,"resultTime":null,
                         "resultQuality":"uncertain"})") == "9 2026-11-24T01:30:00Z 4.25 1;");
    CHECK(message_of(R"([{"result":1.00},{"Datastream":{"@iot.id":9},"result":2.00}])") ==
          "9 " + now + " 1.00 0;9 " + now + " 2.00 0;");
    CHECK(message_of(R"({"Datastream":{"@iot.id":7},"result":1})", {}) == "7 " + now + " 1.00 0;");
    CHECK(message_of("[]").empty());
    const std::pair<const char*, const char*> refused[] = {
        {R"({"result":1,"Datastream":{"@iot.id":8}})", "invalid_value /Datastream"},
        {R"({"result":1,"Datastream":{"@iot.id":"9"}})", "wrong_type /Datastream/@iot.id"},
        {R"({"phenomenonTime":"2026-11-24T01:30:00Z","result":1,"resultTime":"x"})",
         "invalid_time /resultTime"},
        {R"([{"result":1},{"phenomenonTime":"2026-11-24T01:30:00Z"}])", "missing_field /1/result"},
        {R"([{"result":1},{"result":1,"result":2}])", "duplicate_field /1/result"},
        {R"({"result":1,"unit":"m"})", "unknown_field /unit"},
        {"3", "wrong_type "},
        {"", "invalid_json "},
        {"\"\xff\"", "invalid_utf8 "}};
    for (const auto& [text, error] : refused) CHECK(message_of(text) == error);
    CHECK(message_of(R"({"result":1})", {}) == "missing_field /Datastream");
    std::string many = "[{}";
    for (std::size_t i = 0; i < telemetry::limits::readings_per_batch_max; ++i) many += ",{}";
    CHECK(message_of(many + "]") == "too_many_items ");
}

TEST_CASE("rows of data arrays: those that are plain are what the others would be") {
    const auto told = [](const Reading& r) {
        return std::to_string(r.datastream_id) + " " + to_rfc3339(r.t) + " " + std::to_string(r.value);
    };
    constexpr std::string_view components =
        R"(["phenomenonTime","result","resultTime","FeatureOfInterest/id"])";
    const std::pair<const char*, bool> rows[] = {
        {R"(["2026-11-24T01:30:00.25Z",4.5,"2026-11-24T01:30:01Z",6])", true},
        {R"(["2026-11-24T08:30:00+07:00",-3,"2026-11-24T01:30:00Z",6])", true},
        {R"(["2026-11-24T01:30:00Z",4.5,"2026-11-24T01:30:01Z",7])", true},
        {R"(["2026-11-24T01:30:00Z",4.5,null,6])", false},
        {R"([null,4.5,"2026-11-24T01:30:01Z",6])", false},
        {R"(["2026-11-24T01:30:00Z","4.5","2026-11-24T01:30:01Z",6])", false},
        {R"(["2026-11-24T01:30:00Z",true,"2026-11-24T01:30:01Z",6])", false},
        {R"(["2026-11-24T01:30:00Z",4.5,"2026-11-31T01:30:01Z",6])", false},
        {R"(["2026-11-24 01:30",4.5,"2026-11-24T01:30:01Z",6])", false},
        {R"(["2026-11-24T01:30:00Z",4.5,"2026-11-24T01:30:01Z","6"])", false},
        {R"(["2026-11-24T01:30:00Z",4.5,"2026-11-24T01:30:01Z"])", false},
        {R"(["2026-11-24T01:30:00Z",4.5,"2026-11-24T01:30:01Z",6,1])", false},
        {R"({"result":4.5})", false},
        {"4.5", false},
        {"[]", false}};
    for (const auto& [text, plain] : rows) {
        const PostedArrays posted =
            read_data_arrays(R"([{"Datastream":{"@iot.id":9},"components":)" + std::string(components) +
                                 R"(,"dataArray":[)" + text + "]}]",
                             posted_at, 10);
        REQUIRE(posted.groups.size() == 1);
        const PostedGroup& group = posted.groups.front();
        CHECK(group.where == "/0/dataArray");
        REQUIRE(group.plain.size() == 1);
        const std::optional<PlainRow>& row = group.plain.front();
        CHECK_MESSAGE(row.has_value() == plain, text);
        if (!row) continue;
        const PostedObservation same = read_row(group, 0, *group.rows.items().begin(), posted_at);
        CHECK(told({9, row->t, row->value}) == told(same.reading));
        CHECK(row->feature == same.feature_id);
    }
}

TEST_CASE("documents around data arrays") {
    const auto error_of = [](const std::string& text) -> std::string {
        try {
            (void)read_data_arrays(text, posted_at, 3);
        } catch (const Error& e) {
            return std::string(error_info(e.code).code) + " " + e.where;
        }
        return {};
    };
    const std::string begin = R"({"Datastream":{"@iot.id":9},"components":["result"])";
    CHECK(error_of("[" + begin + R"(,"dataArray":[[1],[2],[3]]}])").empty());
    CHECK(error_of("[" + begin + R"(,"dataArray":[[1],[2],[3],[4]]}])") == "too_many_items /0/dataArray");
    CHECK(error_of("[" + begin + R"(,"dataArray":[[1],[2]]},)" + begin + R"(,"dataArray":[[1],[2]]}])") ==
          "too_many_items /1/dataArray");
    CHECK(error_of("[" + begin + R"(,"dataArray":1}])") == "wrong_type /0/dataArray");
    CHECK(error_of("[" + begin + "}]") == "missing_field /0/dataArray");
    CHECK(error_of(R"([{"components":["result"],"dataArray":[]}])") == "missing_field /0/Datastream");
    CHECK(error_of(R"([{"Datastream":{"@iot.id":9},"dataArray":[]}])") == "missing_field /0/components");
    CHECK(error_of(R"([{"components":["phenomenonTime"]}])") == "missing_field /0/components");
    CHECK(error_of(R"([{"components":["result","result"]}])") == "duplicate_field /0/components/1");
    CHECK(error_of(R"([{"components":["result","id"]}])") == "unknown_field /0/components/1");
    CHECK(error_of(R"([{"unit":1}])") == "unknown_field /0/unit");
    CHECK(error_of("{}") == "wrong_type ");
}

TEST_CASE("what an Observation is of") {
    Stream stream;
    const auto wants = [&](PostedObservation posted) {
        std::vector<FeatureWanted> wanted;
        want_feature(posted, stream, wanted);
        return !wanted.empty();
    };
    CHECK(usual_feature(stream) == 0);
    CHECK_FALSE(wants({}));
    CHECK(wants({.reading = {}, .feature_id = 5}));
    stream.about.asset_id = 5;
    CHECK_FALSE(wants({.reading = {}, .feature_id = 5}));
    CHECK(wants({.reading = {}, .feature_id = 6}));
    // The datastream says something else than its work.
    stream.feature_id = 6;
    CHECK(usual_feature(stream) == 6);
    CHECK(wants({.reading = {}, .feature_id = 5}));
    CHECK_FALSE(wants({.reading = {}, .feature_id = 6}));
    CHECK(wants({.reading = {}, .feature_id = {}, .feature = std::make_shared<std::string>("{}")}));
    CHECK_FALSE(wants({}));
    const auto posted = read_message(R"([{"result":1,"FeatureOfInterest":{"name":"x"}},
                                         {"result":1,"FeatureOfInterest":{"@iot.id":6}}])",
                                     {7, {}, false}, posted_at);
    CHECK(*posted.at(0).feature == R"({"name":"x"})");
    CHECK(posted.at(1).feature_id == 6);
    CHECK(message_of(R"({"result":1,"FeatureOfInterest":null})") == "wrong_type /FeatureOfInterest");
    CHECK(message_of(R"({"result":1,"FeatureOfInterest":{"@iot.id":6,"name":"x"}})") ==
          "unknown_field /FeatureOfInterest/name");
    // Features stand at the places of their readings.
    PostedReadings out;
    out.add({.datastream_id = 1, .t = posted_at}, 0);
    CHECK(out.features.empty());
    out.add({.datastream_id = 1, .t = posted_at}, 9);
    out.add({.datastream_id = 1, .t = posted_at}, 0);
    CHECK(out.features == std::vector<std::int64_t>{0, 9});
}

TEST_CASE("topics of Observations") {
    const auto to = [](std::string_view topic) -> std::string {
        const auto found = posted_to_topic(topic);
        if (!found) return "none";
        return std::to_string(found->datastream.value_or(0)) + " " +
               std::to_string(found->feature.value_or(0)) + (found->multi ? " multi" : "");
    };
    CHECK(to("v1.1/Datastreams(12)/Observations") == "12 0");
    CHECK(to("v1.1/MultiDatastreams(12)/Observations") == "12 0 multi");
    CHECK(to("v1.1/FeaturesOfInterest(12)/Observations") == "0 12");
    CHECK(to("v1.1/Observations") == "0 0");
    for (const char* topic :
         {"v1.1/Datastreams()/Observations", "v1.1/Datastreams(-1)/Observations",
          "v1.1/Datastreams(0)/Observations", "v1.1/Datastreams(1x)/Observations",
          "v1.1/Things(1)/Observations", "v1.1/Datastreams(99999999999999999999)/Observations",
          "v1.1/Datastreams/Observations", "v1.1/Datastreams(1)/Observations(2)",
          "v1.1/Datastreams(1)/Observations/$ref", "v1.1", ""})
        CHECK(to(topic) == "none");
    const auto feature =
        read_message(R"({"Datastream":{"@iot.id":7},"result":1})", {{}, 5, false}, posted_at);
    CHECK(feature.at(0).feature_id == 5);
    CHECK_THROWS_AS(
        (void)read_message(R"({"Datastream":{"@iot.id":7},"result":1,"FeatureOfInterest":{"@iot.id":6}})",
                           {{}, 5, false}, posted_at),
        Error);
}
